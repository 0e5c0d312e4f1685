"""
Making the copy that an evaluator sees: no metadata that names a person, a place or a device.

Pictures are decoded in a process of their own, with little memory and little time, and written
anew. Documents and films keep their content; only their properties are blanked.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

from cairn.errors import UnsafeContent
from cairn_server.files import kinds, movies, office, webm
from cairn_server.files.kinds import Kind

MAX_PIXELS = 64_000_000
MAX_SIDE = 2560
SECONDS = 20
DECODER = Path(__file__).with_name("picture_decoder.py")

PDF_LIMIT = 64 << 20
PDF_PROPERTIES = (b"/Author", b"/Producer", b"/Creator")
"""What an object of a PDF says that holds its properties."""

_PROPERTY = re.compile(
    rb"/(?:Author|Creator|Producer|Title|Subject|Keywords|Company|Manager)\s*"
    rb"(?:\(((?:[^()\\]|\\.){0,2000})\)|<([0-9A-Fa-f\s]{0,4000})>)",
    re.DOTALL,
)
_XMP_START, _XMP_END = b"<x:xmpmeta", b"</x:xmpmeta>"


def render(source: Path, kind: Kind, target: Path) -> Kind | None:
    """
    Write the rendition of `source` to `target`; return its kind, or None if none is needed.

    Raises:
        UnsafeContent: a picture that cannot be decoded within the limits; the text says why.
    """
    if kind in kinds.PICTURES:
        return _render_picture(source, target)
    with source.open("rb") as file:
        if kind is kinds.PDF:
            return kind if _blank_pdf(file, target) else None
        if kind in kinds.MOVIES:
            return kind if _blank_movie(source, file, target) else None
        if kind is kinds.WEBM:
            return kind if _blank_webm(source, file, target) else None
        if kind in kinds.OFFICE:
            with target.open("wb") as copy:
                office.without_author(file, copy)
            return kind
    return None


def _render_picture(source: Path, target: Path) -> Kind:
    words = (DECODER, source, target, MAX_PIXELS, MAX_SIDE)
    command = [sys.executable, "-I", *map(str, words)]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            env={},
            cwd="/",
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnsafeContent("The picture takes too long to open. Make it smaller") from None
    told = done.stdout.decode("utf-8", "replace").strip()
    if done.returncode != 0:
        raise UnsafeContent(told or "The picture is damaged. Open it and save it again")
    return kinds.BY_MEDIA_TYPE[told]


def _blank_pdf(file: BinaryIO, target: Path) -> bool:
    """
    Overwrite author, title and the like with blanks of the same length, so that no offset moves.

    Reaches what stands uncompressed in the file, where word processors put it; properties inside
    a compressed object stream stay. A file beyond `PDF_LIMIT` or one that is encrypted is left.
    """
    data = file.read(PDF_LIMIT + 1)
    if len(data) > PDF_LIMIT or b"/Encrypt" in data:
        return False
    blanked = _blank_xmp(b"endobj".join(map(_blank_object, data.split(b"endobj"))))
    if blanked == data:
        return False
    target.write_bytes(blanked)
    return True


def _blank_object(content: bytes) -> bytes:
    """Blank the strings of an object that holds properties; other objects may have titles too."""
    if not any(name in content for name in PDF_PROPERTIES):
        return content
    return _PROPERTY.sub(_blank_string, content)


def _blank_xmp(data: bytes) -> bytes:
    """Blank the descriptions in XML; looked for from left to right, so that the time is linear."""
    pieces, place = [], 0
    while (start := data.find(_XMP_START, place)) >= 0:
        end = data.find(_XMP_END, start)
        if end < 0:
            break
        pieces += [data[place:start], b" " * (end - start)]
        place = end
    return b"".join([*pieces, data[place:]])


def _blank_string(found: re.Match[bytes]) -> bytes:
    whole, group = found[0], 1 if found[1] is not None else 2
    start, end = (place - found.start() for place in found.span(group))
    blank = b" " if group == 1 else b"0"
    return whole[:start] + blank * (end - start) + whole[end:]


def _blank_movie(source: Path, file: BinaryIO, target: Path) -> bool:
    """Blank the boxes that name people, places and devices; nothing moves."""
    telling = movies.telling_boxes(file, source.stat().st_size)
    if not telling:
        return False
    shutil.copyfile(source, target)
    with target.open("r+b") as copy:
        for box in telling:
            movies.blank(copy, box)
    return True


def _blank_webm(source: Path, file: BinaryIO, target: Path) -> bool:
    """Blank the elements that name people, days and programs; nothing moves."""
    telling = webm.telling_parts(file, source.stat().st_size)
    if not telling:
        return False
    shutil.copyfile(source, target)
    with target.open("r+b") as copy:
        for start, end in telling:
            webm.blank(copy, start, end)
    return True
