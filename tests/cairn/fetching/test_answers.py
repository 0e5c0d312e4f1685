from __future__ import annotations

import gzip
import socket
import zlib

import pytest

from cairn.errors import FetchError
from cairn.fetching.answers import DeadlineStream, inflated

JSON = b'{"id": "x"}'


def test_a_body_is_inflated_as_its_header_says():
    assert inflated(JSON, "identity") == JSON
    assert inflated(gzip.compress(JSON, mtime=0), "GZIP") == JSON


@pytest.mark.parametrize(
    ("body", "encoding", "why"),
    [
        (gzip.compress(b"\0" * (9 << 20)), "gzip", "more than 8 MiB inflated"),
        (gzip.compress(JSON, mtime=0)[:-9], "gzip", "does not end where it should"),
        (gzip.compress(JSON, mtime=0) + b"x", "gzip", "does not end where it should"),
        (JSON, "gzip", "damaged"),
        (zlib.compress(JSON), "deflate", "not asked for"),
        (gzip.compress(gzip.compress(JSON, mtime=0), mtime=0), "gzip, gzip", "not asked for"),
        (JSON, "br", "not asked for"),
    ],
)
def test_a_body_that_cannot_be_inflated_safely_is_an_error(body, encoding, why):
    with pytest.raises(FetchError, match=why):
        inflated(body, encoding)


def test_reading_ends_at_the_deadline_however_much_is_left():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"ab")
        clock = iter([0.0, 4.9, 5.0])
        stream = DeadlineStream(ours, 5.0, lambda: next(clock))
        buffer = bytearray(1)

        read = [stream.readinto(buffer), stream.readinto(buffer)]

        assert read == [1, 1]
        with pytest.raises(TimeoutError):
            stream.readinto(buffer)
