"""Tokens are 1EdTech's, or made by joserfc, an implementation of JOSE by others."""

from __future__ import annotations

import json

import pytest
from joserfc.jwk import ECKey, OKPKey, RSAKey

from cairn.openbadges.baking import bake
from cairn.openbadges.reading import find_credential
from cairn.openbadges.v2_signed import is_signed, verify_signed
from cairn.openbadges.verifying import verify_file
from cairn.vc.jwt import read_token
from cairn.vc.trust import TrustList
from tests.moments import DAY, MONDAY
from tests.pictures import SVG, png
from tests.shared_data import shared_data
from tests.signed_assertions import (
    ASSERTION,
    BADGE,
    ISSUER,
    KEY_URL,
    REVOKED,
    an_assertion,
    compact,
    fetch_from,
    pem,
    web_of_college,
)

NOBODY = TrustList.empty()
SECOND_KEY = "https://college.example/key-2"
STRANGER = "https://stranger.example"
OTHER = OKPKey.generate_key("Ed25519")


@pytest.fixture
def web():
    return web_of_college()


def report_on(text, web, *, trust=NOBODY, at=MONDAY, asked=None):
    fetch = fetch_from(web, asked)
    return verify_signed(read_token(text), fetch=fetch, trust=trust, at=at)


def verdict(text, web, **asked):
    report = report_on(text, web, **asked)
    return report.outcome, report.reasons


def test_a_badge_signed_with_a_key_that_its_issuer_lists_is_valid(web):
    report = report_on(compact(an_assertion()), web)

    assert (report.outcome, report.reasons, report.proof_valid) == ("valid", [], True)
    assert (report.achievement, report.issuer.domain) == ("Whiteboards", "college.example")
    assert report.check("proof").detail == f"EdDSA by {KEY_URL}"
    assert "not revoked" in report.sentence


@pytest.mark.parametrize(
    ("make", "alg"),
    [
        (lambda: RSAKey.generate_key(2048), "RS256"),
        (lambda: ECKey.generate_key("P-256"), "ES256"),
        (lambda: ECKey.generate_key("P-384"), "ES384"),
    ],
)
def test_the_key_says_which_algorithm_it_signs_with(make, alg):
    key = make()

    assert verdict(compact(an_assertion(), key, alg), web_of_college(key)) == ("valid", [])
    assert verdict(compact(an_assertion(), key, alg), web_of_college()) == (
        "invalid",
        ["key_refused"],
    )


def test_a_text_changed_after_signing_is_not_genuine(web):
    header, _, signature = compact(an_assertion()).split(".")
    _, other, _ = compact(an_assertion(issuedOn="2026-02-01T09:00:00Z")).split(".")

    assert verdict(f"{header}.{other}.{signature}", web) == ("invalid", ["proof_mismatch"])


@pytest.mark.parametrize(
    ("missing", "check", "reason"),
    [
        (BADGE, "proof", "fetch_failed"),
        (ISSUER, "proof", "fetch_failed"),
        (KEY_URL, "proof", "key_unresolved"),
        (REVOKED, "status", "fetch_failed"),
    ],
)
def test_what_cannot_be_had_leaves_it_undetermined(web, missing, check, reason):
    del web[missing]

    report = report_on(compact(an_assertion()), web)

    assert (report.outcome, report.reasons) == ("undetermined", [reason])
    assert report.check(check).outcome == "undetermined"
    assert report.check("validity_period").outcome == "passed"


def test_a_key_that_the_issuer_does_not_list_is_not_even_asked_for(web):
    strangers = f"{STRANGER}/key"
    web[strangers] = web[KEY_URL] | {"id": strangers, "publicKeyPem": pem(OTHER)}
    forged = an_assertion(verification={"type": "SignedBadge", "creator": strangers})
    asked = []

    assert verdict(compact(forged, OTHER), web, asked=asked) == ("invalid", ["key_refused"])
    assert strangers not in asked


def test_a_key_of_another_owner_is_not_the_issuers(web):
    web[KEY_URL]["owner"] = f"{STRANGER}/issuer"

    assert verdict(compact(an_assertion()), web) == ("invalid", ["issuer_mismatch"])


def test_a_profile_that_the_badge_brings_along_is_not_believed(web):
    profile = web[ISSUER] | {"publicKey": {"id": KEY_URL, "publicKeyPem": pem(OTHER)}}
    forged = an_assertion(badge={**web[BADGE], "issuer": profile})

    assert verdict(compact(forged, OTHER), web) == ("invalid", ["proof_mismatch"])


def test_without_an_address_of_the_issuer_nobody_can_be_asked(web):
    profile = {"id": "urn:uuid:1", "publicKey": {"publicKeyPem": pem(OTHER)}}
    forged = an_assertion(badge={"type": "BadgeClass", "name": "Forged", "issuer": profile})

    assert verdict(compact(forged, OTHER), web) == ("undetermined", ["key_unresolved"])


def test_an_enclosed_badge_class_is_signed_with_the_assertion(web):
    enclosed, named = dict(web.pop(BADGE)), {"name": "Whiteboards", "issuer": ISSUER}
    asked = []

    for badge in (enclosed, enclosed | {"issuer": web[ISSUER]}, named):
        assert verdict(compact(an_assertion(badge=badge)), web, asked=asked) == ("valid", [])
    assert BADGE not in asked


def test_a_badge_class_of_another_host_counts_as_it_is_published(web):
    theirs = f"{STRANGER}/badge"
    enclosed = web[BADGE] | {"id": theirs}
    text = compact(an_assertion(badge=enclosed))

    assert verdict(text, web) == ("undetermined", ["fetch_failed"])
    web[theirs] = enclosed | {"issuer": f"{STRANGER}/issuer"}
    assert verdict(text, web) == ("undetermined", ["fetch_failed"])
    web[theirs] = enclosed
    assert verdict(text, web) == ("valid", [])


def test_where_no_key_is_named_each_of_the_issuers_is_tried(web):
    web[SECOND_KEY] = web[KEY_URL] | {"id": SECOND_KEY, "publicKeyPem": pem(OTHER)}
    web[ISSUER]["publicKey"] = [KEY_URL, SECOND_KEY]
    unnamed = an_assertion(verification={"type": "signed"})

    report = report_on(compact(unnamed, OTHER), web)

    assert (report.outcome, report.check("proof").detail) == ("valid", f"EdDSA by {SECOND_KEY}")
    stranger = OKPKey.generate_key("Ed25519")
    assert verdict(compact(unnamed, stranger), web) == ("invalid", ["proof_mismatch"])
    del web[KEY_URL]
    assert verdict(compact(unnamed, stranger), web) == ("undetermined", ["key_unresolved"])


REASON = {"revocationReason": "Awarded by mistake"}


@pytest.mark.parametrize(
    "entry", [ASSERTION, {"id": ASSERTION, **REASON}, {"uid": "abc", **REASON}]
)
def test_what_is_on_the_issuers_list_is_revoked(web, entry):
    web[REVOKED]["revokedAssertions"] = ["urn:uuid:1", entry]

    report = report_on(compact(an_assertion(uid="abc")), web)

    assert (report.outcome, report.reasons, report.proof_valid) == ("invalid", ["revoked"], True)
    assert report.sentence.startswith("Genuine, but it has been revoked")
    assert isinstance(entry, str) or "Awarded by mistake" in report.sentence


@pytest.mark.parametrize(
    "entry", ["urn:uuid:1", {"uid": "abc"}, {"id": ASSERTION, "revoked": False}]
)
def test_who_is_not_on_the_list_is_not_revoked(web, entry):
    web[REVOKED]["revokedAssertions"] = entry

    assert verdict(compact(an_assertion()), web) == ("valid", [])


@pytest.mark.parametrize(
    "changed",
    [
        {"issuer": f"{STRANGER}/issuer"},
        {"id": "https://college.example/other"},
        {"revokedAssertions": [7]},
        {"revokedAssertions": [{"revocationReason": "x"}]},
    ],
)
def test_a_list_from_which_nothing_follows_leaves_it_undetermined(web, changed):
    web[REVOKED] |= changed

    assert verdict(compact(an_assertion()), web) == ("undetermined", ["status_list_invalid"])


def test_a_list_without_entries_or_address_is_none(web):
    del web[REVOKED]["revokedAssertions"]
    assert verdict(compact(an_assertion()), web) == ("undetermined", ["status_list_invalid"])

    web[ISSUER]["revocationList"] = {"type": "RevocationList"}
    assert verdict(compact(an_assertion()), web) == ("undetermined", ["status_list_invalid"])


def test_an_issuer_may_keep_no_list(web):
    del web[ISSUER]["revocationList"]

    report = report_on(compact(an_assertion()), web)

    assert (report.outcome, report.check("status").outcome) == ("valid", "not_applicable")
    assert "no list of revoked credentials is named" in report.sentence


def test_a_badge_that_calls_itself_revoked_is_revoked(web):
    assert verdict(compact(an_assertion(revoked=True)), web) == ("invalid", ["revoked"])
    assert verdict(compact(an_assertion(revoked="true")), web) == ("invalid", ["revoked"])


@pytest.mark.parametrize(
    ("at", "reason"), [(MONDAY - 5000 * DAY, "not_yet_valid"), (MONDAY + DAY, "expired")]
)
def test_it_begins_and_ends_when_it_says(web, at, reason):
    text = compact(an_assertion(expires="2026-03-02T23:00:00Z"))

    assert verdict(text, web, at=at) == ("invalid", [reason])


def test_a_key_that_ran_out_or_was_revoked_is_told(web):
    text = compact(an_assertion())

    web[KEY_URL]["expires"] = "2026-02-01T00:00:00Z"
    assert verdict(text, web) == ("invalid", ["key_expired"])
    web[KEY_URL]["revoked"] = "2026-03-01T00:00:00Z"
    assert verdict(text, web) == ("invalid", ["key_revoked"])


def test_the_issuer_is_recognised_by_the_askers_own_list(web):
    text = compact(an_assertion())

    known = report_on(text, web, trust=TrustList.from_json({ISSUER: "North College"}))
    unknown = report_on(text, web, trust=TrustList.from_json({STRANGER: "Other"}))

    assert (known.issuer_recognised, unknown.issuer_recognised) == (True, False)


def test_whoever_has_not_signed_a_badge_is_not_recognised_by_it(web):
    trust = TrustList.from_json({ISSUER: "North College"})

    report = report_on(compact(an_assertion(), OTHER), web, trust=trust)

    assert (report.reasons, report.issuer_recognised) == (["proof_mismatch"], None)


@pytest.mark.parametrize("odd", [7, None, [], {}, {"id": 7}, {"issuer": 7}])
@pytest.mark.parametrize("member", ["badge", "recipient", "issuedOn", "id"])
def test_what_was_signed_must_be_an_assertion(web, member, odd):
    assert verdict(compact(an_assertion() | {member: odd}), web)[0] == "invalid"


def test_what_says_that_it_is_signed_is_told_from_what_does_not():
    assert is_signed(an_assertion())
    assert is_signed(an_assertion(verification={"type": ["signed"]}))
    assert not is_signed(an_assertion(verification={"type": "hosted"}))
    assert not is_signed(an_assertion(type="BadgeClass"))
    assert not is_signed({"type": "Assertion", "verify": {"type": "signed", "url": KEY_URL}})


def test_the_same_badge_gives_the_same_verdict_in_any_file(web):
    text = compact(an_assertion())
    files = [text.encode(), bake(png(), text), bake(SVG, text)]

    def verdicts():
        reports = [
            verify_file(file, fetch=fetch_from(web), trust=NOBODY, at=MONDAY) for file in files
        ]
        return [(report.outcome, report.reasons) for report in reports]

    assert [find_credential(file).jwt for file in files] == [text] * 3
    assert verdicts() == [("valid", [])] * 3
    web[REVOKED]["revokedAssertions"] = [ASSERTION]
    assert verdicts() == [("invalid", ["revoked"])] * 3


@pytest.mark.parametrize("claims", [{"iss": STRANGER}, {"nbf": "x"}])
def test_claims_of_a_jwt_are_members_like_any_other(web, claims):
    report = verify_file(
        compact(an_assertion(**claims)).encode(), fetch=fetch_from(web), trust=NOBODY, at=MONDAY
    )

    assert report.outcome == "valid"


def test_the_text_alone_without_its_signature_proves_nothing(web):
    data = json.dumps(an_assertion()).encode()

    report = verify_file(data, fetch=fetch_from(web), trust=NOBODY, at=MONDAY)

    assert (report.outcome, report.reasons) == ("invalid", ["proof_missing"])


def test_a_hosted_badge_in_a_token_is_decided_by_what_is_published(web):
    address = "https://college.example/assertion"
    hosted = an_assertion(id=address, verification={"type": "hosted"})
    data = compact(hosted, OTHER).encode()

    def outcome():
        return verify_file(data, fetch=fetch_from(web), trust=NOBODY, at=MONDAY).outcome

    assert outcome() == "undetermined"
    web[address] = hosted
    assert outcome() == "valid"


@pytest.fixture
def published_by_1edtech():
    """What example.org publishes, by the id that each document states."""
    folder = shared_data("1edtech-validator-fixtures") / "ob20" / "assets"
    names = ("organization*", "key*", "*revocation-list", "robotics-badge", "badge-from*")
    documents = [
        json.loads(path.read_text()) for name in names for path in folder.glob(f"{name}.json")
    ]
    return {document["id"]: document for document in documents}


@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "status"),
    [("simple.jwt", "not_applicable"), ("simple-not-revoked.jwt", "passed")],
)
def test_a_signed_badge_of_1edtech_is_valid(published_by_1edtech, file, status):
    data = (shared_data("1edtech-validator-fixtures") / "ob20" / file).read_bytes()
    fetch = fetch_from(published_by_1edtech)

    report = verify_file(data, fetch=fetch, trust=NOBODY, at=MONDAY)

    assert (report.outcome, report.check("status").outcome) == ("valid", status)
    assert report.achievement == "Awesome Robotics Badge"
