"""The pictures and videos of units."""

from __future__ import annotations

import re
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from cairn_server.catalog.access import media_of_unit_or_404
from cairn_server.files.serving import file_response

DIGEST = re.compile(r"[0-9a-f]{64}")


@require_safe
def media(request: HttpRequest, unit_id: UUID, digest: str) -> HttpResponseBase:
    """Send a picture or video of a unit that anybody may learn."""
    if not DIGEST.fullmatch(digest):
        raise Http404
    file = media_of_unit_or_404(unit_id, digest)
    return file_response(request, file.digest, file.media_type, digest[:12])
