"""Which checks a report lists, and which of them were made, whatever becomes of the document."""

import pytest

from cairn.vc.did import did_key_method
from cairn.vc.jwt_signing import JwtKey, JwtProfile, as_jwt
from cairn.vc.report import CheckOutcome
from cairn.vc.shape_cache import ShapeCache
from cairn.vc.status_list import status_entry
from cairn.vc.trust import TrustedIssuer, TrustList
from tests.signing import (
    CONTEXTS,
    KEY,
    LIST_URL,
    a_badge,
    a_status_list,
    lists,
    report_on,
    signed,
)

METHOD = did_key_method(KEY.public)
SIGNED = signed(a_badge())
NAMES = [check.name for check in report_on(SIGNED).checks]


def outcomes(document, **how):
    return {check.name: check.outcome for check in report_on(document, **how).checks}


@pytest.mark.parametrize("document", [[], 7, "a.b.c", {"a": float("nan")}])
def test_what_cannot_be_read_lists_every_check_as_not_made(document):
    report = report_on(document)

    assert [check.name for check in report.checks] == NAMES
    assert {check.outcome for check in report.checks[1:]} == {CheckOutcome.NOT_CHECKED}


def test_nothing_is_hashed_in_contexts_that_are_not_known():
    found = outcomes({**SIGNED, "@context": [*CONTEXTS, "https://college.example/context"]})

    assert found["contexts"] is CheckOutcome.UNDETERMINED
    assert found["data_loss"] is CheckOutcome.NOT_CHECKED
    assert found["proof"] is CheckOutcome.NOT_CHECKED


def test_a_token_covers_every_byte():
    text = as_jwt(a_badge(), key=JwtKey.of(KEY), key_id=METHOD, profile=JwtProfile.VC_JWT)

    found = outcomes(text)

    assert found["data_loss"] is CheckOutcome.NOT_APPLICABLE
    assert found["proof"] is CheckOutcome.PASSED


def test_a_status_list_whose_own_status_lies_in_another_list_is_not_followed():
    entry = status_entry(list_url=f"{LIST_URL}0", index=1)
    chained = signed(a_status_list(credentialStatus=entry))
    badge = signed(a_badge(credentialStatus=status_entry(list_url=LIST_URL, index=7)))

    report = report_on(badge, statuses=lists(chained))

    assert report.outcome == "undetermined"
    assert report.reasons == ["status_list_invalid"]


def test_an_issuer_that_nobody_named_is_said_to_be_unknown_by_a_stable_code():
    trust = TrustList({"did:web:other.example": TrustedIssuer("Other College")})

    last = report_on(SIGNED, trust=trust).checks[-1]

    assert (last.name, last.outcome) == ("issuer_recognised", CheckOutcome.UNDETERMINED)
    assert last.reason == "issuer_not_recognised"


def test_a_key_at_an_address_is_asked_for_only_where_there_is_somebody_to_ask():
    address = "https://college.example/keys/1"
    text = as_jwt(a_badge(), key=JwtKey.of(KEY), key_id=address, profile=JwtProfile.VC_JWT)

    assert report_on(text).reasons == ["key_unresolved"]


def test_a_memory_of_shapes_changes_no_verdict():
    shapes = ShapeCache()
    forged = {**SIGNED, "name": "Doctor"}

    for _ in range(3):
        assert report_on(SIGNED, shapes=shapes) == report_on(SIGNED)
        assert report_on(forged, shapes=shapes) == report_on(forged)
