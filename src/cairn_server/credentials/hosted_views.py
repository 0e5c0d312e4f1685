"""Open Badges 2.0: the documents that readers of that version ask for, and their picture."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from cairn_server.credentials.access import Seen, credential_for
from cairn_server.credentials.answers import public_file
from cairn_server.credentials.hosted_assertions import (
    Hosted,
    hosted_assertion,
    hosted_badge_class,
    hosted_issuer,
)
from cairn_server.credentials.picturing import baked_png_2

JSON_LD = "application/ld+json"
HOSTED_AGE_SECONDS = 300


@require_safe
def assertion(request: HttpRequest, credential_id: str) -> HttpResponseBase:
    """Give the assertion of a credential whose page is on; one taken back with status 410."""
    seen = credential_for(None, credential_id)
    closed = _closed(seen)
    if closed is not None:
        return closed
    return _answer(request, _assertion_of(seen))


@require_safe
def badge_class(request: HttpRequest, version_id: UUID, issuer_id: UUID) -> HttpResponseBase:
    """Give a version of an achievement, as one issuer awards it."""
    return _answer(request, hosted_badge_class(version_id, issuer_id))


@require_safe
def issuer(request: HttpRequest, issuer_id: UUID) -> HttpResponseBase:
    """Give the profile of an issuer."""
    return _answer(request, hosted_issuer(issuer_id))


@require_safe
def badge_png(request: HttpRequest, credential_id: str) -> HttpResponseBase:
    """Give the badge as PNG with the assertion in it."""
    seen = credential_for(None, credential_id)
    closed = _closed(seen)
    if closed is not None:
        return closed
    hosted = _assertion_of(seen)
    if hosted is None:
        raise Http404
    content = baked_png_2(seen.credential, hosted.content.decode())
    answer = public_file(request, content, "image/png", max_age_seconds=HOSTED_AGE_SECONDS)
    answer["Content-Disposition"] = f'attachment; filename="badge-2.0-{credential_id}.png"'
    return answer


def _assertion_of(seen: Seen) -> Hosted | None:
    return hosted_assertion(seen.credential, seen.credential.award.events.all())


def _closed(seen: Seen) -> HttpResponse | None:
    """
    Refuse what nobody but its holder may see: a hashed address could be guessed at.

    Erased is as if it had never been: Open Badges 2.0 reads 410 as revoked, and erasure is not
    revocation.
    """
    if seen.is_erased:
        raise Http404
    if not seen.credential.is_public:
        return HttpResponse(status=403, content_type="text/plain")
    return None


def _answer(request: HttpRequest, hosted: Hosted | None) -> HttpResponseBase:
    if hosted is None:
        raise Http404
    age = 0 if hosted.is_gone else HOSTED_AGE_SECONDS
    answer = public_file(request, hosted.content, JSON_LD, max_age_seconds=age)
    if hosted.is_gone and answer.status_code == 200:
        answer.status_code = 410
    return answer
