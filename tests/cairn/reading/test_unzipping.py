"""Unpacking one file of a zip."""

import io
import zipfile

import pytest

from cairn.errors import InputTooLarge, MalformedInput
from cairn.reading.unzipping import unpacked


def packed(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.csv", data)
    return out.getvalue()


def read(data: bytes, *, max_bytes: int = 1 << 20) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"".join(unpacked(archive, "inner.csv", max_bytes=max_bytes))


def test_what_was_packed_comes_out():
    data = bytes(range(256)) * 3_000

    assert read(packed(data)) == data


def test_a_file_that_swells_is_cut_off():
    bomb = packed(b"0" * 3_000_000)

    assert len(bomb) < 4_000
    with pytest.raises(InputTooLarge, match="more than 1,000 bytes"):
        read(bomb, max_bytes=1_000)


def test_a_damaged_file_is_named():
    data = bytearray(packed(b"some text " * 100))
    data[45] ^= 0xFF

    with pytest.raises(MalformedInput, match=r"inner\.csv cannot be unpacked"):
        read(bytes(data))


def test_a_file_under_a_password_is_named():
    data = bytearray(packed(b"some text"))
    data[6] |= 1  # the flag of encryption, in the header of the file and in the directory
    data[data.index(b"PK\x01\x02") + 8] |= 1

    with pytest.raises(MalformedInput, match="password"):
        read(bytes(data))
