from __future__ import annotations

import json

import pytest

from cairn.errors import FetchError, MalformedCredential
from cairn.openbadges.parts import Recipient
from cairn.openbadges.v2 import verify_assertion
from cairn.openbadges.v2_writing import assertion, badge_class, issuer_profile, revoked_assertion
from cairn.vc.jsonld import to_quads
from cairn.vc.trust import TrustList
from tests.credentials import AT, unsigned_credential
from tests.moments import DAY, MONDAY

HOST = "https://college.example/ob2"
ASSERTION, BADGE, ISSUER = f"{HOST}/assertions/1", f"{HOST}/badges/1", f"{HOST}/issuers/1"
CREDENTIAL = unsigned_credential()
MADE = assertion(CREDENTIAL, url=ASSERTION, badge_url=BADGE, image_url=f"{HOST}/1.png")
CLASS = badge_class(CREDENTIAL, url=BADGE, issuer_url=ISSUER)
PROFILE = issuer_profile(
    CREDENTIAL["issuer"],
    url=ISSUER,
    homepage="https://college.example/",
    email="badges@college.example",
    hosted_below=f"{HOST}/assertions/",
)


def report_on(document, published):
    def fetch(url):
        if url not in published:
            raise FetchError(f"{url} is not there")
        return json.dumps(published[url]).encode()

    return verify_assertion(document, fetch=fetch, trust=TrustList.empty(), at=MONDAY + DAY)


def test_an_assertion_is_written_member_by_member():
    """By hand from Open Badges 2.0, "Assertion"; the hash is that of the specification of 3.0."""
    assert {name: MADE[name] for name in MADE if name != "evidence"} == {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": ASSERTION,
        "recipient": {
            "type": "email",
            "hashed": True,
            "identity": "sha256$"
            + CREDENTIAL["credentialSubject"]["identifier"][0]["identityHash"][7:],
            "salt": "Kosher",
        },
        "badge": BADGE,
        "image": f"{HOST}/1.png",
        "verification": {"type": "HostedBadge"},
        "issuedOn": "2026-03-02T09:00:00Z",
        "expires": "2028-03-01T09:00:00Z",
        "related": [CREDENTIAL["id"]],
    }
    assert [one.get("name") for one in MADE["evidence"]] == ["Recorded session", "Reflection"]
    assert "digestMultibase" not in json.dumps(MADE)
    assert "Ada" not in json.dumps(MADE)


def test_the_badge_class_has_what_the_achievement_has():
    assert (CLASS["id"], CLASS["issuer"], CLASS["type"]) == (BADGE, ISSUER, "BadgeClass")
    assert CLASS["image"] == f"{AT}/badge.png"
    assert CLASS["criteria"]["id"] == f"{AT}/criteria"
    assert [one["targetCode"] for one in CLASS["alignment"]] == ["S1.2.3", "S4.1.0"]
    assert CLASS["tags"] == ["facilitation", "decisions", "whiteboard"]


def test_the_badge_class_names_the_other_versions_of_it_if_there_are_any():
    other = badge_class(CREDENTIAL, url=BADGE, issuer_url=ISSUER, related=[f"{HOST}/badges/0"])

    assert other == CLASS | {"related": [f"{HOST}/badges/0"]}
    assert f"<{HOST}/badges/0>" in "".join(map(str, to_quads(other)))


def test_the_issuer_says_where_its_assertions_lie():
    assert PROFILE["verification"] == {
        "type": "VerificationObject",
        "startsWith": [f"{HOST}/assertions/"],
    }
    assert (PROFILE["name"], PROFILE["email"]) == ("North College", "badges@college.example")


def test_what_is_hosted_is_genuine_by_our_own_verifier():
    web = {ASSERTION: MADE, BADGE: CLASS, ISSUER: PROFILE}
    revoked = revoked_assertion(url=ASSERTION, reason="Awarded by mistake")

    assert report_on(MADE, web).outcome == "valid"
    assert report_on(MADE, web | {ASSERTION: revoked}).reasons == ["revoked"]
    assert report_on(MADE | {"issuedOn": "2020-01-01T00:00:00Z"}, web).outcome == "invalid"


@pytest.mark.parametrize("document", [MADE, CLASS, PROFILE, revoked_assertion(url=HOST, reason="")])
def test_every_member_is_a_word_of_version_2(document):
    """The context of 2.0 defines it, or our strict reader would refuse it."""
    assert to_quads(document)


def test_a_recipient_without_a_hashed_address_has_no_assertion():
    named = unsigned_credential(recipient=Recipient(id="urn:uuid:1", name="Ada"))

    with pytest.raises(MalformedCredential, match="whose badge"):
        assertion(named, url=ASSERTION, badge_url=BADGE)
