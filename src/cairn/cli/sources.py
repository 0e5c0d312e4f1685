"""Where a command reads and writes: files, standard input and output, addresses."""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from cairn.errors import CredentialError, InputError, InputTooLarge, MalformedInput, PackInvalid

Fetch = Callable[[str], bytes]
ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://")
MAX_BYTES = 16 << 20


def read_source(source: str, *, fetch: Fetch | None = None) -> bytes:
    """
    Return the bytes of `source`: a file, `-` for standard input, or an address.

    Raises:
        OSError: if the file cannot be read.
        InputTooLarge: if it has more than 16 MiB.
        FetchError: if the address could not be had, or is not one of https.
    """
    if fetch is not None and ADDRESS.match(source):
        return fetch(source)
    if source == "-" and sys.stdin is None:
        raise OSError(errno.EBADF, "Standard input is closed")
    if source == "-":
        data = sys.stdin.buffer.read(MAX_BYTES + 1)
    else:
        with Path(source).open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise InputTooLarge(f"{source} has more than {MAX_BYTES >> 20} MiB")
    return data


def read_json_source(source: str, *, fetch: Fetch | None = None) -> Any:
    """
    Return the JSON in `source`.

    Raises:
        OSError, FetchError: as `read_source`.
        InputError: if it is not sound JSON; the text names `source`, one of several perhaps.
    """
    from cairn.reading import read_json

    data = read_source(source, fetch=fetch)
    if not data.strip():
        raise MalformedInput(f"{source} is empty")
    try:
        return read_json(data)
    except InputError as error:
        raise MalformedInput(f"{source}: {error}") from error


@contextmanager
def naming(source: str) -> Iterator[None]:
    """Put the name of the file before what is wrong with it: one of several was given."""
    try:
        yield
    except (InputError, CredentialError) as error:
        if str(error).startswith(source) or isinstance(error, PackInvalid):  # it names its own
            raise
        raise type(error)(f"{source}: {error}") from error


def write_result(data: bytes, out: str | None) -> None:
    """Write `data` to the file `out`, in place of any there; to standard output for None or `-`."""
    if out is None or out == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        return
    write_file(Path(out), data)


def write_file(path: Path, data: bytes) -> None:
    """
    Write `data` to `path` so that a reader sees the old file or the whole new one.

    Raises OSError, which names `path` and not the file beside it.
    """
    file = path.resolve()  # a link leads to what is published, and stays a link
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        if file.exists() and not file.is_file():
            file.write_bytes(data)  # a device, a pipe: nothing can take its place
            return
        beside.write_bytes(data)
        if file.exists():
            beside.chmod(file.stat().st_mode)
        beside.replace(file)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def write_new_secret(path: Path, data: bytes) -> None:
    """
    Write `data` to a file that only its owner may read; FileExistsError if there is one.

    Where it cannot be written whole, as on a full disk, nothing of it stays.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
