"""Whoever is handed a badge with a name asks whether it is theirs."""

from __future__ import annotations

import hashlib
import json

import pytest

from cairn.openbadges.expected import Expected
from cairn.openbadges.identity import hashed_identity
from cairn.openbadges.reading import Found, Kind
from cairn.openbadges.recipient import recipient_check
from cairn.openbadges.verifying import verify_file, verify_found
from cairn.vc.did import did_key_method
from cairn.vc.jwt_signing import JwtKey, JwtProfile, as_jwt
from cairn.vc.trust import TrustList
from tests.moments import MONDAY
from tests.signing import KEY, a_badge, nothing, signed

ADA, BEA = "ada@college.example", "bea@college.example"
DID = "did:example:ada"


def badge_of(**subject):
    content = a_badge()["credentialSubject"]
    del content["id"]
    return a_badge(credentialSubject=content | subject)


HASHED = {"identifier": [hashed_identity(ADA, "salt")]}
PLAIN = {
    "type": "IdentityObject",
    "hashed": False,
    "identityHash": "S-17",
    "identityType": "studentId",
}
MD5 = "md5$" + hashlib.md5((ADA + "s").encode(), usedforsecurity=False).hexdigest()
HOSTED = {"recipient": {"type": "email", "hashed": True, "identity": MD5, "salt": "s"}}


@pytest.mark.parametrize(
    ("document", "stated", "reason"),
    [
        (badge_of(**HASHED), ADA, None),
        (badge_of(**HASHED), " Ada@College.Example ", None),
        (badge_of(**HASHED), BEA, "recipient_mismatch"),
        (badge_of(**HASHED), DID, "recipient_unknown"),
        (badge_of(id=DID), DID, None),
        (badge_of(id=DID), "did:example:bea", "recipient_mismatch"),
        (badge_of(id="urn:uuid:7"), DID, "recipient_unknown"),
        (badge_of(**HASHED), f"mailto:{ADA}", None),
        (badge_of(id=f"mailto:{ADA}"), f"mailto:{ADA}", None),
        (badge_of(id=DID), ADA, "recipient_unknown"),
        (badge_of(id=DID, **HASHED), ADA, None),
        (badge_of(identifier=PLAIN), "s-17", None),
        (badge_of(identifier=PLAIN), "S-18", "recipient_mismatch"),
        (badge_of(identifier=PLAIN), ADA, "recipient_unknown"),
        (badge_of(identifier=[7, {"identityHash": 7}]), ADA, "recipient_mismatch"),
        (
            badge_of(identifier=PLAIN | {"identityType": "name", "identityHash": ADA}),
            ADA,
            "recipient_unknown",
        ),
        (
            badge_of(identifier=[*HASHED["identifier"], PLAIN | {"identityHash": BEA}]),
            BEA,
            "recipient_mismatch",
        ),
        (
            badge_of(identifier=[hashed_identity("kim@a.example", "s")]),
            "\u212aim@a.example",
            "recipient_mismatch",
        ),
        (HOSTED, ADA, None),
        (HOSTED, BEA, "recipient_mismatch"),
        ({"recipient": {"identity": ADA}}, ADA, None),
        ({"credentialSubject": "urn:x:1"}, "urn:x:1", None),
        ({"recipient": 7}, ADA, "recipient_unknown"),
    ],
)
def test_a_badge_is_somebodys_by_id_identity_or_hash(document, stated, reason):
    assert recipient_check(document, stated).reason == reason


def verdict(data, recipient):
    report = verify_file(
        data, fetch=nothing, trust=TrustList.empty(), at=MONDAY, expected=Expected(recipient)
    )
    return report.outcome, report.reasons, report.sentence


def test_the_verdict_is_on_the_badge_in_those_hands():
    data = json.dumps(signed(badge_of(**HASHED))).encode()

    assert verdict(data, ADA)[:2] == ("valid", [])
    assert verdict(data, BEA) == (
        "invalid",
        ["recipient_mismatch"],
        "Genuine, but it is about somebody else than whom you asked for: it does not name "
        "bea@college.example.",
    )
    assert verdict(data, DID)[:2] == ("undetermined", ["recipient_unknown"])


def test_what_is_not_valid_anyway_says_that_first():
    forged = signed(badge_of(**HASHED)) | {"name": "Doctor"}

    assert verdict(json.dumps(forged).encode(), BEA)[1] == ["proof_mismatch", "recipient_mismatch"]
    assert verdict(json.dumps(forged).encode(), ADA)[1] == ["proof_mismatch"]


def test_a_token_and_what_cannot_be_read_are_asked_too():
    token = as_jwt(
        badge_of(**HASHED),
        key=JwtKey.of(KEY),
        key_id=did_key_method(KEY.public),
        profile=JwtProfile.VC_JWT,
    )

    assert verdict(token.encode(), ADA)[0] == "valid"
    assert verdict(token.encode(), BEA)[1] == ["recipient_mismatch"]
    assert "recipient_unknown" in verdict(b"eyJhbGciOiJFZERTQSJ9.W10.AA", ADA)[1]


def test_what_an_old_picture_leads_to_is_asked_as_well():
    """A picture of version 1 may hold only the address of its assertion."""
    pages = {"https://a.example/1": signed(badge_of(**HASHED))}

    def fetch(url):
        return json.dumps(pages[url]).encode() if url in pages else nothing(url)

    reasons = {
        (address, who): verify_found(
            Found(Kind.PNG, address, address=address),
            fetch=fetch,
            trust=TrustList.empty(),
            at=MONDAY,
            expected=Expected(who),
        ).reasons
        for address in ("https://a.example/1", "https://a.example/3")
        for who in (ADA, BEA)
    }

    assert reasons["https://a.example/1", ADA] == []
    assert reasons["https://a.example/1", BEA] == ["recipient_mismatch"]
    assert "recipient_unknown" in reasons["https://a.example/3", ADA]


def test_of_what_is_shown_it_is_not_known_whose_it_is():
    """Else whoever wraps the badge of somebody else would be asked no more."""
    wrapped = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [signed(badge_of(**HASHED))],
    }
    found = Found(Kind.JSON, "", document=wrapped)
    report = verify_found(
        found, fetch=nothing, trust=TrustList.empty(), at=MONDAY, expected=Expected(BEA)
    )

    assert report.outcome != "valid"
    assert "recipient_unknown" in [check.reason for check in report.checks]
