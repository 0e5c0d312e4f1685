"""
What a file is, found in its bytes: never in its name, never in what the browser said.

A kind that could run something where it is opened is refused with a sentence that says what
to send instead.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from cairn.errors import MalformedInput, UnsafeContent, UnsupportedFormat
from cairn_server.files import kinds, movies, office
from cairn_server.files.kinds import Kind

HEAD = 4096
TEXT_CHUNK = 1 << 16
MAX_TEXT = 5 << 20
TEXT_CONTROLS = frozenset(range(32)) - {9, 10, 12, 13}

PDF_END = 4096  # bytes; readers look for the end of a PDF in the last 1024
ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd")
PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa", b"\0asm")
HIGH_EFFICIENCY = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"avis")


@dataclass(frozen=True, slots=True)
class Examined:
    """What a file is; `codings` are the four-letter codings of a movie, else empty."""

    kind: Kind
    codings: tuple[str, ...] = ()

    @property
    def plays_in_place(self) -> bool:
        """Whether a browser can be expected to play it; True for what is no movie."""
        return movies.SELDOM_PLAYED.isdisjoint(self.codings)


def examine(file: BinaryIO) -> Examined:
    """
    Return what `file` is; it must be seekable and is left at some other place.

    Raises:
        UnsupportedFormat: a kind that is not taken in; the text says what to send instead.
        UnsafeContent: something that could run, or an archive that is not what it seems.
        MalformedInput: an empty file, or one that is damaged.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    head = file.read(HEAD)
    if not head:
        raise MalformedInput("The file is empty")
    _refuse_programs(head)
    kind = _by_magic(head)
    if kind in kinds.MOVIES:
        return _movie(file, head, size)
    if kind is kinds.PDF:
        _refuse_cut_off(file, size)
    if kind is not None:
        return Examined(kind)
    if head.startswith(b"PK\x03\x04"):
        return Examined(office.examine_office(file))
    return Examined(_text(file, head))


def _refuse_cut_off(file: BinaryIO, size: int) -> None:
    """Refuse a PDF whose end is missing; the mark of it stands in the last part of the file."""
    file.seek(max(0, size - PDF_END))
    if b"%%EOF" not in file.read(PDF_END):
        raise MalformedInput("The PDF is cut off or damaged. Export it again and send that")


def _refuse_programs(head: bytes) -> None:
    if head.startswith(PROGRAMS) or head.startswith(b"#!"):
        raise UnsafeContent("This is a program. Send a PDF, a picture, a video or a document")
    if head.startswith(ARCHIVES) or head[257:262] == b"ustar":
        raise UnsafeContent("This is an archive. Unpack it and send the files one by one")
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnsupportedFormat(
            "This is an old Office file, which may carry macros. Save it as PDF, .docx or .odt"
        )
    if head.startswith(b"{\\rtf"):
        raise UnsupportedFormat("Rich Text is not taken in. Save it as PDF, .docx or .odt")


def _starts(*beginnings: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(beginnings)


def _riff(form: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(b"RIFF") and head[8:12] == form


MAGIC: tuple[tuple[Kind, Callable[[bytes], bool]], ...] = (
    (kinds.PDF, _starts(b"%PDF-")),
    (kinds.PNG, _starts(b"\x89PNG\r\n\x1a\n")),
    (kinds.JPEG, _starts(b"\xff\xd8\xff")),
    (kinds.GIF, _starts(b"GIF87a", b"GIF89a")),
    (kinds.WEBP, _riff(b"WEBP")),
    (kinds.WAV, _riff(b"WAVE")),
    (kinds.MP4, lambda head: head[4:8] in (b"ftyp", b"moov", b"wide") or head[4:8] == b"mdat"),
    (kinds.WEBM, lambda head: head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head[:64]),
    (kinds.OGG, _starts(b"OggS")),
    (kinds.FLAC, _starts(b"fLaC")),
    (kinds.MP3, _starts(b"ID3", b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2")),
)


def _by_magic(head: bytes) -> Kind | None:
    return next((kind for kind, fits in MAGIC if fits(head)), None)


def _movie(file: BinaryIO, head: bytes, size: int) -> Examined:
    brand = head[8:12] if head[4:8] == b"ftyp" else b"qt  "
    if brand in HIGH_EFFICIENCY:
        raise UnsupportedFormat(
            "Browsers do not show this kind of picture (HEIC, AVIF). Save it as JPEG or PNG"
        )
    codings = tuple(movies.codings(file, size))
    if brand == b"qt  ":
        return Examined(kinds.QUICKTIME, codings)
    if brand in (b"M4A ", b"M4B "):
        return Examined(kinds.M4A, codings)
    return Examined(kinds.MP4, codings)


def _text(file: BinaryIO, head: bytes) -> Kind:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:256].lower()
    if start.startswith(b"<svg") or (start.startswith((b"<?xml", b"<!--")) and b"<svg" in head):
        raise UnsafeContent("An SVG picture can carry a program. Save it as PNG")
    if start.startswith((b"<!doctype", b"<html", b"<script", b"<?", b"<body", b"<head", b"<!--")):
        raise UnsafeContent("A web page can carry a program. Print it to PDF and send that")
    if start.startswith(b"\x1a\x45\xdf\xa3"):
        raise UnsupportedFormat("This video is not taken in. Save it as MP4 (H.264) or WebM")
    if not _is_text(file):
        raise UnsupportedFormat(
            "This kind of file is not taken in. Send a PDF, a picture (PNG, JPEG, WebP, GIF), "
            "a video (MP4, WebM), sound (MP3, M4A, OGG) or a document (.docx, .odt)"
        )
    return kinds.VTT if start.startswith(b"webvtt") else kinds.TEXT


def _is_text(file: BinaryIO) -> bool:
    file.seek(0)
    data = file.read(MAX_TEXT + 1)
    if len(data) > MAX_TEXT or not TEXT_CONTROLS.isdisjoint(data):
        return False
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
