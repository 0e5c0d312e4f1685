from cairn.vc.enclosed import MAX_ENCLOSED, enclosed_credentials
from cairn.vc.report import Outcome
from tests.signing import OTHER_KEY, a_badge, report_on, signed

ENDORSEMENT = signed(
    a_badge(
        id="urn:uuid:0b1a7a3c-55f3-4ad6-9c3e-000000000000",
        type=["VerifiableCredential", "EndorsementCredential"],
        credentialSubject={
            "id": "https://college.example/achievements/1",
            "type": ["EndorsementSubject"],
            "endorsementComment": "Worth having.",
        },
    )
)


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

    assert enclosed_credentials(document) == [one, two, four, three]
    assert enclosed_credentials({"issuer": "urn:a", "credentialSubject": [7]}) == []
    assert len(enclosed_credentials({"endorsement": [one] * 999})) == MAX_ENCLOSED


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
