import pytest

from cairn.errors import MalformedInput
from cairn.vc.checks_status import StatusContext, status, validity_period
from cairn.vc.report import CheckOutcome
from cairn.vc.status_list import LIST_LENGTH, bits_with, encode_bits, status_entry
from cairn.vc.trust import TrustList
from tests.moments import DAY, MONDAY
from tests.signing import ISSUER, LIST_URL, a_badge, a_status_list, lists, report_on, signed

ENTRY = status_entry(list_url=LIST_URL, index=7)
BY_ID = {"id": "https://college.example/revoked", "type": "1EdTechRevocationList"}


def judged(entry, source):
    context = StatusContext(ISSUER, source, TrustList.empty(), MONDAY, report_on)
    check = status(a_badge(credentialStatus=entry), context)
    return check.outcome, check.reason


def test_without_an_entry_there_is_nothing_to_ask():
    assert judged(None, lists()) == (CheckOutcome.NOT_APPLICABLE, None)


def test_the_list_is_read():
    assert judged(ENTRY, lists(signed(a_status_list(8)))) == (CheckOutcome.PASSED, None)
    assert judged(ENTRY, lists(signed(a_status_list(7)))) == (CheckOutcome.FAILED, "revoked")


def test_a_short_list_is_believed_and_its_shortness_is_said():
    context = StatusContext(ISSUER, None, TrustList.empty(), MONDAY, report_on)
    for position, outcome in ((7, CheckOutcome.FAILED), (8, CheckOutcome.PASSED)):
        found = a_status_list(position)
        bits = bits_with([position], length=100_000)
        found["credentialSubject"]["encodedList"] = encode_bits(bits)

        told = status(
            a_badge(credentialStatus=ENTRY), context._replace(statuses=lists(signed(found)))
        )

        assert told.outcome is outcome
        assert "100,000 entries" in told.detail


def test_a_purpose_that_ends_nothing_is_told_only():
    entry = status_entry(list_url=LIST_URL, index=7, purpose="refresh")

    assert judged(entry, lists(signed(a_status_list(7, purpose="refresh")))) == (
        CheckOutcome.PASSED,
        None,
    )


@pytest.mark.parametrize(
    ("entry", "outcome", "reason"),
    [
        ({"type": "OtherList"}, CheckOutcome.UNDETERMINED, "status_unsupported"),
        ({"type": []}, CheckOutcome.UNDETERMINED, "status_unsupported"),
        ("urn:a", CheckOutcome.UNDETERMINED, "status_unsupported"),
        (
            {**ENTRY, "type": [ENTRY["type"], "Other"]},
            CheckOutcome.UNDETERMINED,
            "status_unsupported",
        ),
        ({**ENTRY, "statusListCredential": 7}, CheckOutcome.FAILED, "status_entry_invalid"),
        ({**ENTRY, "statusListIndex": 7}, CheckOutcome.FAILED, "status_entry_invalid"),
        (ENTRY, CheckOutcome.UNDETERMINED, "status_unavailable"),
    ],
)
def test_an_entry_that_cannot_be_followed(entry, outcome, reason):
    found = [signed(a_status_list())] if reason == "status_entry_invalid" else []

    assert judged(entry, lists(*found)) == (outcome, reason)


def test_more_entries_than_anybody_needs_are_not_followed():
    asked = []

    assert judged([ENTRY] * 17, asked.append) == (CheckOutcome.FAILED, "status_entry_invalid")
    assert asked == []


def test_a_list_that_cannot_be_read_stays_open():
    def broken(url):
        raise MalformedInput("no JSON")

    for source in (broken, lambda url: None, lambda url: []):
        assert judged(ENTRY, source) == (CheckOutcome.UNDETERMINED, "status_list_invalid")


@pytest.mark.parametrize(
    ("listed", "outcome", "reason"),
    [
        ([], CheckOutcome.PASSED, None),
        ([{"id": "urn:uuid:other"}], CheckOutcome.PASSED, None),
        ([{"id": a_badge()["id"]}], CheckOutcome.FAILED, "revoked"),
        ([7], CheckOutcome.UNDETERMINED, "status_list_invalid"),
    ],
)
def test_a_list_of_ids_is_read(listed, outcome, reason):
    found = {"id": BY_ID["id"], "issuer": ISSUER, "revokedCredential": listed}

    assert judged(BY_ID, lists(found)) == (outcome, reason)


@pytest.mark.parametrize(
    ("changes", "at", "reason"),
    [
        ({}, MONDAY, None),
        ({"validFrom": None}, MONDAY, None),
        ({}, MONDAY - DAY, "not_yet_valid"),
        ({"validUntil": "2026-03-02T09:00:00Z"}, MONDAY, None),
        ({"validUntil": "2026-03-02T09:00:00Z"}, MONDAY + DAY, "expired"),
        ({"validFrom": None, "issuanceDate": "2026-03-03T09:00:00Z"}, MONDAY, "not_yet_valid"),
        ({"validFrom": None, "expirationDate": "2026-03-01T09:00:00Z"}, MONDAY, "expired"),
        ({"validUntil": "never"}, MONDAY, "validity_invalid"),
    ],
)
def test_the_period_of_validity_is_that_of_either_version(changes, at, reason):
    assert validity_period(a_badge(**changes), at=at).reason == reason


def test_a_list_of_messages_ends_nothing_and_is_told():
    entry = status_entry(list_url=LIST_URL, index=7, purpose="message", messages=("open", "closed"))
    found = signed(a_status_list(7, purpose="message"))
    context = StatusContext(ISSUER, lists(found), TrustList.empty(), MONDAY, report_on)

    check = status(a_badge(credentialStatus=entry), context)

    assert check.outcome is CheckOutcome.PASSED
    assert check.detail.startswith("message: closed in the list of 2026-03-02")


def test_the_reason_that_a_list_states_is_told():
    messages = ("in force", "withdrawn by the holder", "awarded in error", "superseded")
    entry = status_entry(list_url=LIST_URL, index=7, messages=messages)
    found = a_status_list()
    bits = bits_with([15], length=2 * LIST_LENGTH)  # 01
    found["credentialSubject"]["encodedList"] = encode_bits(bits)
    context = StatusContext(ISSUER, lists(signed(found)), TrustList.empty(), MONDAY, report_on)

    check = status(a_badge(credentialStatus=entry), context)

    assert check.reason == "revoked"
    assert check.detail.endswith(": withdrawn by the holder")


@pytest.mark.parametrize(
    ("places", "reason"),
    [((), None), ((7,), "revoked"), ((8,), "suspended"), ((7, 8), "revoked")],
)
@pytest.mark.parametrize("order", [1, -1])
def test_of_several_entries_the_worst_answer_counts(places, reason, order):
    entries = [
        status_entry(list_url=LIST_URL, index=7),
        status_entry(list_url=LIST_URL, index=8, purpose="suspension"),
    ][::order]
    found = signed(a_status_list(*places, purpose=["revocation", "suspension"]))

    assert judged(entries, lists(found))[1] == reason


def test_the_good_answers_of_all_entries_are_told():
    entries = [
        status_entry(list_url=LIST_URL, index=7),
        status_entry(list_url=LIST_URL, index=7, purpose="suspension"),
    ]
    found = signed(a_status_list(purpose=["revocation", "suspension"]))
    context = StatusContext(ISSUER, lists(found), TrustList.empty(), MONDAY, report_on)

    told = status(a_badge(credentialStatus=entries), context).detail

    assert told.startswith("no revocation in the list of")
    assert "no suspension in the list of" in told


def test_a_credential_without_id_cannot_be_in_a_list_of_ids():
    found = {"id": BY_ID["id"], "issuer": ISSUER, "revokedCredential": []}
    context = StatusContext(ISSUER, lists(found), TrustList.empty(), MONDAY, report_on)

    check = status(a_badge(id=None, credentialStatus=BY_ID), context)

    assert (check.outcome, check.reason) == (CheckOutcome.FAILED, "status_entry_invalid")


def test_as_many_entries_as_anybody_needs_are_followed():
    assert judged([ENTRY] * 16, lists(signed(a_status_list(8)))) == (CheckOutcome.PASSED, None)


@pytest.mark.parametrize("place", [7, 8])
def test_the_check_is_called_status_whatever_it_finds(place):
    context = StatusContext(
        ISSUER, lists(signed(a_status_list(place))), TrustList.empty(), MONDAY, report_on
    )

    assert status(a_badge(credentialStatus=ENTRY), context).name == "status"
