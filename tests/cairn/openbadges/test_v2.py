"""The assertion, badge class and issuer are 1EdTech's; what is published is said per test."""

from __future__ import annotations

import json

import pytest

from cairn.errors import FetchError, FetchGone
from cairn.openbadges.reading import find_credential
from cairn.openbadges.v2 import is_assertion, is_version_2, verify_assertion
from cairn.vc.checks_proof import PROOF_CHECKS
from cairn.vc.trust import TrustList
from tests.moments import DAY, MONDAY
from tests.shared_data import shared_data
from tests.signed_assertions import an_assertion, compact

pytestmark = pytest.mark.shared
ASSERTION = "https://example.org/beths-robotics-badge.json"
BADGE = "https://example.org/robotics-badge.json"
ISSUER = "https://example.org/organization.json"


@pytest.fixture
def web():
    """What example.org publishes."""
    folder = shared_data("1edtech-validator-fixtures") / "ob20"
    files = {
        ASSERTION: "basic-assertion.json",
        BADGE: "assets/robotics-badge.json",
        ISSUER: "assets/organization.json",
    }
    return {url: json.loads((folder / name).read_text()) for url, name in files.items()}


def report_on(document, web, *, trust=None, at=MONDAY):
    def fetch(url):
        if url not in web:
            raise FetchError(f"{url} is not there")
        return json.dumps(web[url]).encode()

    return verify_assertion(document, fetch=fetch, trust=trust or TrustList.empty(), at=at)


def verdict(document, web, **asked):
    report = report_on(document, web, **asked)
    return report.outcome, report.reasons


def test_a_badge_that_its_issuer_still_publishes_is_valid(web):
    report = report_on(dict(web[ASSERTION]), web)

    assert (report.outcome, report.reasons, report.proof_valid) == ("valid", [], None)
    assert (report.achievement, report.issuer.domain) == ("Awesome Robotics Badge", "example.org")
    assert report.valid_from == "2016-12-31T23:59:59Z"


@pytest.mark.parametrize("missing", [ASSERTION, BADGE, ISSUER])
def test_what_is_not_published_any_more_is_undetermined(web, missing):
    document = dict(web[ASSERTION])
    del web[missing]

    report = report_on(document, web)

    assert (report.outcome, report.reasons) == ("undetermined", ["fetch_failed"])
    assert report.check("hosted").outcome == "undetermined"
    assert report.check("status").outcome == "not_checked"


@pytest.mark.parametrize(
    "changed",
    [
        {"issuedOn": "2015-12-31T23:59:59Z"},
        {"badge": "https://example.org/another.json"},
        {"recipient": {"type": "email", "hashed": False, "identity": "eve@example.org"}},
        {"expires": "2040-01-01T00:00:00Z"},
        {"uid": "another"},
        {"evidence": "https://example.org/another-robot.html"},
        {"narrative": "She built it by herself"},
    ],
)
def test_a_file_that_says_something_else_is_not_genuine(web, changed):
    assert verdict(web[ASSERTION] | changed, web) == ("invalid", ["hosted_mismatch"])


def test_a_revoked_badge_is_told_with_its_reason(web):
    document = dict(web[ASSERTION])
    web[ASSERTION] = {"id": ASSERTION, "revoked": True, "revocationReason": "Awarded by mistake"}

    report = report_on(document, web)

    assert (report.outcome, report.reasons) == ("invalid", ["revoked"])
    assert "Awarded by mistake" in report.sentence
    assert report.check("status").outcome == "failed"


@pytest.mark.parametrize("word", ["true", "True", "yes", 1, "2026-03-01T00:00:00Z"])
def test_a_revocation_that_is_written_otherwise_than_it_should_be_is_one(web, word):
    document = dict(web[ASSERTION])
    web[ASSERTION] |= {"revoked": word, "revocationReason": "Awarded by mistake"}

    assert verdict(document, web) == ("invalid", ["revoked"])


@pytest.mark.parametrize("word", [False, None, "false", " False ", ""])
def test_what_says_that_it_was_not_revoked_stands(web, word):
    web[ASSERTION]["revoked"] = word

    assert verdict(dict(web[ASSERTION]), web) == ("valid", [])


def report_where_gone(document, web, content, *, gone=ASSERTION):
    def fetch(url):
        if url == gone:
            raise FetchGone(f"{url} is gone", content)
        if url not in web:
            raise FetchError(f"{url} is not there")
        return json.dumps(web[url]).encode()

    return verify_assertion(document, fetch=fetch, trust=TrustList.empty(), at=MONDAY)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"id": "x", "revoked": true, "revocationReason": "By mistake"}', "By mistake"),
        (b'{"revoked": true}', "gives no reason"),
        (b'{"revocationReason": 7}', "gives no reason"),
        (b"[]", "gives no reason"),
        (b"<h1>Gone</h1>", "gives no reason"),
        (b"", "gives no reason"),
    ],
)
def test_an_assertion_that_is_answered_as_gone_is_revoked_whatever_else_is_said(web, content, said):
    report = report_where_gone(dict(web[ASSERTION]), web, content)

    assert (report.outcome, report.reasons) == ("invalid", ["revoked"])
    assert said in report.sentence
    assert report.issuer.domain == "example.org"


def test_a_badge_class_that_is_gone_revokes_no_assertion(web):
    report = report_where_gone(dict(web[ASSERTION]), web, b"", gone=BADGE)

    assert (report.outcome, report.reasons) == ("undetermined", ["fetch_gone"])


def test_a_revoked_badge_is_revoked_even_where_its_issuer_is_not_to_be_had(web):
    document = dict(web[ASSERTION])
    del web[ISSUER]

    report = report_where_gone(document, web, b"")

    assert (report.outcome, report.reasons) == ("invalid", ["revoked", "fetch_failed"])


@pytest.mark.parametrize(
    ("at", "reason"), [(MONDAY - 5000 * DAY, "not_yet_valid"), (MONDAY + DAY, "expired")]
)
def test_it_begins_and_ends_when_it_says(web, at, reason):
    web[ASSERTION]["expires"] = "2026-03-02T23:00:00Z"

    assert verdict(dict(web[ASSERTION]), web, at=at) == ("invalid", [reason])


def stranger(web, issuer):
    """Publish a badge on a host of our own that names another one as its issuer."""
    ours = "https://stranger.example/assertion"
    badge = {"type": "BadgeClass", "id": "urn:uuid:1", "name": "Forged", "issuer": issuer}
    web[ours] = web[ASSERTION] | {"id": ours, "badge": badge}
    return dict(web[ours])


def test_a_badge_on_another_host_is_not_the_issuers(web):
    assert verdict(stranger(web, ISSUER), web) == ("invalid", ["issuer_mismatch"])


def test_whoever_is_only_named_by_a_badge_is_not_recognised_by_it(web):
    trust = TrustList.from_json({ISSUER: "Beth's school"})

    elsewhere = report_on(stranger(web, ISSUER), web, trust=trust)
    changed = report_on(web[ASSERTION] | {"uid": "another"}, web, trust=trust)

    assert elsewhere.issuer_recognised is changed.issuer_recognised is None


def test_a_place_on_the_issuers_host_is_none_on_a_host_that_begins_like_it(web):
    web[ISSUER]["verification"] = {"startsWith": "https://stranger.ex"}

    assert verdict(stranger(web, ISSUER), web) == ("invalid", ["issuer_mismatch"])


@pytest.mark.parametrize("way", ["..", "%2e%2e", "..%2f", ".%2E", "x/..", "..%5c"])
def test_no_address_leads_out_of_the_place_of_an_issuer(web, way):
    """Many hosts resolve `..`, and others may publish on the same one."""
    web[ISSUER]["verification"] = {"startsWith": "https://example.org/good/"}
    address = f"https://example.org/good/{way}/mallory.json"
    web[address] = web[ASSERTION] | {"id": address}

    assert verdict(dict(web[address]), web) == ("invalid", ["issuer_mismatch"])


def test_an_address_below_the_place_of_an_issuer_is_theirs(web):
    web[ISSUER]["verification"] = {"startsWith": "https://example.org/good/"}
    address = "https://example.org/good/..a/1%2e5.json"
    web[address] = web[ASSERTION] | {"id": address}

    assert verdict(dict(web[address]), web) == ("valid", [])
    for start in ("https://example.org:8443/good/", "https://[", "http://example.org/good/"):
        web[ISSUER]["verification"] = {"startsWith": start}
        assert verdict(dict(web[address]), web) == ("invalid", ["issuer_mismatch"])


def test_a_profile_that_the_badge_brings_along_is_not_believed(web):
    forged = {"id": ISSUER, "verification": {"allowedOrigins": "stranger.example"}}

    assert verdict(stranger(web, forged), web) == ("invalid", ["issuer_mismatch"])


@pytest.mark.parametrize(
    "id", ["did:web:mit.example", "urn:uuid:2", "HTTPS://mit.example/nobody", "mit.example", None]
)
@pytest.mark.parametrize(
    "rules",
    [{}, {"startsWith": "https://stranger.example/"}, {"allowedOrigins": "stranger.example"}],
)
def test_nobody_takes_anothers_name_by_a_profile_without_an_address(web, id, rules):
    """Whoever hosts a badge could name any DID, and let it allow the badge to lie there."""
    forged = {"type": "Profile", "id": id, "name": "MIT", "verification": rules}
    trust = TrustList.from_json({"did:web:mit.example": "MIT"})

    report = report_on(stranger(web, forged), web, trust=trust)

    assert report.outcome != "valid"
    assert report.issuer_recognised is not True
    assert report.issuer is None


@pytest.mark.parametrize(
    "rules",
    [{"allowedOrigins": ["stranger.example"]}, {"startsWith": "https://stranger.example/"}],
)
def test_the_issuer_itself_may_name_another_host(web, rules):
    web[ISSUER]["verification"] = rules

    assert verdict(stranger(web, ISSUER), web) == ("valid", [])


def test_an_id_that_lies_elsewhere_is_refused(web):
    document = web[ASSERTION] | {"id": BADGE}

    assert verdict(document, web)[0] == "invalid"


def test_the_issuer_is_recognised_by_the_askers_own_list(web):
    trust = TrustList.from_json({ISSUER: "Example"})
    other = TrustList.from_json({"https://other.example/": "Other"})

    assert report_on(web[ASSERTION], web, trust=trust).issuer_recognised is True
    assert report_on(web[ASSERTION], web, trust=other).issuer_recognised is False
    assert report_on(web[ASSERTION], web).issuer_recognised is None


@pytest.mark.parametrize(
    "changed",
    [
        {"verification": {"type": "other"}},
        {"verification": None},
        {"type": "BadgeClass"},
        {"id": None},
    ],
)
def test_what_is_not_hosted_is_undetermined(web, changed):
    report = report_on(web[ASSERTION] | changed, web)

    assert (report.outcome, report.reasons) == ("undetermined", ["unsupported_format"])
    assert report.check("readable").outcome == "undetermined"


@pytest.mark.parametrize("kind", ["signed", "SignedBadge"])
def test_what_says_that_it_is_signed_needs_its_signature(web, kind):
    document = web[ASSERTION] | {"verification": {"type": kind}}

    report = report_on(document, web)

    assert (report.outcome, report.reasons) == ("invalid", ["proof_missing"])
    unasked = [check.name for check in report.checks if check.outcome == "not_checked"]
    assert unasked == ["status", *PROOF_CHECKS[1:]]


@pytest.mark.parametrize("odd", [7, None, [], "x", {"id": 7}])
@pytest.mark.parametrize("member", ["badge", "issuedOn", "recipient"])
def test_what_is_published_must_be_an_assertion(web, member, odd):
    web[ASSERTION][member] = odd

    assert verdict(dict(web[ASSERTION]), web)[0] == "invalid"


def test_an_assertion_is_told_from_a_credential(web):
    assert is_assertion(web[ASSERTION])
    assert not is_assertion(web[BADGE])
    assert not is_assertion({"badge": 1, "recipient": 2, "credentialSubject": {}})
    assert not is_assertion([])


def test_an_assertion_is_found_as_json_and_in_a_token():
    token = compact(an_assertion())

    assert is_version_2(find_credential(token.encode()))
    assert is_version_2(find_credential(json.dumps(an_assertion()).encode()))
    for other in (b'{"type": "VerifiableCredential"}', b"eyJh.e30.c2ln"):
        assert not is_version_2(find_credential(other))


@pytest.mark.parametrize("published", [b"<html>", b"{}", b"[]"])
def test_what_is_published_instead_of_the_assertion_decides(web, published):
    document = dict(web[ASSERTION])

    def fetch(url):
        return published if url == ASSERTION else json.dumps(web[url]).encode()

    report = verify_assertion(document, fetch=fetch, trust=TrustList.empty(), at=MONDAY)

    expected = "undetermined" if published == b"<html>" else "invalid"
    assert report.outcome == expected


def test_an_issuer_whose_address_is_none_has_no_host(web):
    nowhere = "https://[oops"
    badge = {**web[BADGE], "issuer": nowhere}
    issuer = {**web[ISSUER], "id": nowhere, "verification": {}}

    outcome, reasons = verdict(dict(web[ASSERTION]), {**web, BADGE: badge, nowhere: issuer})

    assert (outcome, reasons) == ("invalid", ["issuer_mismatch"])
