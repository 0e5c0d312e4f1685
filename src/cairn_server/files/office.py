"""
Office documents (.docx, .odt and their kin): zip archives, opened within narrow limits.

Caps as in SAFETY U1: members, ratio, total size, no links, no `..`; nothing is unpacked to disk.
"""

from __future__ import annotations

import stat
import zipfile
import zlib
from typing import BinaryIO

from cairn.errors import InputTooLarge, MalformedInput, UnsafeContent
from cairn_server.files import kinds
from cairn_server.files.kinds import Kind

MAX_MEMBERS = 2_000
MAX_RATIO = 100
SMALL = 1 << 20
"""A member of up to this many bytes may be packed more tightly than `MAX_RATIO`."""
MAX_TOTAL = 64 << 20
MAX_MIMETYPE = 200

BY_PART = {
    "word/document.xml": kinds.DOCX,
    "xl/workbook.xml": kinds.XLSX,
    "ppt/presentation.xml": kinds.PPTX,
}
EMPTY_CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp='
    b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
EMPTY_APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
EMPTY_META = (
    b'<?xml version="1.0" encoding="UTF-8"?><office:document-meta xmlns:office='
    b'"urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2">'
    b"<office:meta/></office:document-meta>"
)
REPLACED = {
    "docProps/core.xml": EMPTY_CORE,
    "docProps/app.xml": EMPTY_APP,
    "meta.xml": EMPTY_META,
}
"""The members that name author, editor and company, and what a rendition has in their place."""


def examine_office(file: BinaryIO) -> Kind:
    """
    Return which office document a zip archive is.

    Raises:
        UnsafeContent: another archive, one with macros, links or paths that lead out, or one
            that unpacks to far more than it holds.
        InputTooLarge: beyond the caps.
        MalformedInput: damaged or locked with a password.
    """
    with _open(file) as archive:
        _refuse_unsafe(archive)
        kind = _kind_of(archive)
    if kind is None:
        raise UnsafeContent("This is an archive. Unpack it and send the files one by one")
    return kind


def without_author(file: BinaryIO, target: BinaryIO) -> None:
    """
    Write a copy of an examined document whose properties name nobody.

    What stands in the text itself, comments and tracked changes included, is left as it is.
    """
    with _open(file) as archive, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for member in archive.infolist():
            if member.is_dir():
                continue
            plain = zipfile.ZipInfo(member.filename)
            packed = member.filename != "mimetype"  # stands first and unpacked in ODF
            plain.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
            content = REPLACED.get(member.filename)
            copy.writestr(plain, content if content is not None else _read(archive, member))


def _open(file: BinaryIO) -> zipfile.ZipFile:
    file.seek(0)
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise MalformedInput("The document is damaged; save it again and send the copy") from error


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Return a member, never more than its entry says."""
    try:
        with archive.open(member) as stream:
            data = stream.read(member.file_size + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise MalformedInput("The document is damaged; save it again and send the copy") from error
    if len(data) > member.file_size:
        raise UnsafeContent("The document unpacks to more than it says")
    return data


def _refuse_unsafe(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if len(members) > MAX_MEMBERS or sum(one.file_size for one in members) > MAX_TOTAL:
        raise InputTooLarge("The document unpacks to more than 64 MiB; send it as PDF")
    if len({one.filename for one in members}) < len(members):
        raise UnsafeContent("Two parts of the document have one name")
    for one in members:
        if one.flag_bits & 1:
            raise MalformedInput("The document is locked with a password; send it without one")
        if one.file_size > SMALL and one.file_size > MAX_RATIO * max(one.compress_size, 1):
            raise UnsafeContent("The document unpacks to far more than it holds")
        if _leads_out(one):
            raise UnsafeContent("The document holds a link or a path that leads out of it")
        if one.filename.rsplit("/", 1)[-1].lower().startswith("vbaproject") or (
            one.filename.startswith(("Basic/", "Scripts/"))
        ):
            raise UnsafeContent("The document carries macros. Save it without them, or as PDF")


def _leads_out(member: zipfile.ZipInfo) -> bool:
    name = member.filename
    is_link = stat.S_ISLNK(member.external_attr >> 16)
    return is_link or name.startswith("/") or "\\" in name or ".." in name.split("/")


def _kind_of(archive: zipfile.ZipFile) -> Kind | None:
    names = set(archive.namelist())
    if "[Content_Types].xml" in names:
        return next((kind for part, kind in BY_PART.items() if part in names), None)
    if "mimetype" in names and archive.getinfo("mimetype").file_size <= MAX_MIMETYPE:
        told = _read(archive, archive.getinfo("mimetype")).decode("ascii", "replace").strip()
        kind = kinds.BY_MEDIA_TYPE.get(told)
        return kind if kind in kinds.OFFICE else None
    return None
