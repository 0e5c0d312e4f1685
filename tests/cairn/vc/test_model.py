"""Inputs: the W3C test suite of the data model, whose file names end in ok or fail."""

import json

import pytest

from cairn.vc import checks_document
from cairn.vc.documents import pinned_context
from cairn.vc.model import (
    credential_violations,
    is_name,
    is_url,
    is_version_1,
    presentation_violations,
)
from cairn.vc.report import CheckOutcome
from tests.shared_data import shared_data
from tests.signing import a_badge

ACCEPTED = "accepted"
JUDGED = {
    "credential-context-combo1-ok": ACCEPTED,
    "credential-context-combo2-ok": ACCEPTED,
    "credential-description-extra-prop-en-fail": "description_invalid",
    "credential-description-language-en-ok": ACCEPTED,
    "credential-evidence-missing-type-fail": "evidence_invalid",
    "credential-evidence-ok": ACCEPTED,
    "credential-id-multi-fail": "id_invalid",
    "credential-id-other-ok": ACCEPTED,
    "credential-id-single-ok": ACCEPTED,
    "credential-id-subject-multi-fail": "id_invalid",
    "credential-issuer-null-fail": "issuer_missing",
    "credential-issuer-object-ok": ACCEPTED,
    "credential-missing-base-context-fail-or-inject": "context_missing",
    "credential-multi-language-description-ok": ACCEPTED,
    "credential-name-extra-prop-en-fail": "name_invalid",
    "credential-name-language-direction-en-ok": ACCEPTED,
    "credential-name-language-en-ok": ACCEPTED,
    "credential-name-ok": ACCEPTED,
    "credential-no-context-fail-or-inject": "context_missing",
    "credential-no-subject-fail": "subject_missing",
    "credential-no-type-fail": "type_missing",
    "credential-ok": ACCEPTED,
    "credential-proof-missing-type-fail": "proof_invalid",
    "credential-proof-ok": ACCEPTED,
    "credential-redef-type-fail": "malformed_credential",
    "credential-refresh-ok": ACCEPTED,
    "credential-refresh-type-ok": ACCEPTED,
    "credential-refreshs-ok": ACCEPTED,
    "credential-schema-no-id-fail": "schema_invalid",
    "credential-schema-no-type-fail": "schema_invalid",
    "credential-schema-non-url-id-fail": "schema_invalid",
    "credential-schema-ok": ACCEPTED,
    "credential-schema-type-ok": ACCEPTED,
    "credential-status-missing-id-ok": ACCEPTED,
    "credential-status-multiple-id-fail": "status_invalid",
    "credential-status-ok": ACCEPTED,
    "credential-status-type-nonurl-fail": "status_invalid",
    "credential-subject-multiple-empty-fail": "subject_empty",
    "credential-subject-no-claims-fail": "subject_empty",
    "credential-termsofuse-id-ok": ACCEPTED,
    "credential-termsofuse-missing-type-fail": "terms_invalid",
    "credential-termsofuse-no-type-fail": "terms_invalid",
    "credential-termsofuse-ok": ACCEPTED,
    "credential-termsofuses-ok": ACCEPTED,
    "credential-type-mapped-nonurl-fail": "undefined_term",
    "credential-type-mapped-url-ok": ACCEPTED,
    "credential-type-unmapped-fail": "undefined_term",
    "credential-type-url-ok": ACCEPTED,
    "credential-type-urls-order-1-ok": ACCEPTED,
    "credential-type-urls-order-2-ok": ACCEPTED,
    "credential-validUntil-validFrom-fail": "validity_reversed",
    "credential-validUntil-validFrom-ok": ACCEPTED,
    "credential-validfrom-far-future-ok": ACCEPTED,
    "credential-validfrom-ms-ok": ACCEPTED,
    "credential-validuntil-invalid-fail": "validity_invalid",
    "credential-validuntil-ms-ok": ACCEPTED,
    "credential-validuntil-ok": ACCEPTED,
    "issuer-description-extra-prop-en-fail": "description_invalid",
    "issuer-description-language-direction-en-ok": ACCEPTED,
    "issuer-description-language-en-ok": ACCEPTED,
    "issuer-description-ok": ACCEPTED,
    "issuer-description-optional-ok": ACCEPTED,
    "issuer-multi-language-description-ok": ACCEPTED,
    "issuer-multi-language-name-ok": ACCEPTED,
    "issuer-name-extra-prop-en-fail": "name_invalid",
    "issuer-name-language-direction-en-ok": ACCEPTED,
    "issuer-name-language-en-ok": ACCEPTED,
    "presentation-context-combo1-ok": ACCEPTED,
    "presentation-context-combo2-ok": ACCEPTED,
    "presentation-context-order-fail": "context_missing",
    "presentation-holder-fail": "holder_invalid",
    "presentation-holder-name-fail": "holder_invalid",
    "presentation-holder-object-fail": "holder_invalid",
    "presentation-holder-ok": ACCEPTED,
    "presentation-id-ok": ACCEPTED,
    "presentation-no-context-fail-or-inject": "context_missing",
    "presentation-no-type-fail": "type_missing",
    "presentation-ok": ACCEPTED,
    "presentation-optional-type-ok": ACCEPTED,
    "presentation-self-asserted-vc-holder-mismatch": ACCEPTED,
    "presentation-self-asserted-vc-issuer-mismatch": ACCEPTED,
    "presentation-self-asserted-vc-ok": ACCEPTED,
    "presentation-vc-as-string-fail": "presented_invalid",
    "presentation-vc-missing-required-type-fail": "type_missing",
    "presentation-vc-ok": ACCEPTED,
}
"""The reason of the first check that each does not pass."""

NAMED_OTHERWISE = {
    # These break no rule of one document: who holds and who issued is for the proofs to tell.
    "presentation-self-asserted-vc-holder-mismatch",
    "presentation-self-asserted-vc-issuer-mismatch",
}


def completed(text):
    """Put in what the suite puts in: the id of the issuer, and days before and after now."""
    text = text.replace("PAST DATE", "2020-03-02T09:00:00Z")
    document = json.loads(text.replace("FUTURE DATE", "2030-03-02T09:00:00Z"))
    issuer = document.get("issuer", {})
    if isinstance(issuer, dict):
        document["issuer"] = {"id": "did:example:issuer", **issuer}
    return document


def verdict(path):
    """Judge one of the suite's fragments."""
    document, rules = completed(path.read_text()), credential_violations
    if path.stem.startswith("presentation-"):
        document, rules = json.loads(path.read_text()), presentation_violations
    checks = [
        checks_document.contexts(document, load=pinned_context, allow_inline=True),
        checks_document.model(document, rules),
        checks_document.data_loss(document, load=pinned_context, allow_inline=True)[0],
    ]
    failed = (check.reason for check in checks if check.outcome is not CheckOutcome.PASSED)
    return next(failed, ACCEPTED)


@pytest.mark.shared
def test_each_input_of_the_w3c_suite_is_judged_for_its_own_reason():
    paths = sorted(shared_data("w3c-vcdm2-inputs").glob("*.json"))

    assert {path.stem: verdict(path) for path in paths} == JUDGED


def test_the_inputs_of_the_w3c_suite_are_judged_as_their_names_tell():
    """A verifier refuses what ends in fail-or-inject; an issuer might put the context in."""
    accepted = {stem for stem, reason in JUDGED.items() if reason == ACCEPTED}

    assert accepted - NAMED_OTHERWISE == {stem for stem in JUDGED if stem.endswith("-ok")}
    assert accepted >= NAMED_OTHERWISE


def codes(**changes):
    return [violation.code for violation in credential_violations(a_badge(**changes))]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"id": ["urn:a"]}, "id_invalid"),
        ({"id": "no url"}, "id_invalid"),
        ({"type": "AchievementCredential"}, "type_missing"),
        ({"type": ["VerifiableCredential", 7]}, "type_invalid"),
        ({"name": {"@value": "A", "id": "urn:a"}}, "name_invalid"),
        ({"description": []}, "description_invalid"),
        ({"issuer": None}, "issuer_missing"),
        ({"issuer": {"name": "A"}}, "issuer_invalid"),
        ({"credentialSubject": None}, "subject_missing"),
        ({"credentialSubject": [{"id": "urn:a"}, {}]}, "subject_empty"),
        ({"credentialSubject": {"id": "ada"}}, "id_invalid"),
        ({"validFrom": "2026-03-02"}, "validity_invalid"),
        ({"validUntil": "2026-03-02T08:59:59Z"}, "validity_reversed"),
        ({"credentialStatus": {"id": "urn:a"}}, "status_invalid"),
        ({"credentialStatus": {"type": "A", "id": ["urn:a"]}}, "status_invalid"),
        ({"refreshService": {"id": "urn:a"}}, "refresh_invalid"),
        ({"termsOfUse": "urn:a"}, "terms_invalid"),
        ({"evidence": [{"id": "urn:a"}]}, "evidence_invalid"),
        ({"credentialSchema": {"type": "A"}}, "schema_invalid"),
        ({"credentialSchema": {"id": "urn:a"}}, "schema_invalid"),
        ({"relatedResource": {"id": "urn:a"}}, "related_resource_invalid"),
        ({"relatedResource": [{"id": "urn:a", "digestSRI": "a"}] * 2}, "related_resource_invalid"),
        ({"relatedResource": {"digestSRI": "a"}}, "related_resource_invalid"),
        ({"proof": {"type": []}}, "proof_invalid"),
    ],
)
def test_each_broken_rule_has_its_code(changes, code):
    assert codes(**changes) == [code]


def test_a_credential_that_keeps_the_rules_breaks_none():
    assert codes() == []
    assert codes(validFrom="2026-03-02T10:00:00+01:00", validUntil="2026-03-02T09:00:00Z") == []


def test_version_1_needs_its_own_date():
    version_1 = ["https://www.w3.org/2018/credentials/v1"]
    old = {"@context": version_1, "validFrom": None}

    assert is_version_1(a_badge(**old))
    assert codes(**old) == ["issuance_date_missing"]
    assert codes(**old, issuanceDate="2026-03-02T09:00:00Z") == []
    ends = {"issuanceDate": "2026-03-02T09:00:00Z", "expirationDate": "2026-03-01T09:00:00Z"}
    assert codes(**old, **ends) == ["validity_reversed"]


@pytest.mark.parametrize("holder", ["no url", 7, {"name": "Ada"}, {"id": "no url"}])
def test_a_holder_is_named_by_a_url(holder):
    presentation = {"type": "VerifiablePresentation", "holder": holder}

    assert [one.code for one in presentation_violations(presentation)] == ["holder_invalid"]


def test_a_broken_credential_in_a_presentation_is_named_with_its_place():
    presentation = {
        "type": "VerifiablePresentation",
        "verifiableCredential": [a_badge(), a_badge(issuer=None)],
    }

    (violation,) = presentation_violations(presentation)

    assert violation.code == "issuer_missing"
    assert str(violation).startswith("verifiableCredential.issuer: ")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("https://college.example/a", True),
        ("urn:uuid:1", True),
        ("did:key:z6Mk", True),
        ("college.example", False),
        ("https ://college.example", False),
        ("https://college.example/a b", False),
        ("https:", False),
        ("7:a", False),
        (7, False),
        (None, False),
    ],
)
def test_urls_are_absolute(value, expected):
    assert is_url(value) is expected


def test_names_are_texts_or_language_values():
    assert is_name("Ada")
    assert is_name([{"@value": "Ada", "@language": "en", "@direction": "ltr"}])
    assert not is_name([])
    assert not is_name([{"@language": "en"}])
    assert not is_name(7)


ENTRY = {
    "id": "https://college.example/status/1#7",
    "type": "BitstringStatusListEntry",
    "statusPurpose": "revocation",
    "statusListIndex": "7",
    "statusListCredential": "https://college.example/status/1",
}


def test_a_sound_status_entry_breaks_no_rule_and_others_are_not_judged():
    assert codes(credentialStatus=ENTRY) == []
    assert codes(credentialStatus={**ENTRY, "type": "StatusList2021Entry"} | {"a": 7}) == []


@pytest.mark.parametrize(
    "change",
    [
        {"statusListIndex": True},
        {"statusListIndex": 7},
        {"statusListIndex": "07"},
        {"statusListIndex": "-1"},
        {"statusPurpose": ["revocation"]},
        {"statusListCredential": "no url"},
        {"statusListCredential": None},
        {"id": ENTRY["statusListCredential"]},
    ],
)
def test_a_status_entry_that_breaks_its_recommendation_is_malformed(change):
    assert codes(credentialStatus=[ENTRY, {**ENTRY, **change}]) == ["status_entry_invalid"]
