"""The files of a framework as its publisher packs them: a folder, a zip, zips in a folder."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from cairn.errors import InputTooLarge, MalformedInput
from cairn.reading.unzipping import unpacked

MAX_FILE_BYTES = 256 << 20
MAX_FILES = 2_000
SUFFIXES = (".csv", ".txt", ".xlsx")

Loader = Callable[[], bytes]


def find_files(path: Path) -> dict[str, Loader]:
    """
    Return how to load each table below `path`, by the lower-case name of its file.

    A file that comes twice is taken where it is found first, by the order of names.

    Raises:
        MalformedInput: nothing is there, or a zip that cannot be read.
        InputTooLarge: more than `MAX_FILES` files.
    """
    found: dict[str, Loader] = {}
    for name, load in _each(path):
        found.setdefault(name.lower(), load)
        if len(found) > MAX_FILES:
            raise InputTooLarge(f"{path.name} holds more than {MAX_FILES:,} files")
    if not found:
        raise MalformedInput(f"{path.name} holds no {', '.join(SUFFIXES)} files")
    return found


def _each(path: Path) -> Iterator[tuple[str, Loader]]:
    if not path.exists():
        raise MalformedInput(f"There is no {path.name}; name a folder, a zip or a table")
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    for file in files:
        if file.suffix.lower() == ".zip":
            yield from _members(file)
        elif file.suffix.lower() in SUFFIXES and file.is_file():
            yield file.name, _file_loader(file)


def _file_loader(file: Path) -> Loader:
    def load() -> bytes:
        if file.stat().st_size > MAX_FILE_BYTES:
            raise InputTooLarge(f"{file.name} is larger than {MAX_FILE_BYTES:,} bytes")
        return file.read_bytes()

    return load


def _members(file: Path) -> Iterator[tuple[str, Loader]]:
    try:
        with zipfile.ZipFile(file) as archive:
            names = sorted(archive.namelist())
    except zipfile.BadZipFile:
        raise MalformedInput(f"{file.name} is not a zip file that can be read") from None
    for name in names:
        if PurePosixPath(name).suffix.lower() in SUFFIXES:
            yield PurePosixPath(name).name, _member_loader(file, name)


def _member_loader(file: Path, name: str) -> Loader:
    def load() -> bytes:
        with zipfile.ZipFile(file) as archive:
            return b"".join(unpacked(archive, name, max_bytes=MAX_FILE_BYTES))

    return load
