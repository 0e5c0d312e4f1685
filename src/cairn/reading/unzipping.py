"""Unpacking one file of a zip piece by piece, however large it turns out to be."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator

from cairn.errors import InputTooLarge, MalformedInput

CHUNK = 1 << 18
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError)


def unpacked(archive: zipfile.ZipFile, name: str, *, max_bytes: int) -> Iterator[bytes]:
    """
    Yield one file of a zip in pieces, `max_bytes` in all and no more.

    Raises:
        InputTooLarge: beyond `max_bytes`, whatever the zip says of the size.
        MalformedInput: it is damaged, locked with a password or packed in an unknown way.
    """
    size = 0
    try:
        with archive.open(name) as member:
            while chunk := member.read(CHUNK):
                size += len(chunk)
                _check_size(name, size, max_bytes)
                yield chunk
    except _DAMAGE as error:
        raise MalformedInput(f"{name} cannot be unpacked: {error}") from None


def _check_size(name: str, size: int, max_bytes: int) -> None:
    if size > max_bytes:
        raise InputTooLarge(f"{name} unpacks to more than {max_bytes:,} bytes")
