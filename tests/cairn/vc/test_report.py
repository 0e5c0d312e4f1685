import json

import pytest

from cairn.errors import (
    BudgetExceeded,
    FetchError,
    KeyRefused,
    KeyUnresolved,
    ProofMismatch,
    ProofUnsupported,
    StatusListInvalid,
    StatusListOutdated,
    UndefinedTerm,
    UnknownContext,
)
from cairn.vc.report import (
    ISSUER_RECOGNISED,
    Check,
    CheckOutcome,
    Outcome,
    outcome_of,
    reasons_of,
)
from tests.signing import a_badge, report_on, signed

PASSED = Check.passed("proof")
FAILED = Check.failed("status", "revoked", "it was")
OPEN = Check.undetermined("status", "status_unavailable", "no answer")
LATE = Check.failed("validity_period", "expired", "on Monday")
STRANGER = Check.undetermined(ISSUER_RECOGNISED, "issuer_not_recognised", "unknown")


@pytest.mark.parametrize(
    ("checks", "outcome", "reasons"),
    [
        ([PASSED], Outcome.VALID, []),
        ([PASSED, OPEN], Outcome.UNDETERMINED, ["status_unavailable"]),
        ([OPEN, PASSED, LATE], Outcome.INVALID, ["expired", "status_unavailable"]),
        ([FAILED, FAILED, LATE], Outcome.INVALID, ["revoked", "expired"]),
        ([PASSED, STRANGER], Outcome.VALID, []),
        ([PASSED, Check.not_checked("evidence")], Outcome.VALID, []),
    ],
)
def test_the_worst_check_decides_and_the_issuer_being_known_does_not(checks, outcome, reasons):
    assert outcome_of(checks) is outcome
    assert reasons_of(checks) == reasons


@pytest.mark.parametrize(
    "error",
    [
        BudgetExceeded,
        FetchError,
        KeyUnresolved,
        ProofUnsupported,
        StatusListInvalid,
        StatusListOutdated,
        UnknownContext,
    ],
)
def test_what_could_not_be_checked_stays_open(error):
    check = Check.of_error("proof", error("why"))

    assert (check.outcome, check.reason, check.detail) == (
        CheckOutcome.UNDETERMINED,
        error.code,
        "why",
    )


@pytest.mark.parametrize("error", [KeyRefused, ProofMismatch, UndefinedTerm])
def test_what_is_wrong_has_failed(error):
    assert Check.of_error("proof", error("why")).outcome is CheckOutcome.FAILED


def test_the_json_is_what_other_programs_rely_on():
    found = json.loads(json.dumps(report_on(signed(a_badge())).to_json()))

    assert found["outcome"] == "valid"
    assert found["reasons"] == []
    assert found["checks"][0] == {
        "name": "readable",
        "outcome": "passed",
        "reason": None,
        "detail": "",
    }
    assert found["issuer"]["name"] == "North College"
    assert found["issuer"]["domain"] is None
    assert found["proof_valid"] is True
    assert found["issuer_recognised"] is None
    assert found.keys() >= {"sentence", "achievement", "subject", "valid_from", "valid_until"}


def test_a_check_is_found_by_its_name():
    report = report_on(signed(a_badge()))

    assert report.check("proof").outcome is CheckOutcome.PASSED
    with pytest.raises(KeyError):
        report.check("weather")
