"""Reading one answer within a deadline and within limits of size."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from http.client import HTTPResponse
from socket import socket

from cairn.errors import FetchError

MAX_BYTES = 1 << 20
MAX_INFLATED_BYTES = 8 << 20
PIECE = 65_536


class DeadlineStream(io.RawIOBase):
    """
    The reading end of `connection`, whose every read ends by `deadline`.

    A timeout of a socket counts anew for each read, so a host that sends one byte a second
    would keep us for ever.
    """

    def __init__(self, connection: socket, deadline: float, clock: Callable[[], float]) -> None:
        self._connection = connection
        self._deadline = deadline
        self._clock = clock

    def makefile(self, mode: str) -> io.BufferedReader:
        """Return the file that `http.client` reads; it asks its socket for one."""
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    # http.client hands in nothing but these two
    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # narrower
        left = self._deadline - self._clock()
        if left <= 0:
            raise TimeoutError("it took too long")
        self._connection.settimeout(left)
        return self._connection.recv_into(buffer)


def read_body(response: HTTPResponse) -> bytes:
    """
    Return the whole body of `response`, inflated.

    Raises:
        FetchError: if it is cut short, damaged, larger than 1 MiB as sent or 8 MiB inflated, or
            compressed in a way that was not asked for.
    """
    stated = response.length
    if stated is not None and stated > MAX_BYTES:
        raise FetchError(f"The answer has more than {MAX_BYTES >> 20} MiB")
    pieces: list[bytes] = []
    total = 0
    while piece := response.read(PIECE):
        pieces.append(piece)
        total += len(piece)
        if total > MAX_BYTES:
            raise FetchError(f"The answer has more than {MAX_BYTES >> 20} MiB")
    if stated is not None and total < stated:
        raise FetchError(f"The answer broke off after {total} of {stated} bytes")
    return inflated(b"".join(pieces), response.headers.get("Content-Encoding", "identity"))


def inflated(body: bytes, encoding: str) -> bytes:
    """Return `body` without its Content-Encoding, which may be gzip or identity."""
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        return body
    if encoding not in ("gzip", "x-gzip"):
        raise FetchError(f"The answer is compressed as {encoding!r}, which was not asked for")
    inflater = zlib.decompressobj(wbits=31)
    try:
        content = inflater.decompress(body, MAX_INFLATED_BYTES + 1)
    except zlib.error as error:
        raise FetchError(f"The answer is compressed, and damaged: {error}") from error
    if len(content) > MAX_INFLATED_BYTES:
        raise FetchError(f"The answer has more than {MAX_INFLATED_BYTES >> 20} MiB inflated")
    if not inflater.eof or inflater.unused_data:
        raise FetchError("The answer is compressed, and does not end where it should")
    return content
