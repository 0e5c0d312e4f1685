"""
A credential inside an SVG picture: one element after the root tag, every other byte as it was.

The picture is read by an allow-list of inert elements and attributes. One that could run,
fetch or follow anything is refused rather than cleaned.

Source: 1EdTech, Open Badges Specification 3.0, "Baking a Badge into an SVG".
"""

from __future__ import annotations

import re

from cairn.errors import ImageRefused
from cairn.openbadges.svg_reading import NAMESPACE, NAMESPACE_V2, Baked, read_picture
from cairn.reading.text import BLANK

__all__ = [
    "NAMESPACE",
    "NAMESPACE_V2",
    "bake_svg",
    "looks_like_svg",
    "texts_in_svg",
    "unbake_svg",
]

MAX_TEXT_BYTES = 1 << 20
COMPACT_JWS = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+")
DECLARED_PREFIX = re.compile(rb"""\sxmlns:openbadges\s*=\s*("[^"]*"|'[^']*')""")
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def looks_like_svg(data: bytes) -> bool:
    """Return whether `data` begins as XML does and names an `svg` element soon."""
    head = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    return head.startswith(b"<") and b"<svg" in data[:65_536]


def bake_svg(image: bytes, credential: str, *, namespace: str = NAMESPACE) -> bytes:
    """
    Return `image` with `credential` (JSON or compact JWS) in it, in place of any it held.

    Args:
        namespace: `NAMESPACE_V2` for an assertion of Open Badges 2.0.

    Raises:
        ImageRefused: if `image` is not an inert SVG, or `credential` cannot be put into one.
    """
    element = _element(credential, "credential" if namespace == NAMESPACE else "assertion")
    picture = read_picture(image)
    for baked in reversed(picture.baked):
        image = image[: baked.start] + image[baked.end :]
    start, end = picture.root
    root_tag = DECLARED_PREFIX.sub(b"", image[start:end])
    if root_tag.endswith(b"/>"):
        raise ImageRefused("The picture is empty: its svg element has no content")
    root_tag = root_tag[:-1] + f' xmlns:openbadges="{namespace}">'.encode()
    return image[:start] + root_tag + element + image[end:]


def unbake_svg(image: bytes) -> str:
    """
    Return the text of the credential in `image`: JSON, a compact JWS, or an old badge's address.

    Raises:
        ImageRefused: as `texts_in_svg`.
    """
    return texts_in_svg(image)[0]


def texts_in_svg(image: bytes) -> list[str]:
    """
    Return the text of the credential in `image`, and of an older one that is baked in beside it.

    A badge may be baked in both of Open Badges 3.0 and 2.0 while its issuer changes over.

    Raises:
        ImageRefused: if there is none, more than one of a version, or the picture is not inert.
    """
    picture = read_picture(image)
    found: list[str] = []
    for namespace in (NAMESPACE, NAMESPACE_V2):
        baked = [one for one in picture.baked if one.namespace == namespace]
        if len(baked) > 1:
            raise ImageRefused(f"The picture holds {len(baked)} credentials, and may hold one")
        found += map(_text_of, baked)
    if not found:
        raise ImageRefused("There is no credential in this picture")
    return found


def _text_of(baked: Baked) -> str:
    text, verify = baked.text.strip(BLANK), baked.verify
    if baked.namespace == NAMESPACE and text and verify:
        raise ImageRefused("The picture holds a credential in two forms, and may hold one")
    if not (text or verify):
        raise ImageRefused("The element that should hold the credential is empty")
    if len(text or verify) > MAX_TEXT_BYTES:
        raise ImageRefused(f"The credential is longer than {MAX_TEXT_BYTES >> 20} MiB")
    return text or verify


def _element(credential: str, name: str) -> bytes:
    text = credential.strip()
    if len(text.encode(errors="replace")) > MAX_TEXT_BYTES:
        raise ImageRefused(f"The credential is longer than {MAX_TEXT_BYTES >> 20} MiB")
    if COMPACT_JWS.fullmatch(text):
        return f'<openbadges:{name} verify="{text}"/>'.encode()
    if not text.startswith("{"):
        raise ImageRefused("The credential is neither a JSON object nor a compact JWS")
    return f"<openbadges:{name}><![CDATA[{_for_xml(text)}]]></openbadges:{name}>".encode()


def _for_xml(text: str) -> str:
    """Return JSON `text`, the same value, without what XML or CDATA cannot hold."""
    escaped = NOT_IN_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    # ">" stands only inside JSON strings, where it may be escaped
    return escaped.replace("]]>", "]]\\u003e")
