"""Assertions are Badgr's and Software Carpentry's, or by hand from the published examples."""

from __future__ import annotations

import json

import pytest

from cairn.errors import FetchError, FetchGone, MalformedCredential
from cairn.openbadges.v1 import as_version_2, is_version_1, object_of_version_1
from cairn.openbadges.v2 import verify_assertion
from cairn.vc.trust import TrustList
from tests.moments import DAY, MONDAY
from tests.shared_data import shared_data

ASSERTION = "https://a.example/beth.json"
BADGE = "https://a.example/robotics.json"
ISSUER = "https://a.example/organization.json"
CONTEXT = "https://w3id.org/openbadges/v1"


def assertion(**members):
    return {
        "uid": "f2c20",
        "recipient": {"type": "email", "hashed": False, "identity": "beth@example.org"},
        "issuedOn": 1359217910,
        "badge": BADGE,
        "verify": {"type": "hosted", "url": ASSERTION},
        **members,
    }


@pytest.fixture
def web():
    """What a.example publishes."""
    return {
        ASSERTION: assertion(),
        BADGE: {"name": "Robotics", "issuer": ISSUER},
        ISSUER: {"name": "Example", "url": "https://a.example"},
    }


def report_on(document, web, *, trust=None, at=MONDAY):
    def fetch(url):
        if url not in web:
            raise FetchError(f"{url} is not there")
        return json.dumps(web[url]).encode()

    return verify_assertion(document, fetch=fetch, trust=trust or TrustList.empty(), at=at)


def verdict(document, web, **asked):
    report = report_on(document, web, **asked)
    return report.outcome, report.reasons


def test_an_assertion_that_its_issuer_still_publishes_is_valid(web):
    report = report_on(assertion(), web, trust=TrustList.from_json({ISSUER: "Example"}))

    assert (report.outcome, report.reasons, report.proof_valid) == ("valid", [], None)
    assert (report.achievement, report.issuer.id, report.issuer.name) == (
        "Robotics",
        ISSUER,
        "Example",
    )
    assert report.issuer_recognised is True
    assert report.valid_from == "2013-01-26T16:31:50Z"  # by `date -u -d @1359217910`


def test_one_of_version_1_1_bears_ids_and_types(web):
    named = {"@context": CONTEXT, "id": ASSERTION, "type": "Assertion"}
    named["verify"] = {"type": "HostedBadge", "url": ASSERTION}
    web[ASSERTION] = assertion(**named)
    web[BADGE] |= {"@context": CONTEXT, "id": BADGE, "type": "BadgeClass"}

    assert verdict(assertion(**named), web) == ("valid", [])


@pytest.mark.shared
def test_a_badge_of_software_carpentry_is_valid_as_long_as_it_is_published():
    folder = shared_data("openbadges-1.0-wild")
    site = "http://software-carpentry.org/badges/"
    names = ("instructor/earner13.json", "class/instructor.json", "issuer.json")
    web = {site + name: json.loads((folder / name).read_text()) for name in names}
    document = web[site + names[0]]

    report = report_on(document, web)

    assert (report.outcome, report.achievement) == ("valid", "Instructor")
    assert report.valid_from == "2014-12-29T00:00:00Z"
    assert verdict(document, web, at=MONDAY - 5000 * DAY) == ("invalid", ["not_yet_valid"])
    del web[site + "issuer.json"]
    assert verdict(document, web) == ("undetermined", ["fetch_failed"])


@pytest.mark.parametrize(
    "changed",
    [
        {"uid": "f2c21"},
        {"issuedOn": 1359217911},
        {"badge": "https://a.example/another.json"},
        {"recipient": {"type": "email", "hashed": False, "identity": "eve@example.org"}},
        {"expires": "2040-01-01"},
        {"evidence": "https://a.example/robot"},
    ],
)
def test_a_file_that_says_something_else_is_not_genuine(web, changed):
    assert verdict(assertion(**changed), web) == ("invalid", ["hosted_mismatch"])


def test_one_moment_written_in_two_ways_is_no_difference(web):
    assert verdict(assertion(issuedOn="2013-01-26T16:31:50"), web) == ("valid", [])


def test_a_badge_on_another_host_is_not_the_issuers(web):
    ours = "https://stranger.example/beth.json"
    forged = assertion(verify={"type": "hosted", "url": ours})

    assert verdict(forged, web | {ours: forged}) == ("invalid", ["issuer_mismatch"])


def test_an_issuer_inside_a_badge_class_is_a_copy_that_nobody_published(web):
    web[BADGE]["issuer"] = {"name": "Example", "url": "https://a.example"}

    assert verdict(assertion(), web) == ("invalid", ["malformed_credential"])


def test_an_assertion_that_is_gone_is_revoked(web):
    def fetch(url):
        if url == ASSERTION:
            raise FetchGone(f"{url} is gone", b'{"revoked": true}')
        return json.dumps(web[url]).encode()

    report = verify_assertion(assertion(), fetch=fetch, trust=TrustList.empty(), at=MONDAY)

    assert (report.outcome, report.reasons) == ("invalid", ["revoked"])
    assert verdict(assertion(), web | {ASSERTION: {"revoked": True}})[1] == ["revoked"]


def test_it_runs_out_when_the_day_begins_that_it_names(web):
    web[ASSERTION] = assertion(expires="2026-03-02")

    assert verdict(assertion(expires="2026-03-02"), web) == ("invalid", ["expired"])
    assert verdict(assertion(expires="2026-03-02"), web, at=MONDAY - DAY) == ("valid", [])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1359217910", "2013-01-26T16:31:50Z"),
        ("2013-01-26", "2013-01-26T00:00:00Z"),
        ("2013-01-26T16:31:50.5", "2013-01-26T16:31:50.5Z"),
        ("2013-01-26T16:31:50+01:00", "2013-01-26T16:31:50+01:00"),
        ("soon", "soon"),
        (None, None),
        (True, True),
    ],
)
def test_moments_are_days_or_seconds_or_have_an_offset(written, meant):
    assert as_version_2(assertion(issuedOn=written))["issuedOn"] == meant


@pytest.mark.parametrize("odd", ["soon", None, True, 12, 10**12, "2013-02-30"])
def test_a_moment_that_is_none_is_refused(web, odd):
    web[ASSERTION] = assertion(issuedOn=odd)

    assert verdict(assertion(issuedOn=odd), web) == ("invalid", ["malformed_credential"])


@pytest.mark.parametrize("identity", ["beth@example.org", "sha256$", "$" + "a" * 64, None])
def test_an_identity_that_is_said_to_be_hashed_is_a_hash(web, identity):
    hashed = assertion(recipient={"type": "email", "hashed": True, "identity": identity})

    assert verdict(hashed, web) == ("invalid", ["malformed_credential"])


@pytest.mark.parametrize("recipient", ["beth@example.org", {}, None])
def test_a_recipient_without_identity_is_refused(web, recipient):
    web[ASSERTION] = assertion(recipient=recipient)

    assert verdict(assertion(recipient=recipient), web) == ("invalid", ["malformed_credential"])


def test_an_id_that_lies_elsewhere_is_refused(web):
    assert verdict(assertion(id=BADGE), web) == ("invalid", ["malformed_credential"])
    with pytest.raises(MalformedCredential, match="bears the id"):
        object_of_version_1(BADGE, lambda url: json.dumps({"id": ISSUER}).encode())


@pytest.mark.parametrize(
    "changed",
    [
        {"verify": None},
        {"verify": {"type": "signed", "url": ASSERTION}},
        {"verify": {"type": "hosted"}},
        {"@context": "https://w3id.org/openbadges/v2"},
    ],
)
def test_what_does_not_say_where_it_is_published_is_undetermined(web, changed):
    assert not is_version_1(assertion(**changed))
    assert verdict(assertion(**changed), web) == ("undetermined", ["unsupported_format"])


def test_one_of_version_0_5_is_undetermined():
    oldest = {"recipient": "beth@example.org", "badge": {"version": "0.5.0"}}

    assert verdict(oldest, {}) == ("undetermined", ["unsupported_format"])
