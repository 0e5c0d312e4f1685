"""
The elements of a WebM file that name people, places and programs, written over where they stand.

Source: RFC 8794 (EBML), 4 "Variable-Size Integer", 11.3.3 "Void Element"; RFC 9559 (Matroska),
5.1.2 "Info", 5.1.6 "Attachments", 5.1.8 "Tags".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

SEGMENT, INFO, CLUSTER = 0x18538067, 0x1549A966, 0x1F43B675
TAGS, ATTACHMENTS = 0x1254C367, 0x1941A469
TELLING = frozenset([0x7BA9, 0x4461, 0x4D80, 0x5741, 0x7384, 0x73A4, 0xBF])
"""Of Info: title, day, both programs, name and id of the file; and the sum that no longer holds."""

VOID = 0xEC
MAX_ELEMENTS = 100_000
CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its id, where it starts, where its content starts and ends."""

    id: int
    start: int
    content: int
    end: int


def elements(file: BinaryIO, start: int, end: int) -> Iterator[Element]:
    """Yield the elements between two places, one level deep; stops where the file is damaged."""
    for _ in range(MAX_ELEMENTS):
        file.seek(start)
        head = file.read(12)
        id_width = _width(head[:1], most=4)
        size_width = _width(head[id_width : id_width + 1], most=8) if id_width else 0
        content = start + id_width + size_width
        if not size_width or len(head) < id_width + size_width or content > end:
            return
        told = int.from_bytes(head[id_width : id_width + size_width], "big")
        unmarked = told - (1 << 7 * size_width)
        is_open = unmarked == (1 << 7 * size_width) - 1  # of unknown size: to the end
        after = end if is_open else content + unmarked
        if after > end:
            return
        yield Element(int.from_bytes(head[:id_width], "big"), start, content, after)
        start = after


def telling_parts(file: BinaryIO, size: int) -> list[tuple[int, int]]:
    """Return from where to where the file tells more than how it plays, in bytes."""
    found: list[tuple[int, int]] = []
    for segment in elements(file, 0, size):
        if segment.id != SEGMENT:
            continue
        for part in elements(file, segment.content, segment.end):
            if part.id == INFO:
                inside = elements(file, part.content, part.end)
                found += [(one.start, one.end) for one in inside if one.id in TELLING]
            elif part.id in (TAGS, ATTACHMENTS) and _tells(file, part):
                found.append((part.content, part.end))  # its place stays, the index names it
    return found


def blank(file: BinaryIO, start: int, end: int) -> None:
    """Let one element of nothing take a place; nothing moves."""
    length = end - start
    width = 8 if length >= 9 else 1
    size = length - 1 - width
    file.seek(start)
    file.write(bytes([VOID]) + (size | 1 << 7 * width).to_bytes(width, "big"))
    for place in range(start + 1 + width, end, CHUNK):
        file.write(bytes(min(CHUNK, end - place)))


def _tells(file: BinaryIO, part: Element) -> bool:
    """Return whether a list is not blank already."""
    return any(one.id != VOID for one in elements(file, part.content, part.end))


def _width(first: bytes, *, most: int) -> int:
    """Return how many bytes a number takes whose first byte this is; 0 if it is none."""
    width = 9 - first[0].bit_length() if first and first[0] else 0
    return width if width <= most else 0
