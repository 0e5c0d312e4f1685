"""The kinds of file that are taken in, and what tells them apart: their first bytes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Group(StrEnum):
    """What a task may ask for; the words of content packs."""

    PDF = "pdf"
    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Kind:
    """
    One kind of file.

    Args:
        media_type: what it is served as; found in the content, never taken from a name.
        ending: what its name ends in when it is served.
        groups: what it counts as.
        inline: whether a browser may show it in place.
    """

    media_type: str
    ending: str
    groups: frozenset[Group]
    inline: bool = True


def _kind(media_type: str, ending: str, *groups: Group, inline: bool = True) -> Kind:
    return Kind(media_type, ending, frozenset(groups), inline)


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_ODF = "application/vnd.oasis.opendocument."

PDF = _kind("application/pdf", "pdf", Group.PDF, Group.DOCUMENT)
PNG = _kind("image/png", "png", Group.IMAGE)
JPEG = _kind("image/jpeg", "jpg", Group.IMAGE)
WEBP = _kind("image/webp", "webp", Group.IMAGE)
GIF = _kind("image/gif", "gif", Group.IMAGE)
SVG = _kind("image/svg+xml", "svg")  # no group: only packs may bring one
MP4 = _kind("video/mp4", "mp4", Group.VIDEO)
QUICKTIME = _kind("video/quicktime", "mov", Group.VIDEO)
WEBM = _kind("video/webm", "webm", Group.VIDEO)
MP3 = _kind("audio/mpeg", "mp3", Group.AUDIO)
M4A = _kind("audio/mp4", "m4a", Group.AUDIO)
OGG = _kind("audio/ogg", "ogg", Group.AUDIO)
WAV = _kind("audio/wav", "wav", Group.AUDIO)
FLAC = _kind("audio/flac", "flac", Group.AUDIO)
DOCX = _kind(_WORD, "docx", Group.DOCUMENT, inline=False)
XLSX = _kind(_SHEET, "xlsx", Group.DOCUMENT, inline=False)
PPTX = _kind(_SLIDES, "pptx", Group.DOCUMENT, inline=False)
ODT = _kind(_ODF + "text", "odt", Group.DOCUMENT, inline=False)
ODS = _kind(_ODF + "spreadsheet", "ods", Group.DOCUMENT, inline=False)
ODP = _kind(_ODF + "presentation", "odp", Group.DOCUMENT, inline=False)
TEXT = _kind("text/plain", "txt", Group.DOCUMENT)
VTT = _kind("text/vtt", "vtt")  # no group: captions of a pack's video

ALL = (
    *(PDF, PNG, JPEG, WEBP, GIF, SVG, MP4, QUICKTIME, WEBM, MP3, M4A, OGG, WAV, FLAC),
    *(DOCX, XLSX, PPTX, ODT, ODS, ODP, TEXT, VTT),
)
BY_MEDIA_TYPE = {kind.media_type: kind for kind in ALL}
PICTURES = frozenset([PNG, JPEG, WEBP, GIF])
OFFICE = frozenset([DOCX, XLSX, PPTX, ODT, ODS, ODP])
MOVIES = frozenset([MP4, QUICKTIME, M4A])


def ending_of(media_type: str) -> str:
    """Return what a file of this media type is named with; `bin` for one that is not known."""
    kind = BY_MEDIA_TYPE.get(media_type)
    return kind.ending if kind else "bin"


def shows_inline(media_type: str) -> bool:
    """Return whether a browser may show it in place rather than save it."""
    kind = BY_MEDIA_TYPE.get(media_type)
    return kind is not None and kind.inline
