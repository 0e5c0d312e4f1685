"""
Taking out of a picture what its camera and its programs wrote beside it, bit by bit the same else.

Nothing is decoded: only the parts that draw are copied, so that a picture that had nothing more
stays as it is, byte for byte, and doing it twice is doing it once. A photograph keeps which way
is up. Whether the picture opens is found out elsewhere.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from cairn.errors import MalformedInput
from cairn_server.files import kinds
from cairn_server.files.kinds import Kind

PNG_HEAD = 8  # bytes
PNG_DRAWING = frozenset(
    b"tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs hIST sPLT acTL fcTL fdAT cICP mDCV cLLI".split()
)
WEBP_DRAWING = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
WEBP_TELLING = 0x08 | 0x04  # the flags of VP8X that promise EXIF and XMP
GIF_DRAWING = (b"\x0bNETSCAPE2.0", b"\x0bANIMEXTS1.0")  # how often an animation is repeated
JPEG_DRAWING = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
JPEG_COMMENT, JPEG_SCAN, JPEG_END, JPEG_EXIF = 0xFE, 0xDA, 0xD9, 0xE1
ORIENTATION = 0x0112
_NEXT_MARKER = re.compile(rb"\xff+([^\x00\xd0-\xd7\xff])", re.DOTALL)


def without_metadata(data: bytes, kind: Kind) -> bytes:
    """
    Return the picture with what draws it alone; what is no picture as it is.

    Raises:
        MalformedInput: if its parts do not follow one another as they must.
    """
    pieces = {
        kinds.PNG: _of_png,
        kinds.JPEG: _of_jpeg,
        kinds.WEBP: _of_webp,
        kinds.GIF: _of_gif,
    }.get(kind)
    if pieces is None:
        return data
    try:
        return b"".join(pieces(data))
    except (struct.error, IndexError):
        raise MalformedInput("The picture is cut off. Open it and save it again") from None


def _of_png(data: bytes) -> Iterator[bytes]:
    """Source: PNG (Third Edition), 5.3 "Chunk layout", 5.4 "Chunk naming conventions"."""
    yield data[:PNG_HEAD]
    place, name = PNG_HEAD, b""
    while name != b"IEND":
        size, name = struct.unpack_from(">I4s", data, place)
        end = place + size + 12
        is_critical = not name[0] & 0x20
        if is_critical or name in PNG_DRAWING:
            yield _whole(data, place, end)
        place = end


def _of_webp(data: bytes) -> Iterator[bytes]:
    """Source: RFC 9649, 2.3 "RIFF File Format" to 2.7 "Extended File Format"."""
    parts, place = [], 12
    end = min(len(data), 8 + struct.unpack_from("<I", data, 4)[0])
    while place + 8 <= end:
        name, size = struct.unpack_from("<4sI", data, place)
        part = _whole(data, place, place + 8 + size + size % 2)
        if name == b"VP8X":
            part = part[:8] + bytes([part[8] & ~WEBP_TELLING]) + part[9:]
        if name in WEBP_DRAWING:
            parts.append(part)
        place += len(part)
    yield b"RIFF" + struct.pack("<I", 4 + sum(map(len, parts))) + b"WEBP"
    yield from parts


def _of_gif(data: bytes) -> Iterator[bytes]:
    """Source: GIF89a, 17 to 27; comments and what programs note are left out."""
    place = 13 + _colours(data[10])
    yield _whole(data, 0, place)
    while (block := data[place]) != 0x3B:
        if block == 0x2C:
            end = _end_of_blocks(data, place + 11 + _colours(data[place + 9]))
        else:
            end = _end_of_blocks(data, place + 2)
        is_note = block == 0x21 and (
            data[place + 1] == 0xFE
            or (data[place + 1] == 0xFF and not data.startswith(GIF_DRAWING, place + 2))
        )
        if not is_note:
            yield _whole(data, place, end)
        place = end
    yield b"\x3b"


def _colours(flags: int) -> int:
    """Return how many bytes a table of colours takes."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _end_of_blocks(data: bytes, place: int) -> int:
    while size := data[place]:
        place += size + 1
    return place + 1


def _of_jpeg(data: bytes) -> Iterator[bytes]:
    """Source: ITU-T T.81, annex B; what follows the end, such as a second picture, is left out."""
    yield data[:2]
    place, is_upright = 2, True
    while True:
        found = _NEXT_MARKER.match(data, place)
        if found is None:
            raise MalformedInput("The picture is damaged. Open it and save it again")
        marker, start = found[1][0], found.end()
        if marker == JPEG_END:
            yield b"\xff\xd9"
            return
        place = start + struct.unpack_from(">H", data, start)[0]
        if marker == JPEG_EXIF and is_upright and (turned := _orientation(data[start:place])):
            is_upright = False
            yield turned
        if _draws(marker, data, start + 2):
            yield b"\xff" + found[1] + _whole(data, start, place)
        if marker == JPEG_SCAN:
            following = _NEXT_MARKER.search(data, place)
            if following is None:
                raise MalformedInput("The picture is cut off. Open it and save it again")
            yield data[place : following.start()]
            place = following.start()


def _draws(marker: int, data: bytes, content: int) -> bool:
    if marker == JPEG_COMMENT:
        return False
    if 0xE0 <= marker <= 0xEF:
        told = JPEG_DRAWING.get(marker)
        return told is not None and data.startswith(told, content)
    return True


def _orientation(segment: bytes) -> bytes:
    """Return an EXIF segment that says which way is up and nothing else; empty if it is upright."""
    if segment[2:8] != b"Exif\0\0":
        return b""
    tiff = segment[8:]
    order = "<" if tiff[:2] == b"II" else ">"
    try:
        start = struct.unpack_from(f"{order}I", tiff, 4)[0]
        count = struct.unpack_from(f"{order}H", tiff, start)[0]
        for number in range(count):
            tag, kind, _n, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * number)
            if tag == ORIENTATION and kind == 3 and 2 <= value <= 8:
                told = struct.pack(">HHIHHI", ORIENTATION, 3, 1, value, 0, 0)
                content = b"Exif\0\0MM\0*\0\0\0\x08\0\x01" + told
                return b"\xff\xe1" + struct.pack(">H", len(content) + 2) + content
    except struct.error:
        return b""
    return b""


def _whole(data: bytes, start: int, end: int) -> bytes:
    """Return a part of the file that must be there to its end."""
    if end > len(data):
        raise IndexError
    return data[start:end]
