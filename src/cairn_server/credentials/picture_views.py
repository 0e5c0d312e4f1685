"""Badges as pictures."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from cairn_server.accounts.access import learner_of
from cairn_server.catalog.access import published_achievement_or_404
from cairn_server.credentials.access import credential_for
from cairn_server.credentials.answers import credential_file, public_file
from cairn_server.credentials.models import Credential
from cairn_server.credentials.picturing import baked_png, baked_svg, drawn
from cairn_server.credentials.queries import issuer_of

PICTURE_AGE_SECONDS = 3600
INERT = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@require_safe
def badge_png(request: HttpRequest, credential_id: str) -> HttpResponseBase:
    """Give the badge as PNG with the credential in it."""
    return _picture(request, credential_id, baked_png, "image/png")


@require_safe
def badge_svg(request: HttpRequest, credential_id: str) -> HttpResponseBase:
    """Give the badge as SVG with the credential in it."""
    return _picture(request, credential_id, baked_svg, "image/svg+xml")


@require_safe
def achievement_badge(request: HttpRequest, achievement_id: UUID) -> HttpResponseBase:
    """Give the badge of an achievement, which nobody's credential is in."""
    version = published_achievement_or_404(achievement_id)
    issuer = issuer_of(version.achievement.organisation)
    content = drawn(version.title, achievement_id, issuer.accent if issuer else "").encode()
    return _inert(
        public_file(request, content, "image/svg+xml", max_age_seconds=PICTURE_AGE_SECONDS)
    )


def _picture(
    request: HttpRequest,
    credential_id: str,
    draw: Callable[[Credential], bytes],
    media_type: str,
) -> HttpResponseBase:
    seen = credential_for(learner_of(request), credential_id)
    answer = credential_file(request, seen, draw, media_type, max_age_seconds=PICTURE_AGE_SECONDS)
    name = f"badge-{credential_id}.{media_type.partition('/')[2].partition('+')[0]}"
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return _inert(answer)


def _inert(answer: HttpResponseBase) -> HttpResponseBase:
    """Let a picture that is opened by itself run and fetch nothing."""
    answer["Content-Security-Policy"] = INERT
    return answer
