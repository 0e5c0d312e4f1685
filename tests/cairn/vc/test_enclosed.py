from typing import Any

import pytest

from cairn.openbadges.clr import CONTEXTS
from cairn.vc.did import did_key_method
from cairn.vc.enclosed import MAX_ENCLOSED, Enclosed, enclosed_in
from cairn.vc.jwt_signing import JwtKey, JwtProfile, as_jwt
from cairn.vc.report import CheckOutcome, Outcome
from tests.signing import (
    ACHIEVEMENT,
    ISSUER,
    KEY,
    OTHER_KEY,
    a_badge,
    an_endorsement,
    report_on,
    signed,
)


def subject_with(**more: Any) -> dict[str, Any]:
    """Return the subject of a badge whose achievement has further members."""
    subject = a_badge()["credentialSubject"]
    return {**subject, "achievement": {**subject["achievement"], **more}}


ENDORSEMENT = signed(an_endorsement())


def test_endorsements_and_held_credentials_are_found():
    one, two, three, four = ({"id": f"urn:{n}"} for n in range(4))
    document = {
        "endorsement": one,
        "issuer": {"endorsement": [two]},
        "credentialSubject": {
            "achievement": {"endorsement": [three, "urn:text"]},
            "verifiableCredential": [four],
        },
    }

    found = list(enclosed_in(document))
    assert [inner.credential for inner in found] == [one, two, four, three]
    assert list(enclosed_in({"issuer": "urn:a", "credentialSubject": [7]})) == []


def test_each_place_says_what_an_endorsement_there_may_be_about():
    document = {
        "id": "urn:it",
        "endorsement": {},
        "issuer": {"id": "urn:issuer", "endorsementJwt": ["a.b.c"]},
        "credentialSubject": {
            "id": "urn:holder",
            "achievement": {"id": "urn:achievement", "endorsement": {}},
        },
    }

    assert list(enclosed_in(document)) == [
        Enclosed({}, frozenset({"urn:it", "urn:issuer", "urn:holder", "urn:achievement"})),
        Enclosed("a.b.c", frozenset({"urn:issuer"})),
        Enclosed({}, frozenset({"urn:achievement"})),
    ]


def test_no_profile_brings_an_endorsement_along_that_nobody_looks_at():
    """Praise of an issuer would lend as much weight in its department or in a creator."""
    document = {
        "issuer": {"id": "urn:issuer", "parentOrg": {"id": "urn:parent", "endorsement": {"id": 1}}},
        "credentialSubject": {
            "achievement": {"creator": {"id": "urn:creator", "endorsementJwt": "a.b.c"}},
            "source": {"id": "urn:source", "endorsement": [{"id": 2}, {"id": 3}]},
        },
    }
    forged = signed(an_endorsement("urn:x:creator"), key=OTHER_KEY)
    creator = {"id": "urn:x:creator", "type": ["Profile"], "endorsement": [forged]}

    report = report_on(signed(a_badge(credentialSubject=subject_with(creator=creator))))

    assert [(one.credential, set(one.about)) for one in enclosed_in(document)] == [
        ({"id": 1}, {"urn:parent"}),
        ("a.b.c", {"urn:creator"}),
        ({"id": 2}, {"urn:source"}),
        ({"id": 3}, {"urn:source"}),
    ]
    assert (report.outcome, report.enclosed[0].reasons) == ("valid", ["issuer_mismatch"])


def test_an_endorsement_has_a_report_of_its_own():
    report = report_on(signed(a_badge(endorsement=[ENDORSEMENT])))

    assert report.outcome is Outcome.VALID
    assert [inner.outcome for inner in report.enclosed] == [Outcome.VALID]
    assert report.to_json()["enclosed"][0]["outcome"] == "valid"


def test_a_forged_endorsement_takes_nothing_from_the_credential():
    forged = {**ENDORSEMENT, "name": "Praise"}
    report = report_on(signed(a_badge(endorsement=[forged, ENDORSEMENT])))

    assert report.outcome is Outcome.VALID
    assert [inner.outcome for inner in report.enclosed] == [Outcome.INVALID, Outcome.VALID]


def test_nothing_inside_a_forgery_is_looked_at():
    assert report_on(signed(a_badge(endorsement=[ENDORSEMENT]), key=OTHER_KEY)).enclosed == []


def test_an_endorsement_of_something_else_is_not_believed_where_it_stands():
    """Genuine praise of another achievement, put into a credential by whoever issued that."""
    other = signed(an_endorsement("https://university.example/degrees/1"))

    report = report_on(signed(a_badge(endorsement=[other, ENDORSEMENT])))

    assert report.outcome is Outcome.VALID
    assert [inner.reasons for inner in report.enclosed] == [["endorses_another"], []]
    assert "https://university.example/degrees/1" in report.enclosed[0].sentence


@pytest.mark.parametrize(
    ("changes", "of"),
    [
        ({"credentialSubject": subject_with(endorsement=[ENDORSEMENT])}, ACHIEVEMENT),
        (
            {
                "issuer": {
                    "id": ISSUER,
                    "type": ["Profile"],
                    "endorsement": [signed(an_endorsement(ISSUER))],
                }
            },
            ISSUER,
        ),
    ],
)
def test_achievement_and_issuer_may_be_endorsed_where_they_stand(changes, of):
    [inner] = report_on(signed(a_badge(**changes))).enclosed

    assert inner.check("endorses").outcome is CheckOutcome.PASSED
    assert (inner.name, inner.subject) == ("Praise of it", of)


def test_endorsements_inside_what_a_record_holds_are_verified_too():
    endorsed = signed(a_badge(endorsement=[ENDORSEMENT]))
    subject = {"id": ISSUER, "type": ["ClrSubject"], "verifiableCredential": [endorsed]}
    record = a_badge(id="urn:uuid:1b1a7a3c-55f3-4ad6-9c3e-000000000000", credentialSubject=subject)
    record |= {"@context": list(CONTEXTS), "type": ["VerifiableCredential", "ClrCredential"]}

    [held] = report_on(signed(record)).enclosed

    assert [inner.outcome for inner in held.enclosed] == [Outcome.VALID]


def test_a_token_inside_a_token_is_verified_by_itself():
    inside = token(an_endorsement())
    around = report_on(token(a_badge(endorsementJwt=[inside, 7])))

    assert [(inner.outcome, inner.name) for inner in around.enclosed] == [
        (Outcome.VALID, "Praise of it")
    ]


def token(credential: dict[str, Any]) -> str:
    key = JwtKey.of(KEY)
    return as_jwt(credential, key=key, key_id=did_key_method(KEY.public), profile=JwtProfile.VC_JWT)


def test_what_is_too_much_to_verify_is_said():
    report = report_on(signed(a_badge(endorsement=[ENDORSEMENT] * (MAX_ENCLOSED + 1))))

    assert (report.outcome, len(report.enclosed)) == (Outcome.VALID, MAX_ENCLOSED)
    assert report.check("enclosed").detail == "1 more credentials inside were not verified"


def test_a_sound_badge_does_not_stand_as_an_endorsement():
    (inner,) = report_on(signed(a_badge(endorsementJwt=[token(a_badge(name="Another"))]))).enclosed

    assert (inner.outcome, inner.reasons) == (Outcome.INVALID, ["endorses_another"])
