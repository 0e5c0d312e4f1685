"""Vectors: W3C Bitstring Status List 1.0 and the lists of three independent issuers."""

import base64
import gzip
import json
import tracemalloc
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.errors import MalformedCredential, StatusListInvalid, StatusListOutdated
from cairn.vc.multibase import encode_base64url
from cairn.vc.status_list import (
    LIST_LENGTH,
    bit_at,
    bits_with,
    decode_bits,
    encode_bits,
    read_status,
    shuffled_position,
    status_entry,
    status_list_credential,
)
from tests.moments import DAY, MONDAY
from tests.shared_data import shared_data

KEY = bytes(range(16))
URL = "https://college.example/status/1"
ISSUER = "did:web:college.example"


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


def test_the_whole_range_is_permuted():
    positions = [shuffled_position(counter, key=KEY) for counter in range(LIST_LENGTH)]

    assert sorted(positions) == list(range(LIST_LENGTH))
    followers = sum(b - a == 1 for a, b in pairwise(positions))
    assert followers < 20  # one is expected by chance


@settings(deadline=None)
@given(st.integers(1, 400), st.binary(min_size=16, max_size=64))
def test_ranges_of_any_length_are_permuted(length, key):
    positions = {shuffled_position(counter, key=key, length=length) for counter in range(length)}

    assert positions == set(range(length))


def test_another_key_gives_other_positions():
    first = [shuffled_position(counter, key=KEY) for counter in range(100)]
    second = [shuffled_position(counter, key=KEY[::-1]) for counter in range(100)]

    assert sum(a == b for a, b in zip(first, second, strict=True)) <= 2


@pytest.mark.parametrize(("counter", "key"), [(-1, KEY), (LIST_LENGTH, KEY), (0, b"short")])
def test_a_counter_or_key_out_of_bounds_is_refused(counter, key):
    with pytest.raises(ValueError, match=r"counter|key"):
        shuffled_position(counter, key=key)


def a_list(*positions, **changes):
    made = status_list_credential(
        url=URL,
        issuer=ISSUER,
        purpose="revocation",
        encoded=encode_bits(bits_with(positions)),
        valid_from=MONDAY,
        valid_until=MONDAY + DAY,
        ttl_minutes=15,
    )
    return {**made, **changes}


def read(entry, found, at=MONDAY):
    return read_status(entry, found, issuers={ISSUER}, at=at)


def test_a_position_that_was_set_is_read_as_set():
    assert read(status_entry(list_url=URL, index=7), a_list(7)).is_set
    assert not read(status_entry(list_url=URL, index=8), a_list(7)).is_set


def test_the_last_moment_of_a_list_still_counts():
    entry = status_entry(list_url=URL, index=0)

    assert not read(entry, a_list(), at=MONDAY + DAY).is_set
    for at in (MONDAY - timedelta(seconds=1), MONDAY + DAY + timedelta(seconds=1)):
        with pytest.raises(StatusListOutdated):
            read(entry, a_list(), at=at)


ENTRY = status_entry(list_url=URL, index=7)
SUBJECT = a_list()["credentialSubject"]


@pytest.mark.parametrize(
    "found",
    [
        a_list(id=URL + "2"),
        a_list(issuer="did:web:other.example"),
        a_list(issuer=None),
        a_list(type=["VerifiableCredential"]),
        a_list(credentialSubject={**SUBJECT, "type": "StatusList2021"}),
        a_list(credentialSubject={**SUBJECT, "statusPurpose": "suspension"}),
        a_list(credentialSubject={**SUBJECT, "encodedList": None}),
        a_list(credentialSubject={**SUBJECT, "encodedList": encode_bits(bytes(12_499))}),
        a_list(credentialSubject=[]),
        a_list(validUntil="soon"),
    ],
)
def test_a_list_that_is_not_the_one_meant_tells_nothing(found):
    with pytest.raises(StatusListInvalid):
        read(ENTRY, found)


@pytest.mark.parametrize(
    "change",
    [
        {"statusListIndex": 7},
        {"statusListIndex": "-7"},
        {"statusListIndex": "07"},
        {"statusListIndex": "7.0"},
        {"statusListIndex": "٧"},
        {"statusListIndex": None},
        {"statusPurpose": 7},
        {"statusSize": 2},
        {"id": URL},
    ],
)
def test_an_entry_that_breaks_the_recommendation_is_malformed(change):
    with pytest.raises(MalformedCredential):
        read({**ENTRY, **change}, a_list(7))


def test_a_list_somewhat_too_short_is_read_with_a_remark():
    short = {**SUBJECT, "encodedList": encode_bits(bits_with([7], length=100_000))}

    found = read(ENTRY, a_list(credentialSubject=short))

    assert found.is_set
    assert found.remark == "the list has 100,000 entries; the recommendation asks for 131,072"
    assert read(ENTRY, a_list(7)).remark == ""


def test_an_index_beyond_the_list_is_a_range_error():
    with pytest.raises(StatusListInvalid, match="RANGE_ERROR"):
        read({**ENTRY, "statusListIndex": str(LIST_LENGTH)}, a_list())


@pytest.mark.parametrize(
    "change",
    [
        {"valid_until": MONDAY + DAY + timedelta(seconds=1)},
        {"valid_until": MONDAY},
        {"ttl_minutes": 4},
        {"ttl_minutes": 61},
    ],
)
def test_a_list_that_would_be_kept_too_long_is_not_made(change):
    wanted = {"valid_from": MONDAY, "valid_until": MONDAY + DAY, "ttl_minutes": 60, **change}

    with pytest.raises(ValueError, match=r"24 hours|ttl_minutes"):
        status_list_credential(url=URL, issuer=ISSUER, purpose="revocation", encoded=GOOD, **wanted)
