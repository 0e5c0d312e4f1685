"""Putting a credential into a picture and taking it out again, whatever the kind of picture."""

from __future__ import annotations

from cairn.errors import ImageRefused
from cairn.openbadges.png import KEYWORD, KEYWORD_V2, SIGNATURE, bake_png, unbake_png
from cairn.openbadges.svg import (
    NAMESPACE,
    NAMESPACE_V2,
    bake_svg,
    looks_like_svg,
    unbake_svg,
)

__all__ = ["bake", "bake_png", "bake_svg", "unbake", "unbake_png", "unbake_svg"]


def bake(image: bytes, credential: str, *, is_version_2: bool = False) -> bytes:
    """
    Return the PNG or SVG `image` with `credential` in it, in place of any it held.

    Args:
        is_version_2: whether it is an assertion of Open Badges 2.0, which stands elsewhere.

    Raises:
        ImageRefused: with the reason, if the picture or the credential will not do.
    """
    if image.startswith(SIGNATURE):
        return bake_png(image, credential, keyword=KEYWORD_V2 if is_version_2 else KEYWORD)
    if looks_like_svg(image):
        return bake_svg(image, credential, namespace=NAMESPACE_V2 if is_version_2 else NAMESPACE)
    raise ImageRefused("A badge is a PNG or an SVG picture, and this is neither")


def unbake(image: bytes) -> str:
    """
    Return the text of the credential in the PNG or SVG `image`.

    Raises:
        ImageRefused: with the reason, if there is none to be trusted.
    """
    if image.startswith(SIGNATURE):
        return unbake_png(image)
    if looks_like_svg(image):
        return unbake_svg(image)
    raise ImageRefused("A badge is a PNG or an SVG picture, and this is neither")
