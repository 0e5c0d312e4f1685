"""
PNG: a credential goes in and comes out, every other byte stays, and whatever is odd is refused.

The bytes are a picture as they stand, or choose chunks with right checksums.
"""

from __future__ import annotations

import struct
from zlib import crc32

from cairn.errors import ImageRefused
from cairn.openbadges.png import KEYWORD, KEYWORD_V2, SIGNATURE, bake_png, unbake_png
from fuzz.choices import Choices
from fuzz.promises import answer, promise
from tests.pictures import chunk, png, with_chunks

KINDS = (b"iTXt", b"tEXt", b"zTXt", b"IDAT", b"IHDR", b"IEND", b"eXIf", b"caBX")
CREDENTIAL = '{"name":"Zo\u00eb"}'


def seeds() -> list[bytes]:
    """Return pictures: plain, baked, baked twice, of version 2; and choices of chunks."""
    baked = bake_png(png(), CREDENTIAL)
    old = with_chunks(png(), chunk(b"tEXt", KEYWORD_V2 + b"\0https://college.example/1"))
    twice = with_chunks(baked, chunk(b"iTXt", KEYWORD + b"\0\0\0\0\0{}"))
    return [png(), baked, old, twice, bytes(range(60)), bytes([0, 1, 0, 2, 0, 30] * 9)]


def check(data: bytes) -> None:
    """Take out what is in it and bake anew; compare with a reader of our own."""
    image = data if data.startswith(b"\x89") else _picture(Choices(data))
    text = answer(lambda: unbake_png(image), ImageRefused)
    if text is not None:
        promise(_held(image, text), "what came out does not stand in the picture once")
    baked = answer(lambda: bake_png(image, CREDENTIAL), ImageRefused)
    if baked is None:
        return
    promise(unbake_png(baked) == CREDENTIAL, "what was baked does not come out")
    promise(bake_png(baked, CREDENTIAL) == baked, "baking again changes the picture")
    promise(_others(baked) == _others(image), "other chunks were changed")


def _picture(choices: Choices) -> bytes:
    chunks = [chunk(b"IHDR", b"\0" * 13)] if choices.number(9) else []
    while choices.left and len(chunks) < 40:
        kind = choices.one_of(KINDS)
        made = chunk(kind, _data(choices))
        chunks.append(made if choices.number(9) else made[:-1] + b"\0")
    ending = chunk(b"IEND", b"") if choices.number(9) else b""
    return SIGNATURE + b"".join(chunks) + ending


def _data(choices: Choices) -> bytes:
    if choices.number(2):
        return choices.some_bytes(60)
    keyword = choices.one_of((KEYWORD, KEYWORD_V2, b"Title", KEYWORD.upper(), b""))
    flags = choices.one_of((b"\0\0\0\0\0", b"\0\1\0\0\0", b"\0", b"", b"\0\0\0en\0Name\0"))
    return keyword + flags + choices.one_of((b"{}", b"eyJ.e30.c2ln", b"", b"\xff", b"\0"))


def _chunks(image: bytes) -> list[tuple[bytes, bytes]]:
    """Return kind and data of each chunk of a picture that was found sound."""
    found, position = [], len(SIGNATURE)
    while position < len(image):
        (length,) = struct.unpack_from(">I", image, position)
        end = position + 8 + length
        body = image[position + 4 : end]
        promise(image[end : end + 4] == struct.pack(">I", crc32(body)), "a checksum is wrong")
        found.append((body[:4], body[4:]))
        position = end + 4
    return found


def _is_credential(kind: bytes, data: bytes) -> bool:
    keyword = data.split(b"\0")[0]
    return kind in KINDS[:3] and keyword in (KEYWORD, KEYWORD_V2)


def _held(image: bytes, text: str) -> bool:
    held = [data for kind, data in _chunks(image) if _is_credential(kind, data)]
    encoded = (text.encode(), text.encode("latin-1", "replace"))
    newest = [data for data in held if data.startswith(KEYWORD + b"\0")] or held
    return len(newest) == 1 and newest[0].endswith(encoded)


def _others(image: bytes) -> list[tuple[bytes, bytes]]:
    return [found for found in _chunks(image) if not _is_credential(*found)]
