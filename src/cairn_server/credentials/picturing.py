"""The badge as a picture that carries its credential."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

import resvg_py

from cairn.openbadges.baking import bake_png, bake_svg
from cairn_server.credentials.drawing import badge_svg
from cairn_server.credentials.models import Credential

PIXELS = 600


def drawn(title: str, achievement_id: UUID) -> str:
    """Return the badge of an achievement as SVG, without a credential."""
    return badge_svg(title, seed=str(achievement_id))


def baked_svg(credential: Credential) -> bytes:
    """Return the badge as SVG with the signed `credential` in it."""
    version = credential.award.achievement_version
    return bake_svg(drawn(version.title, version.achievement_id).encode(), credential.document)


def baked_png(credential: Credential) -> bytes:
    """Return the badge as PNG, 600 pixels square, with the signed `credential` in it."""
    version = credential.award.achievement_version
    return bake_png(_rendered(version.title, version.achievement_id), credential.document)


@lru_cache(maxsize=256)
def _rendered(title: str, achievement_id: UUID) -> bytes:
    drawing = drawn(title, achievement_id)
    return bytes(resvg_py.svg_to_bytes(svg_string=drawing, width=PIXELS, skip_system_fonts=True))
