import pytest

from cairn.vc.bitstring import READ_WHOLE, bits_with, encode_bits
from cairn.vc.known_lists import KnownLists
from cairn.vc.read_list import read_list
from cairn.vc.status_list import LIST_LENGTH, read_status, status_entry
from tests.moments import MONDAY
from tests.signing import ISSUER, KEY, LIST_URL, a_status_list

LISTED = a_status_list(7)
READ = read_list(LISTED)
ENTRY = status_entry(list_url=LIST_URL, index=8)


def with_subject(**members):
    return {**LISTED, "credentialSubject": {**LISTED["credentialSubject"], **members}}


def test_of_an_unset_bit_the_list_says_that_nothing_was_done():
    answer = READ.unset(ENTRY, issuers={ISSUER})

    assert answer.outcome == "passed"
    assert answer.detail == f"no revocation in the list of {LISTED['validFrom']}"
    assert read_status(ENTRY, LISTED, issuers={ISSUER}, at=MONDAY).is_set is False


@pytest.mark.parametrize(
    "changes",
    [
        {"statusListIndex": "7"},
        {"statusListIndex": str(LIST_LENGTH)},
        {"statusListIndex": "08"},
        {"statusListIndex": 8},
        {"statusPurpose": "suspension"},
        {"statusPurpose": ["revocation"]},
        {"statusSize": 1},
        {"statusMessage": []},
        {"id": LIST_URL},
        {"type": "StatusList2021Entry"},
        {"type": ["BitstringStatusListEntry"]},
        {"statusListCredential": LIST_URL + "/2"},
    ],
    ids=str,
)
def test_of_any_other_entry_the_list_has_to_be_asked_in_full(changes):
    assert READ.unset({**ENTRY, **changes}, issuers={ISSUER}) is None


def test_a_list_of_somebody_who_is_not_believed_says_nothing():
    assert READ.unset(ENTRY, issuers={"did:web:other.example"}) is None


def test_a_list_of_messages_is_asked_in_full_and_its_other_purposes_are_not():
    found = read_list(with_subject(statusPurpose=["message", "refresh", 7]))

    assert found.answers.keys() == {"refresh"}
    assert found.unset({**ENTRY, "statusPurpose": "message"}, issuers={ISSUER}) is None
    assert found.unset({**ENTRY, "statusPurpose": "refresh"}, issuers={ISSUER}) is not None


def test_a_list_of_the_older_type_is_read_too():
    older = {
        **with_subject(type="StatusList2021"),
        "type": ["VerifiableCredential", "StatusList2021Credential"],
    }
    entry = {**ENTRY, "type": "StatusList2021Entry"}

    assert read_list(older).unset(entry, issuers={ISSUER}) == READ.unset(ENTRY, issuers={ISSUER})
    assert read_list(older).unset(ENTRY, issuers={ISSUER}) is None


@pytest.mark.parametrize(
    "unusual",
    [
        {**LISTED, "id": 7},
        {**LISTED, "issuer": {}},
        {**LISTED, "credentialSubject": [LISTED["credentialSubject"]]},
        {**LISTED, "type": "VerifiableCredential"},
        with_subject(type="StatusList2021"),
        with_subject(encodedList=7),
        with_subject(encodedList="u"),
        with_subject(encodedList=encode_bits(bits_with([7], length=100_000))),
        with_subject(encodedList=encode_bits(bytes(READ_WHOLE + 1))),
    ],
)
def test_a_list_of_another_kind_or_length_is_not_read_once_for_all(unusual):
    assert read_list(unusual) is None


def test_what_is_known_of_a_list_is_what_was_read_of_it():
    known = KnownLists()
    known.note(LISTED, KEY.public)

    assert known.known(LISTED).read == READ
