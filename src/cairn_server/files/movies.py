"""
The boxes of an MP4 or QuickTime file: which coding its video has, and who is named in it.

Source: ISO/IEC 14496-12 (ISO base media file format), clauses "Object-structured file
organization", "Sample Description Box", "User Data Box".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

MAX_BOXES = 20_000
HEAD_BYTES = 16
CONTAINERS = frozenset([b"moov", b"trak", b"mdia", b"minf", b"stbl"])
TELLING = frozenset([b"udta", b"meta", b"uuid"])
"""Boxes that hold titles, authors, places and devices; a player does without them."""

SELDOM_PLAYED = frozenset(
    ["hvc1", "hev1", "dvh1", "dvhe", "mp4v", "s263", "jpeg", "mjpb", "apcn", "apch", "apcs", "apco"]
)
"""Video codings that many browsers do not play: H.265, MPEG-4 part 2, H.263, JPEG, ProRes."""

FREE = b"free"
CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Box:
    """One box: its four-letter name, where it starts, where its content starts and ends."""

    name: bytes
    start: int
    content: int
    end: int


def boxes(file: BinaryIO, start: int, end: int) -> Iterator[Box]:
    """Yield the boxes between two places, one level deep; stops where the file is damaged."""
    while start + 8 <= end:
        file.seek(start)
        head = file.read(HEAD_BYTES)
        size, content = int.from_bytes(head[:4], "big"), start + 8
        if size == 1:
            size, content = int.from_bytes(head[8:16], "big"), start + 16
        elif size == 0:
            size = end - start
        if size < content - start or start + size > end:
            return
        yield Box(head[4:8], start, content, start + size)
        start += size


def walk(file: BinaryIO, size: int) -> Iterator[Box]:
    """Yield every box of a file of `size` bytes, into the containers; at most `MAX_BOXES`."""
    waiting = [(0, size)]
    seen = 0
    while waiting:
        for box in boxes(file, *waiting.pop()):
            seen += 1
            if seen > MAX_BOXES:
                return
            yield box
            if box.name in CONTAINERS:
                waiting.append((box.content, box.end))


def codings(file: BinaryIO, size: int) -> list[str]:
    """Return the four-letter codings that the sample descriptions name, sorted."""
    found = set()
    for box in walk(file, size):
        if box.name == b"stsd":
            found |= {
                entry.name.decode("ascii", "replace")
                for entry in boxes(file, box.content + 8, box.end)
            }
    return sorted(found)


def telling_boxes(file: BinaryIO, size: int) -> list[Box]:
    """Return the boxes that tell of people, places and devices."""
    return [box for box in walk(file, size) if box.name in TELLING]


def blank(file: BinaryIO, box: Box) -> None:
    """Call a box free and write over what it held; nothing moves."""
    file.seek(box.start + 4)
    file.write(FREE)
    file.seek(box.content)
    for place in range(box.content, box.end, CHUNK):
        file.write(bytes(min(CHUNK, box.end - place)))
