"""The files of a pack, from a folder or an archive, within fixed limits and without links."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path, PurePosixPath

from cairn.errors import InputTooLarge, MalformedInput, UnsafeContent

MAX_FILES = 2_000
MAX_BYTES = 64 << 20
MAX_RATIO = 100
RATIO_COUNTS_FROM = 64 << 10
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_CHUNK = 1 << 16


def pack_files(source: Path | bytes) -> dict[str, bytes]:
    """
    Return the files of a folder, a zip file or the bytes of one: relative name -> content.

    Hidden files are left out. If an archive holds everything in one folder, names start there.

    Raises:
        MalformedInput: if there is no such folder or the archive is damaged.
        InputTooLarge: beyond 2,000 files or 64 MiB unpacked.
        UnsafeContent: if a link, a name that leads outside, a name twice, encryption or a
            compression above 100 to 1 is found.
    """
    if isinstance(source, Path) and source.is_dir():
        return _within_limits(_from_folder(source))
    if isinstance(source, Path):
        source = _bytes_of(source)
    files = _within_limits(_from_archive(source))
    return _without_top_folder(files)


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputTooLarge(f"{path} is larger than {MAX_BYTES >> 20} MiB")
        return path.read_bytes()
    except OSError as error:
        raise MalformedInput(f"{path} cannot be read: {error.strerror}") from error


def _from_folder(root: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if _is_hidden(name):
            continue
        if path.is_symlink():
            raise UnsafeContent(f"{name} is a link: put the file itself into the pack")
        if path.is_file():
            yield name, _bytes_of(path)


def _from_archive(data: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            yield from _members(archive)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, ValueError, OSError) as error:
        raise MalformedInput(f"the pack is not a sound zip archive: {error}") from error
    except (NotImplementedError, zlib.error) as error:
        raise MalformedInput(f"the zip archive cannot be unpacked: {error}") from error


def _members(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    members = archive.infolist()
    if len(members) > MAX_FILES:
        raise InputTooLarge(f"the archive holds more than {MAX_FILES} files")
    for member in members:
        _check_member(member)
        if not member.is_dir() and not _is_hidden(member.filename):
            yield member.filename, _unpacked(archive, member)


def _check_member(member: zipfile.ZipInfo) -> None:
    name = member.filename
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts or set(name) & set('\\:\0*?"<>|'):
        raise UnsafeContent(f"{name!r} leads outside the pack or is no portable name")
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise UnsafeContent(f"{name} is a link or a device: put the file itself into the pack")
    if member.flag_bits & 1 or member.compress_type not in _METHODS:
        raise UnsafeContent(f"{name} is encrypted or packed by a method other than deflate")
    packed = max(member.compress_size, 1)
    if member.file_size > RATIO_COUNTS_FROM and member.file_size / packed > MAX_RATIO:
        raise UnsafeContent(f"{name} is packed more than {MAX_RATIO} to 1")


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Inflate piece by piece: the size that the archive states may be a lie."""
    pieces, size = [], 0
    with archive.open(member) as stream:
        while piece := stream.read(_CHUNK):
            size += len(piece)
            if size > MAX_BYTES:
                raise InputTooLarge(f"{member.filename} unpacks to more than 64 MiB")
            pieces.append(piece)
    return b"".join(pieces)


def _within_limits(files: Iterator[tuple[str, bytes]]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    seen: set[str] = set()
    total = 0
    for name, data in files:
        if name.casefold() in seen:
            raise UnsafeContent(f"{name} is there twice, or differs only in capital letters")
        seen.add(name.casefold())
        found[name] = data
        total += len(data)
        if total > MAX_BYTES or len(found) > MAX_FILES:
            raise InputTooLarge(f"a pack has at most {MAX_FILES} files and {MAX_BYTES >> 20} MiB")
    return found


def _without_top_folder(files: dict[str, bytes]) -> dict[str, bytes]:
    tops = {PurePosixPath(name).parts[0] for name in files}
    if len(tops) != 1 or "pack.yaml" in files:
        return files
    [top] = tops
    return {name.removeprefix(f"{top}/"): data for name, data in files.items()}


def _is_hidden(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any(part.startswith(".") for part in parts) or parts[:1] == ("__MACOSX",)
