"""What was shown to one verifier is a copy in the hands of another."""

from __future__ import annotations

import json

import pytest

from cairn.openbadges.expected import Expected
from cairn.openbadges.verifying import verify_file
from cairn.vc.trust import TrustList
from tests.cairn.vc.test_presentation import carried, shown
from tests.moments import MONDAY
from tests.signing import a_badge, nothing, signed

CHALLENGE, DOMAIN = "c-17", "jobs.example"
BADGE = signed(a_badge())


def verdict(document, **expected):
    data = document if isinstance(document, str) else json.dumps(document)
    return verify_file(
        data.encode(),
        fetch=nothing,
        trust=TrustList.empty(),
        at=MONDAY,
        expected=Expected(**expected),
    )


@pytest.mark.parametrize(
    ("expected", "reasons"),
    [
        ({}, []),
        ({"challenge": CHALLENGE}, []),
        ({"challenge": CHALLENGE, "domain": DOMAIN}, []),
        ({"challenge": "c-18"}, ["challenge_mismatch"]),
        ({"domain": "other.example"}, ["domain_mismatch"]),
        ({"challenge": "c-18", "domain": "b"}, ["challenge_mismatch", "domain_mismatch"]),
    ],
)
def test_a_presentation_was_made_for_one_challenge_and_one_verifier(expected, reasons):
    shown_here = shown(BADGE, challenge=CHALLENGE, domain=DOMAIN)
    report = verdict(shown_here, **expected)

    assert (report.outcome, report.reasons) == ("invalid" if reasons else "valid", reasons)


def test_so_was_one_in_a_token():
    document = carried(BADGE, nonce=CHALLENGE, aud=DOMAIN)
    token = document["id"].partition(",")[2]

    for shape in (document, token):
        assert verdict(shape, challenge=CHALLENGE, domain=DOMAIN).outcome == "valid"
        assert verdict(shape, challenge="c-18").reasons == ["challenge_mismatch"]


@pytest.mark.parametrize("name", ["challenge", "domain"])
def test_a_credential_by_itself_was_shown_for_nobody(name):
    report = verdict(BADGE, **{name: "x"})

    assert (report.outcome, report.reasons) == ("invalid", [f"{name}_mismatch"])
    assert report.sentence.startswith("Not acceptable: it is a credential by itself")


def test_what_was_not_asked_is_told():
    checks = {check.name: check for check in verdict(shown(BADGE)).checks}

    assert checks["challenge"].outcome == "not_checked"
    assert "may be a copy" in checks["challenge"].detail
    assert checks["domain"].outcome == "not_checked"
    assert "challenge" not in {check.name for check in verdict(BADGE).checks}


def test_whose_it_is_and_for_whom_are_two_questions():
    subject = BADGE["credentialSubject"]["id"]

    assert verdict(BADGE, recipient=subject).outcome == "valid"
    both = verdict(BADGE, recipient="urn:uuid:0", challenge="x")
    assert both.reasons == ["challenge_mismatch", "recipient_mismatch"]
