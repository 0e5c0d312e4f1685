"""Vectors: W3C Bitstring Status List 1.0 and the lists of three independent issuers."""

import base64
import gzip
import json
import random
import tracemalloc
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.errors import StatusListInvalid
from cairn.vc.bitstring import (
    BLOCK,
    LIST_LENGTH,
    READ_WHOLE,
    PackedBits,
    bit_at,
    bits_with,
    decode_bits,
    encode_bits,
    read_value,
)
from cairn.vc.multibase import encode_base64url
from tests.shared_data import shared_data


def encoded_lists():
    yield "W3C", shared_data("w3c-bitstring"), None
    yield "dcc", shared_data("dcc-vc-test-fixtures") / "statusLists", "e5WK8CbZ1GjycuPombrj"
    yield "1edtech", shared_data("1edtech-validator-fixtures") / "ob30", "testlist"
    yield "blockcerts", shared_data("blockcerts"), "blockcerts-status-list-2021.json"


@pytest.mark.shared
def test_the_published_lists_have_the_bits_that_their_issuers_set():
    vectors = json.loads((shared_data("w3c-bitstring") / "vectors.json").read_text())
    for vector, (name, folder, file) in zip(vectors, encoded_lists(), strict=True):
        assert name.lower() in vector["source"].lower()
        encoded = vector.get("encodedList")
        if encoded is None:
            (path,) = folder.rglob(file)
            encoded = json.loads(path.read_text())["credentialSubject"]["encodedList"]

        bits = decode_bits(encoded)

        assert len(bits) == vector["bytes"]
        assert [index for index in range(len(bits) * 8) if bit_at(bits, index)] == vector[
            "set_bits"
        ]


def test_bit_0_is_the_leftmost():
    assert bits_with([0, 9, 23], length=24) == bytes([0b1000_0000, 0b0100_0000, 0b0000_0001])
    assert [i for i in range(16) if bit_at(b"\x80\x41", i)] == [0, 9, 15]


@settings(deadline=None)
@given(st.sets(st.integers(0, LIST_LENGTH - 1), max_size=50))
def test_what_is_encoded_is_decoded_again(positions):
    bits = bits_with(positions)
    encoded = encode_bits(bits)

    assert encoded == encode_bits(bytearray(bits))
    assert encoded.startswith("uH4sI")
    assert decode_bits(encoded) == bits
    assert gzip.decompress(base64.urlsafe_b64decode(encoded[1:] + "===")) == bits


@pytest.mark.parametrize("index", [-1, 16, 10**9])
def test_an_index_outside_is_a_range_error(index):
    with pytest.raises(StatusListInvalid, match="RANGE_ERROR"):
        bit_at(b"\0\0", index)


@pytest.mark.parametrize("positions", [[-1], [LIST_LENGTH]])
def test_a_position_outside_is_never_set(positions):
    with pytest.raises(ValueError, match="outside"):
        bits_with(positions)


GOOD = encode_bits(bytes(16))


@pytest.mark.parametrize(
    "encoded",
    [
        "",
        "u",
        "uAAAA",
        GOOD[:-4],
        GOOD + "AAAA",
        "z" + GOOD[1:],
        GOOD.replace("H4sI", "H4sJ"),
        "u" + encode_base64url(gzip.compress(b"a", mtime=0) + gzip.compress(b"b", mtime=0)),
        GOOD[:20] + "*" + GOOD[21:],
    ],
)
def test_a_malformed_list_is_a_malformed_value_error(encoded):
    with pytest.raises(StatusListInvalid, match="MALFORMED_VALUE_ERROR"):
        decode_bits(encoded)


def test_a_bomb_is_refused_before_it_fills_the_memory():
    bomb = "u" + encode_base64url(gzip.compress(bytes(200 << 20), compresslevel=9))
    tracemalloc.start()

    with pytest.raises(StatusListInvalid, match="more than"):
        decode_bits(bomb)

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 32 << 20


def unpacked(encoded):
    """The bits as Python's own gzip reads them, its checksum and length included."""
    return gzip.decompress(base64.urlsafe_b64decode(encoded[1:] + "==="))


@pytest.mark.parametrize(
    "length", [0, 1, BLOCK - 1, BLOCK + 1, 7 * BLOCK + 13, 17 * BLOCK + 1, 20 * BLOCK]
)
def test_blocks_side_by_side_are_one_member_of_gzip(length):
    bits = random.Random(length).randbytes(length)

    encoded = encode_bits(bits)

    assert unpacked(encoded) == bits
    whole = zlib.decompressobj(wbits=31)  # gzip itself would read several members as well
    assert whole.decompress(base64.urlsafe_b64decode(encoded[1:] + "===")) == bits
    assert whole.eof
    assert not whole.unused_data


@settings(deadline=None, max_examples=50)
@given(st.sets(st.integers(0, 8 * (3 * BLOCK + 100) - 1), max_size=30), st.data())
def test_a_change_gives_the_text_that_packing_anew_would_give(before, data):
    length = 8 * (3 * BLOCK + 100)
    changed = data.draw(st.sets(st.integers(0, length - 1), max_size=5))
    packed = PackedBits.of(bits_with(before, length=length))
    bits = bits_with(before ^ changed, length=length)

    after = packed.after(bits, changed)

    assert after.encoded == encode_bits(bits)
    assert unpacked(after.encoded) == bits


def test_only_the_touched_block_is_packed_again():
    bits = bytearray(8 * BLOCK)
    packed = PackedBits.of(bits)
    bits[3 * BLOCK] = 0x80

    after = packed.after(bits, [8 * 3 * BLOCK])

    assert [n for n in range(8) if after.texts[n] is not packed.texts[n]] == [3]


@pytest.mark.parametrize(
    ("bits", "positions"), [(bytes(BLOCK + 1), [0]), (bytes(BLOCK), [8 * BLOCK]), (b"", [])]
)
def test_a_change_adds_no_places(bits, positions):
    with pytest.raises(ValueError, match="as many"):
        PackedBits.of(bytes(BLOCK)).after(bits, positions)


@pytest.mark.parametrize(
    ("index", "size", "value"),
    [
        (0, 1, 1),
        (1, 1, 0),
        (0, 2, 0b10),
        (3, 2, 0b01),
        (1, 4, 0b0001),
        (2, 4, 0b1111),
        (0, 8, 0b1000_0001),
        (1, 3, 0b000),
        (2, 3, 0b011),
        (2, 5, 0b11000),
    ],
)
def test_entries_of_several_bits_follow_one_another(index, size, value):
    # 1000 0001  1111 0000  0000 0000
    found = read_value(encode_bits(b"\x81\xf0\x00"), index, size=size)

    assert found == (value, 24)


def by_others(bits):
    """The bits as another issuer sends them: gzip without a table of blocks."""
    return "u" + encode_base64url(gzip.compress(bits, mtime=0))


@pytest.mark.parametrize("size", [1, 3, 8])
@pytest.mark.parametrize("encode", [encode_bits, by_others])
def test_a_long_list_is_read_as_a_short_one_is(size, encode):
    bits = random.Random(7).randbytes(2 * READ_WHOLE + 100)
    encoded = encode(bits)
    as_number = int.from_bytes(bits, "big")
    entries = len(bits) * 8 // size
    across_blocks = 8 * BLOCK // size
    for index in (0, 1, across_blocks - 1, across_blocks, entries // 2, entries - 1):
        value = as_number >> len(bits) * 8 - (index + 1) * size & (1 << size) - 1

        assert read_value(encoded, index, size=size) == (value, len(bits) * 8)


def test_one_bit_of_a_long_list_is_read_without_the_rest():
    bits = bytes(2 * READ_WHOLE - 1) + b"\1"
    packed = PackedBits.of(bits)
    spoilt = "".join(["u", packed._start(), *("A" * len(t) for t in packed.texts[:-1])])

    whole = spoilt + packed.encoded[len(spoilt) :]

    assert read_value(whole, 8 * len(bits) - 1) == (1, 8 * len(bits))
    with pytest.raises(StatusListInvalid, match="MALFORMED"):
        read_value(whole, 0)


@pytest.mark.parametrize("change", [slice(11, 12), slice(14, 15), slice(18, 20), slice(22, 24)])
def test_a_table_that_does_not_fit_is_not_followed(change):
    bits = random.Random(9).randbytes(2 * READ_WHOLE)
    data = bytearray(base64.urlsafe_b64decode(encode_bits(bits)[1:] + "==="))
    data[change] = bytes(b ^ 1 for b in data[change])

    assert told("u" + encode_base64url(bytes(data)), 8) in (bits[1] >> 7, "MALFORMED_VALUE_ERROR")


def told(encoded, index):
    try:
        return read_value(encoded, index)[0]
    except StatusListInvalid as error:
        return str(error).partition(":")[0]


def test_more_bits_than_are_read_are_not_packed():
    with pytest.raises(ValueError, match="at most"):
        PackedBits.of(bytes((8 << 20) + 1))


@pytest.mark.parametrize("length", [16, 2 * READ_WHOLE])
@pytest.mark.parametrize("size", [1, 4])
def test_an_entry_outside_is_a_range_error(length, size):
    with pytest.raises(StatusListInvalid, match="RANGE_ERROR"):
        read_value(encode_bits(bytes(length)), length * 8 // size, size=size)


LONG = by_others(random.Random(3).randbytes(2 * READ_WHOLE))
OURS = encode_bits(random.Random(3).randbytes(2 * READ_WHOLE))
SIXTEEN = gzip.compress(bytes(16), mtime=0)


def swapped(encoded):
    """The list with the lengths of two of its blocks exchanged for others of the same sum."""
    data = bytearray(base64.urlsafe_b64decode(encoded[1:] + "==="))
    for number, change in ((15, -3), (16, 3)):
        place = slice(22 + 2 * number, 24 + 2 * number)
        size = int.from_bytes(data[place], "little") + change
        data[place] = size.to_bytes(2, "little")
    return "u" + encode_base64url(bytes(data))


@pytest.mark.parametrize(
    "encoded",
    [
        "",
        "u",
        "uH4sI",
        LONG[:5_000] + LONG[-12:],  # too short for what it says
        LONG[:60] + "*" + LONG[61:],
        OURS[:60] + "*" + OURS[61:],
        swapped(OURS),
        LONG[:-1] + "*",
        "u" + encode_base64url(SIXTEEN[:-4] + (10**6).to_bytes(4, "little")),
        "u" + encode_base64url(SIXTEEN[:-4] + (9 << 20).to_bytes(4, "little")),
    ],
)
def test_a_long_list_that_is_malformed_before_the_entry_is_refused(encoded):
    with pytest.raises(StatusListInvalid, match="MALFORMED_VALUE_ERROR"):
        read_value(encoded, 8 * READ_WHOLE)


def test_a_bomb_fills_no_memory_for_one_bit_either():
    data = gzip.compress(bytes(40 << 20), compresslevel=1)
    honest, lying = data, data[:-4] + (1 << 20).to_bytes(4, "little")
    tracemalloc.start()

    with pytest.raises(StatusListInvalid, match="more than"):
        read_value("u" + encode_base64url(honest), 0)
    assert read_value("u" + encode_base64url(lying), 8 * READ_WHOLE) == (0, 8 << 20)

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 << 20


def test_a_long_list_that_ends_before_the_entry_is_refused():
    """Cut off where its last four bytes, bits like any others, read as a length."""
    length = (4 * READ_WHOLE).to_bytes(4, "little")
    data = gzip.compress(length * READ_WHOLE, compresslevel=0, mtime=0)
    cut = "u" + encode_base64url(data[: data.index(length) + 4_000])

    with pytest.raises(StatusListInvalid, match="shorter than it says"):
        read_value(cut, 8 * 3 * READ_WHOLE)


@pytest.mark.parametrize("length", [0, -8, 7, 131_071])
def test_a_list_has_whole_bytes(length):
    with pytest.raises(ValueError, match="multiple of 8"):
        bits_with([], length=length)
