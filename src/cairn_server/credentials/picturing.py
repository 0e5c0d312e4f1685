"""The badge as a picture that carries its credential."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

import resvg_py

from cairn.openbadges.baking import bake, bake_png, bake_svg
from cairn_server.credentials.drawing import badge_svg
from cairn_server.credentials.models import Credential

PIXELS = 600


def drawn(title: str, achievement_id: UUID, accent: str = "") -> str:
    """Return the badge of an achievement as SVG, in the colour of its issuer."""
    return badge_svg(title, seed=str(achievement_id), accent=accent)


def baked_svg(credential: Credential) -> bytes:
    """Return the badge as SVG with the signed `credential` in it."""
    version = credential.award.achievement_version
    picture = drawn(version.title, version.achievement_id, _accent(credential))
    return bake_svg(picture.encode(), credential.document)


def baked_png(credential: Credential) -> bytes:
    """Return the badge as PNG, 600 pixels square, with the signed `credential` in it."""
    version = credential.award.achievement_version
    picture = _rendered(version.title, version.achievement_id, _accent(credential))
    return bake_png(picture, credential.document)


def baked_png_2(credential: Credential, assertion: str) -> bytes:
    """Return the badge as PNG with an `assertion` of Open Badges 2.0 in it."""
    version = credential.award.achievement_version
    picture = _rendered(version.title, version.achievement_id, _accent(credential))
    return bake(picture, assertion, is_version_2=True)


def _accent(credential: Credential) -> str:
    return credential.status_list.issuer.accent


@lru_cache(maxsize=256)
def _rendered(title: str, achievement_id: UUID, accent: str) -> bytes:
    drawing = drawn(title, achievement_id, accent)
    return bytes(resvg_py.svg_to_bytes(svg_string=drawing, width=PIXELS, skip_system_fonts=True))
