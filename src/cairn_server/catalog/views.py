"""The catalogue, and the pictures and videos of units."""

from __future__ import annotations

import re
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe
from pydantic import ValidationError

from cairn_server.catalog import queries
from cairn_server.catalog.access import media_of_unit_or_404
from cairn_server.catalog.queries import CatalogueFilter
from cairn_server.files.serving import file_response

DIGEST = re.compile(r"[0-9a-f]{64}")
MINUTES = (10, 20, 30, 60)


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """List what can be earned; every narrowing is in the address, so that it can be shared."""
    wanted, after = _wanted(request)
    context = {
        "page": queries.catalogue(wanted, after=after),
        "wanted": wanted,
        "choices": queries.catalogue_choices(),
        "minutes_choices": MINUTES,
        "is_narrowed": wanted != CatalogueFilter(),
    }
    partial = request.headers.get("HX-Target") == "found"
    return render(request, "catalog/_found.html" if partial else "catalog/catalogue.html", context)


def _wanted(request: HttpRequest) -> tuple[CatalogueFilter, UUID | None]:
    """Return the filter and the cursor that the address names; what is not readable narrows not."""
    given = {
        name: value
        for name in CatalogueFilter.model_fields
        if (value := request.GET.get(name)) and "\0" not in value
    }
    try:
        after: UUID | None = UUID(request.GET.get("after", ""))
    except ValueError:
        after = None
    try:
        return CatalogueFilter.model_validate(given), after
    except ValidationError as error:
        unreadable = {part["loc"][0] for part in error.errors()}
        readable = {name: value for name, value in given.items() if name not in unreadable}
        return CatalogueFilter.model_validate(readable), after


@require_safe
def media(request: HttpRequest, unit_id: UUID, digest: str) -> HttpResponseBase:
    """Send a picture or video of a unit that anybody may learn."""
    if not DIGEST.fullmatch(digest):
        raise Http404
    file = media_of_unit_or_404(unit_id, digest)
    return file_response(request, file.digest, file.media_type, digest[:12])
