import pytest

from cairn.vc.report import ISSUER_RECOGNISED, Check
from cairn.vc.summary import report_of
from cairn.vc.trust import TrustedIssuer, TrustList
from tests.signing import ISSUER, a_badge

CHECKS = [Check.passed("proof"), Check.passed("status"), Check.passed(ISSUER_RECOGNISED)]
TRUST = TrustList({ISSUER: TrustedIssuer("North College")})


def test_names_and_dates_are_those_of_the_document():
    report = report_of(a_badge(validUntil="2027-03-02T09:00:00Z"), CHECKS, trust=TRUST)

    assert report.issuer is not None
    assert (report.issuer.id, report.issuer.name) == (ISSUER, "North College")
    assert report.achievement == "Whiteboards"
    assert (report.valid_from, report.valid_until) == (
        "2026-03-02T09:00:00Z",
        "2027-03-02T09:00:00Z",
    )
    assert report.issuer_recognised is True


def test_the_dates_of_version_1_are_shown_too():
    old = {"issuanceDate": "2020-01-01T00:00:00Z", "expirationDate": "2021-01-01T00:00:00Z"}
    report = report_of(a_badge(validFrom=None, **old), CHECKS, trust=TRUST)

    assert (report.valid_from, report.valid_until) == tuple(old.values())


def test_a_subject_is_called_by_its_name_before_its_id():
    subject = {"id": "urn:uuid:1", "name": {"@value": "Ada", "@language": "en"}}

    assert report_of({"credentialSubject": subject}, CHECKS, trust=TRUST).subject == "Ada"
    assert report_of({"credentialSubject": [{"id": "urn:a"}]}, CHECKS, trust=TRUST).subject == (
        "urn:a"
    )


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"issuer": 7, "credentialSubject": "a", "validFrom": 3},
        {"issuer": {"name": "A"}, "credentialSubject": {"achievement": []}},
        {"issuer": [], "credentialSubject": [[]], "validUntil": {}},
    ],
)
def test_what_a_broken_document_does_not_say_is_none(document):
    report = report_of(document, CHECKS[:2], trust=TRUST)

    assert report.issuer is None
    assert report.issuer_recognised is None
    assert report.achievement is report.subject is report.valid_from is report.valid_until is None


@pytest.mark.parametrize(
    ("entries", "ending"),
    [
        ([{"statusPurpose": "suspension"}, {"statusPurpose": 7}, 7], "not suspended; no list of"),
        ([{"statusPurpose": "suspension"}, {"type": "1EdTechRevocationList"}], "neither revoked"),
        ({"statusPurpose": "message"}, "no list of revoked credentials is named"),
        ({"statusPurpose": "revocation"}, "not revoked"),
        (None, "not revoked"),
    ],
)
def test_the_sentence_says_what_the_credential_is_for_and_what_was_asked(entries, ending):
    told = report_of(a_badge(credentialStatus=entries), CHECKS, trust=TRUST).sentence

    assert told.startswith("Genuine and current: “Whiteboards”, issued by North College")
    assert f"; {ending}" in told
