import json

import pytest

from cairn.vc.verification import verify
from cairn_server.credentials.check_words import QUESTIONS, headline_of, lines_of
from cairn_server.credentials.revoking import revoke
from cairn_server.credentials.verifying import nobody, report_on
from tests.moments import DAY, MONDAY

AT = MONDAY + DAY


def test_every_check_of_the_library_has_its_question():
    report = verify({}, keys=lambda key: None, statuses=lambda url: {}, at=MONDAY)

    assert {check.name for check in report.checks} <= set(QUESTIONS)


def test_a_check_that_did_not_run_never_looks_passed(credential):
    document = json.loads(credential.document) | {"name": "Another"}
    lines = lines_of(report_on(document, at=AT, ask=nobody))

    assert {line.mark for line in lines if line.outcome != "passed"} == {"✕", "·"}
    assert all(line.passed == (line.mark == "✓") for line in lines)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "Genuine and current"),
        ({"name": "Another"}, "Not genuine"),
        ({"grade": 1}, "Not acceptable"),
    ],
)
def test_a_verdict_in_a_few_words(credential, change, said):
    document = json.loads(credential.document) | change

    assert headline_of(report_on(document, at=AT, ask=nobody)) == said


def test_revoked_and_forged_are_worded_apart(credential, ida):
    revoke(credential, actor=ida, reason_code="superseded", at=AT)

    assert headline_of(report_on(credential.document, at=AT, ask=nobody)) == "Genuine, but revoked"
