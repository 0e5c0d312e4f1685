"""How what is public is answered: to any site, in the type that was asked for, cacheable."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers

from cairn_server.credentials.access import Seen
from cairn_server.credentials.models import Credential

JSON_TYPES = ("application/vc", "application/ld+json", "application/json")
DOCUMENT_TYPES = ("text/html", *JSON_TYPES)


def wanted_json(request: HttpRequest) -> str | None:
    """Return the JSON type that `request` asks for before HTML; None if it wants a page."""
    best = request.get_preferred_type(DOCUMENT_TYPES)
    return best if best in JSON_TYPES else None


def public_file(
    request: HttpRequest,
    content: bytes,
    content_type: str,
    *,
    max_age_seconds: int,
    for_anybody: bool = True,
) -> HttpResponseBase:
    """
    Return `content` for anybody, from any site, with an ETag; 304 to who has it already.

    Args:
        max_age_seconds: how long a copy may be used without asking again.
        for_anybody: False where only this reader may have it: then no copy is kept.
    """
    etag = f'"{sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type=content_type)
    answer = get_conditional_response(request, etag=etag, response=response) or response
    answer["ETag"] = etag
    shared = f"public, max-age={max_age_seconds}"
    answer["Cache-Control"] = shared if for_anybody else "private, no-store"
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer["X-Robots-Tag"] = "noindex"
    patch_vary_headers(answer, ["Accept"])
    return answer


def credential_file(
    request: HttpRequest,
    seen: Seen,
    make: Callable[[Credential], bytes],
    media_type: str,
    *,
    max_age_seconds: int,
) -> HttpResponseBase:
    """
    Return what `make` makes of the credential, if this reader may have it.

    Erased is 410 and switched off 403, both without a word; not signed yet is Http404.
    """
    if seen.is_erased:
        return HttpResponse(status=410, content_type="text/plain")
    if not seen.is_open:
        return HttpResponse(status=403, content_type="text/plain")
    if not seen.credential.document:
        raise Http404
    return public_file(
        request,
        make(seen.credential),
        media_type,
        max_age_seconds=max_age_seconds,
        for_anybody=seen.credential.is_public,
    )
