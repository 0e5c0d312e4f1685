from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.errors import MalformedCredential, StatusListInvalid, StatusListOutdated
from cairn.vc.status_list import (
    LIST_LENGTH,
    bits_with,
    encode_bits,
    read_status,
    shuffled_position,
    status_entry,
    status_list_credential,
)
from tests.moments import DAY, MONDAY
from tests.signing import LIST_URL, a_status_list

KEY = bytes(range(16))
URL = "https://college.example/status/1"
ISSUER = "did:web:college.example"


@pytest.mark.thorough
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
        status_list_credential(url=URL, issuer=ISSUER, purpose="revocation", encoded="u", **wanted)


STATES = ("pending", "accepted", "rejected", "undecided")


def a_message_list(encoded):
    subject = {**SUBJECT, "statusPurpose": "message", "encodedList": encoded}
    return a_list(credentialSubject=subject)


@pytest.mark.parametrize("value", range(4))
def test_a_list_of_messages_says_which_of_them_holds(value):
    entry = status_entry(list_url=URL, index=7, purpose="message", messages=STATES)
    places = [14 + bit for bit in range(2) if value & (0b10 >> bit)]

    found = read(entry, a_message_list(encode_bits(bits_with(places, length=2 * LIST_LENGTH))))

    assert (found.value, found.message, found.is_set) == (value, STATES[value], value != 0)
    assert found.remark == ""


def test_a_list_hides_as_many_entries_as_it_has_room_for_whatever_their_size():
    entry = status_entry(list_url=URL, index=7, purpose="message", messages=STATES)

    with pytest.raises(StatusListInvalid, match="STATUS_LIST_LENGTH_ERROR"):
        read(entry, a_message_list(encode_bits(bits_with([]))))


def test_the_messages_are_written_as_the_recommendation_has_them():
    entry = status_entry(list_url=URL, index=7, purpose="message", messages=STATES)

    assert entry["statusSize"] == 2
    assert entry["statusMessage"][2] == {"status": "0x2", "message": "rejected"}


@pytest.mark.parametrize("messages", [("a",), ("a", "b", "c"), ("a",) * 8, ("a",) * 512])
def test_messages_that_fit_no_number_of_bits_are_refused(messages):
    with pytest.raises(ValueError, match="messages"):
        status_entry(list_url=URL, index=7, purpose="message", messages=messages)


TWO_BITS = status_entry(list_url=URL, index=7, messages=STATES)


@pytest.mark.parametrize(
    "change",
    [
        {"statusSize": 0},
        {"statusSize": True},
        {"statusSize": "2"},
        {"statusSize": 1},
        {"statusMessage": None},
        {"statusMessage": TWO_BITS["statusMessage"][:3]},
        {"statusMessage": TWO_BITS["statusMessage"] * 2},
        {"statusMessage": [*TWO_BITS["statusMessage"][:3], {"status": "3", "message": "a"}]},
        {"statusMessage": [*TWO_BITS["statusMessage"][:3], {"status": "0x3"}]},
        {"statusMessage": [*TWO_BITS["statusMessage"][:3], "0x3"]},
    ],
)
def test_a_size_needs_a_message_for_each_value(change):
    with pytest.raises(MalformedCredential, match="status"):
        read({**TWO_BITS, **change}, a_list())


def test_more_bits_than_are_read_here_are_no_fault_of_the_entry():
    for size in (9, 10**400):
        with pytest.raises(StatusListInvalid, match="more than 8 bits"):
            read({**TWO_BITS, "statusSize": size}, a_list())


def test_the_purpose_message_needs_its_words_even_for_one_bit():
    entry = status_entry(list_url=URL, index=7, purpose="message")

    with pytest.raises(MalformedCredential, match="statusMessage"):
        read(entry, a_message_list(encode_bits(bits_with([]))))


@pytest.mark.parametrize("kind", [[], "OtherEntry", ["BitstringStatusListEntry"] * 2])
def test_an_entry_needs_one_type_that_is_known(kind):
    entry = status_entry(list_url=LIST_URL, index=7) | {"type": kind}

    with pytest.raises(MalformedCredential, match="one type of"):
        read_status(entry, a_status_list(7), issuers=(), at=MONDAY)
