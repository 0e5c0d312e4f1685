"""
A credential inside a PNG picture: one uncompressed iTXt chunk, every other byte as it was.

Nothing is decoded: pixels never matter here, so no picture can make us run a decoder.

Source: W3C, Portable Network Graphics, "Chunk layout" and "iTXt International textual data";
1EdTech, Open Badges Specification 3.0, "Baking a Badge into a PNG".
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from zlib import crc32

from cairn.errors import ImageRefused

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"openbadgecredential"
KEYWORD_V2 = b"openbadges"
MAX_IMAGE_BYTES = 16 << 20
MAX_TEXT_BYTES = 1 << 20
MAX_CHUNKS = 65_536
TEXT_CHUNKS = (b"iTXt", b"tEXt", b"zTXt")


@dataclass(frozen=True, slots=True)
class Chunk:
    """One chunk: its kind, its data, and where it begins and ends in the picture."""

    kind: bytes
    data: bytes
    start: int
    end: int

    @property
    def keyword(self) -> bytes | None:
        """The keyword of a chunk of text; None for any other."""
        return self.data.partition(b"\0")[0] if self.kind in TEXT_CHUNKS else None


def bake_png(image: bytes, credential: str, *, keyword: bytes = KEYWORD) -> bytes:
    """
    Return `image` with `credential` (JSON or compact JWS) in it, in place of any it held.

    Args:
        keyword: `KEYWORD_V2` for an assertion of Open Badges 2.0.

    Raises:
        ImageRefused: if `image` is not a sound PNG, or `credential` is too long for one.
    """
    text = _encoded(credential)
    chunks = list(read_chunks(image))
    kept = (
        image[chunk.start : chunk.end]
        for chunk in chunks[:-1]
        if chunk.keyword not in (KEYWORD, KEYWORD_V2)
    )
    baked = _chunk(b"iTXt", keyword + b"\0" + b"\0\0" + b"\0" + b"\0" + text)
    return b"".join([SIGNATURE, *kept, baked, image[chunks[-1].start :]])


def unbake_png(image: bytes) -> str:
    """
    Return the text of the credential in `image`: JSON, a compact JWS, or an old badge's address.

    Raises:
        ImageRefused: as `texts_in_png`.
    """
    return texts_in_png(image)[0]


def texts_in_png(image: bytes) -> list[str]:
    """
    Return the text of the credential in `image`, and of an older one that is baked in beside it.

    A badge may be baked in both of Open Badges 3.0 and 2.0 while its issuer changes over.

    Raises:
        ImageRefused: if there is none, more than one of a version, or one that is damaged,
            compressed, too long, or not text.
    """
    chunks = list(read_chunks(image))
    found: list[str] = []
    for keyword in (KEYWORD, KEYWORD_V2):
        baked = [chunk for chunk in chunks if chunk.keyword == keyword]
        if len(baked) > 1:
            raise ImageRefused(f"The picture holds {len(baked)} credentials, and may hold one")
        found += map(_text_of, baked)
    if not found:
        raise ImageRefused("There is no credential in this picture")
    return found


def read_chunks(image: bytes) -> Iterator[Chunk]:
    """Yield the chunks of a PNG, each with a right checksum, from IHDR to IEND."""
    if not image.startswith(SIGNATURE):
        raise ImageRefused("This is not a PNG picture")
    if len(image) > MAX_IMAGE_BYTES:
        raise ImageRefused(f"The picture has more than {MAX_IMAGE_BYTES >> 20} MiB")
    position = len(SIGNATURE)
    for number in range(MAX_CHUNKS):
        chunk = _chunk_at(image, position)
        if (number == 0) != (chunk.kind == b"IHDR"):
            raise ImageRefused("A PNG begins with one IHDR chunk, and this one does not")
        yield chunk
        position = chunk.end
        if chunk.kind == b"IEND":
            if position != len(image):
                raise ImageRefused("Something follows the end of the picture")
            return
    raise ImageRefused(f"The picture has more than {MAX_CHUNKS} chunks")


def _chunk_at(image: bytes, start: int) -> Chunk:
    if start + 12 > len(image):
        raise ImageRefused("The picture breaks off before its end")
    length, kind = struct.unpack_from(">I4s", image, start)
    end = start + 12 + length
    if end > len(image):
        raise ImageRefused("The picture breaks off inside a chunk")
    data = image[start + 8 : end - 4]
    if crc32(data, crc32(kind)) != struct.unpack_from(">I", image, end - 4)[0]:
        raise ImageRefused(f"The picture is damaged: the checksum of {kind!r} is wrong")
    return Chunk(kind, data, start, end)


def _text_of(chunk: Chunk) -> str:
    if len(chunk.data) > MAX_TEXT_BYTES + 200:
        raise ImageRefused(f"The credential is longer than {MAX_TEXT_BYTES >> 20} MiB")
    _, _, rest = chunk.data.partition(b"\0")
    if chunk.kind == b"tEXt" and chunk.keyword == KEYWORD_V2:
        return rest.decode("latin-1")
    if chunk.kind != b"iTXt":
        raise ImageRefused("The credential is in a chunk other than iTXt, which is not allowed")
    if rest[:1] != b"\0":
        raise ImageRefused("The credential is compressed, which is not allowed")
    parts = rest[2:].split(b"\0", 2)
    if len(parts) != 3:
        raise ImageRefused("The chunk that should hold the credential is malformed")
    try:
        return parts[2].decode()
    except UnicodeDecodeError as error:
        raise ImageRefused("The credential in the picture is not UTF-8") from error


def _encoded(credential: str) -> bytes:
    try:
        text = credential.encode()
    except UnicodeEncodeError as error:
        raise ImageRefused("The credential is not valid Unicode text") from error
    if len(text) > MAX_TEXT_BYTES:
        raise ImageRefused(f"The credential is longer than {MAX_TEXT_BYTES >> 20} MiB")
    if not text.strip() or b"\0" in text:
        raise ImageRefused("The credential is empty or holds U+0000")
    return text


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc32(data, crc32(kind)))
