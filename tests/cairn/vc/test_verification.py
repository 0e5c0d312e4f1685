"""Verdicts on our own credentials: what each check finds and what the report says."""

import json
from datetime import timedelta

import pytest

from cairn.errors import InputError, MalformedInput
from cairn.vc.did import VerificationMethod, did_key, did_key_method
from cairn.vc.enveloped import enveloped
from cairn.vc.jwt_signing import JwtKey, JwtProfile, as_jwt
from cairn.vc.status_list import status_entry
from cairn.vc.trust import TrustedIssuer, TrustList
from cairn.vc.verification import CheckOutcome, Outcome
from tests.moments import DAY, MONDAY
from tests.signing import (
    CONTEXTS,
    ISSUER,
    KEY,
    LIST_URL,
    OTHER_KEY,
    a_badge,
    a_status_list,
    keys,
    lists,
    report_on,
    signed,
)

SIGNED = signed(a_badge())
REVOCABLE = signed(a_badge(credentialStatus=status_entry(list_url=LIST_URL, index=7)))
METHOD = did_key_method(KEY.public)


def test_what_we_sign_is_valid_and_every_check_is_listed():
    report = report_on(SIGNED)

    assert (report.outcome, report.reasons, report.proof_valid) == (Outcome.VALID, [], True)
    assert [check.name for check in report.checks] == [
        "readable",
        "contexts",
        "model",
        "data_loss",
        "proof",
        "proof_purpose",
        "proof_controller",
        "key_validity",
        "issuer_is_controller",
        "validity_period",
        "status",
        "evidence",
        "issuer_recognised",
    ]
    assert report.achievement == "Whiteboards"
    assert report.subject == "urn:uuid:58172aac-d8ba-41ed-83dd-0b3aef56cc33"
    assert report.valid_from == "2026-03-02T09:00:00Z"
    assert report.valid_until is None


def test_text_and_bytes_are_read_as_json():
    text = json.dumps(SIGNED)

    assert report_on(text) == report_on(text.encode()) == report_on(SIGNED)


@pytest.mark.parametrize("text", ["", "{", "not json", b"\xff\xfe", '{"a": 1, "a": 2}', "NaN"])
def test_what_is_not_json_is_an_input_error(text):
    with pytest.raises(InputError):
        report_on(text)


def test_a_moment_without_offset_is_refused():
    with pytest.raises(ValueError, match="offset"):
        report_on(SIGNED, at=MONDAY.replace(tzinfo=None))


def test_a_jwt_is_verified_bare_and_in_its_envelope():
    jwt = as_jwt(a_badge(), key=JwtKey.of(KEY), key_id=METHOD, profile=JwtProfile.VC_JWT)
    head, _, signature = jwt.split(".")
    other = as_jwt(
        a_badge(name="Doctor"), key=JwtKey.of(KEY), key_id=METHOD, profile=JwtProfile.VC_JWT
    )

    bare, carried = report_on(jwt), report_on(enveloped(jwt))
    forged = report_on(enveloped(".".join([head, other.split(".")[1], signature])))

    assert bare == carried
    assert (carried.outcome, carried.reasons, carried.proof_valid) == (Outcome.VALID, [], True)
    assert carried.achievement == "Whiteboards"
    assert (forged.outcome, forged.reasons) == (Outcome.INVALID, ["proof_mismatch"])


def test_an_envelope_in_an_envelope_is_not_opened():
    jwt = as_jwt(a_badge(), key=JwtKey.of(KEY), key_id=METHOD, profile=JwtProfile.VC_JWT)
    twice = as_jwt(enveloped(jwt), key=JwtKey.of(KEY), key_id=METHOD, profile=JwtProfile.VC_JWT)

    assert report_on(enveloped(twice)).reasons == ["malformed_credential"]


def test_an_envelope_without_a_token_is_not_readable():
    document = {"@context": CONTEXTS[0], "type": "EnvelopedVerifiableCredential", "id": "data:,a"}
    report = report_on(document)

    assert (report.outcome, report.reasons) == (Outcome.UNDETERMINED, ["proof_unsupported"])


def test_whether_it_was_revoked_may_be_no_question():
    report = report_on(REVOCABLE, statuses=None)

    assert report.outcome is Outcome.VALID
    assert report.check("status").outcome is CheckOutcome.NOT_CHECKED
    assert report.sentence.endswith("; whether it was revoked was not asked.")


def test_a_context_that_is_not_carried_leaves_it_open():
    contexts = [*SIGNED["@context"], "https://unknown.example/context.json"]
    report = report_on({**SIGNED, "@context": contexts})

    assert (report.outcome, report.reasons) == (Outcome.UNDETERMINED, ["unknown_context"])
    assert report.proof_valid is None


def test_contexts_may_not_change_places():
    report = report_on({**SIGNED, "@context": SIGNED["@context"][::-1]})

    assert (report.outcome, report.reasons[0]) == (Outcome.INVALID, "context_missing")


def test_a_document_that_nobody_signed_is_not_genuine():
    report = report_on(a_badge())

    assert (report.outcome, report.reasons) == (Outcome.INVALID, ["proof_missing"])
    assert report.proof_valid is False
    assert report.sentence.startswith("Not genuine")


def test_a_key_of_somebody_else_does_not_speak_for_the_issuer():
    report = report_on(signed(a_badge(), key=OTHER_KEY))

    assert (report.outcome, report.reasons) == (Outcome.INVALID, ["issuer_mismatch"])
    assert report.check("proof").outcome is CheckOutcome.PASSED
    assert report.proof_valid is False


def test_a_key_that_cannot_be_fetched_leaves_it_open():
    document = a_badge(issuer="did:web:college.example")
    report = report_on(signed_as("did:web:college.example#key-1", document))

    assert (report.outcome, report.reasons) == (Outcome.UNDETERMINED, ["key_unresolved"])
    assert report.proof_valid is None
    assert report.sentence.startswith("Cannot be decided")


def signed_as(method_id, document):
    (proof,) = signed(document)["proof"]
    return {**document, "proof": [{**proof, "verificationMethod": method_id}]}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"purposes": frozenset({"authentication"})}, "key_purpose_mismatch"),
        ({"revoked": MONDAY}, "key_revoked"),
        ({"expires": MONDAY}, "key_expired"),
        ({"controller": "did:web:other.example"}, "issuer_mismatch"),
    ],
)
def test_each_failing_of_a_key_has_its_own_code(change, reason):
    usual = {
        "id": METHOD,
        "controller": ISSUER,
        "public_key": KEY.public,
        "purposes": frozenset({"assertionMethod"}),
    }
    report = report_on(SIGNED, keys=lambda _: VerificationMethod(**{**usual, **change}))

    assert (report.outcome, report.reasons) == (Outcome.INVALID, [reason])


def test_a_second_proof_that_does_not_fit_spoils_the_first():
    other = signed(a_badge(name="Other"))["proof"]
    report = report_on({**SIGNED, "proof": [*SIGNED["proof"], *other]})

    assert (report.outcome, report.reasons) == (Outcome.INVALID, ["proof_mismatch"])


def test_a_second_proof_by_somebody_else_or_of_an_unknown_kind_takes_nothing_away():
    witness = signed(a_badge(), key=OTHER_KEY)["proof"]
    unknown = {**SIGNED["proof"][0], "cryptosuite": "bbs-2023"}

    assert report_on({**SIGNED, "proof": [*witness, *SIGNED["proof"]]}).outcome is Outcome.VALID
    assert report_on({**SIGNED, "proof": [unknown, *SIGNED["proof"]]}).outcome is Outcome.VALID
    assert report_on({**SIGNED, "proof": [unknown]}).reasons == ["proof_unsupported"]


def test_the_period_of_validity_includes_its_last_moment():
    document = signed(a_badge(validUntil="2026-03-03T09:00:00Z"))

    assert report_on(document, at=MONDAY + DAY).outcome is Outcome.VALID
    late = report_on(document, at=MONDAY + DAY + timedelta(seconds=1))
    early = report_on(document, at=MONDAY - timedelta(seconds=1))
    assert (late.outcome, late.reasons) == (Outcome.INVALID, ["expired"])
    assert (early.outcome, early.reasons) == (Outcome.INVALID, ["not_yet_valid"])
    assert late.proof_valid is early.proof_valid is True
    assert late.sentence.startswith("Genuine, but it is no longer valid")


def test_a_list_that_does_not_name_it_leaves_it_valid():
    report = report_on(REVOCABLE, statuses=lists(signed(a_status_list(6, 8))))

    assert report.outcome is Outcome.VALID
    assert report.check("status").outcome is CheckOutcome.PASSED
    assert report.sentence.endswith("; not revoked.")


@pytest.mark.parametrize(
    ("purpose", "reason"), [("revocation", "revoked"), ("suspension", "suspended")]
)
def test_a_bit_that_is_set_ends_it(purpose, reason):
    entry = status_entry(list_url=LIST_URL, index=7, purpose=purpose)
    found = signed(a_status_list(7, purpose=purpose))
    report = report_on(signed(a_badge(credentialStatus=entry)), statuses=lists(found))

    assert (report.outcome, report.reasons) == (Outcome.INVALID, [reason])
    assert report.proof_valid is True
    assert report.sentence.startswith("Genuine, but")


def test_the_worst_of_several_entries_counts():
    entries = [status_entry(list_url=LIST_URL, index=index) for index in (6, 7)]
    found = lists(signed(a_status_list(7)))

    assert report_on(signed(a_badge(credentialStatus=entries)), statuses=found).reasons == [
        "revoked"
    ]


OTHER_LIST = a_status_list(issuer=did_key(OTHER_KEY.public))


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        ([], "status_unavailable"),
        ([a_status_list()], "status_list_invalid"),
        ([{**signed(a_status_list(6)), "ttl": 1}], "status_list_invalid"),
        ([signed(a_status_list(), key=OTHER_KEY)], "status_list_invalid"),
        ([signed(OTHER_LIST, key=OTHER_KEY)], "status_list_invalid"),
        ([signed(a_status_list(validUntil="2026-03-02T08:00:00Z"))], "status_list_outdated"),
        ([signed(a_status_list(purpose="suspension"))], "status_list_invalid"),
    ],
)
def test_a_list_that_cannot_be_relied_on_is_never_not_revoked(found, reason):
    report = report_on(REVOCABLE, statuses=lists(*found))

    assert (report.outcome, report.reasons) == (Outcome.UNDETERMINED, [reason])
    assert report.proof_valid is True
    assert report.sentence.startswith("Cannot be decided")


def test_a_list_of_another_issuer_counts_if_that_one_is_recognised():
    trust = TrustList({did_key(OTHER_KEY.public): TrustedIssuer("Registry")})
    found = lists(signed(OTHER_LIST, key=OTHER_KEY))

    assert report_on(REVOCABLE, statuses=found, trust=trust).outcome is Outcome.VALID


def test_no_list_is_asked_for_unless_the_proof_is_good():
    asked = []
    forged = {**REVOCABLE, "name": "Doctor"}

    report = report_on(forged, statuses=asked.append)

    assert asked == []
    assert report.check("status").outcome is CheckOutcome.NOT_CHECKED


def test_whether_the_issuer_is_recognised_is_told_apart_and_changes_nothing():
    known = TrustList({ISSUER: TrustedIssuer("North College", "accredited")})
    others = TrustList({"did:web:other.example": TrustedIssuer("Other")})

    recognised, stranger = report_on(SIGNED, trust=known), report_on(SIGNED, trust=others)

    assert recognised.outcome is stranger.outcome is Outcome.VALID
    assert (recognised.issuer_recognised, stranger.issuer_recognised) == (True, False)
    assert report_on(SIGNED).issuer_recognised is None
    assert "North College" in recognised.sentence
    assert "North College" not in stranger.sentence


def test_a_forger_who_names_a_recognised_issuer_is_not_recognised():
    known = TrustList({ISSUER: TrustedIssuer("North College")})

    report = report_on(signed(a_badge(), key=OTHER_KEY), trust=known)

    assert report.issuer_recognised is None
    assert "North College" not in report.sentence


def test_evidence_that_nobody_fetched_changes_nothing():
    evidence = [{"type": ["Evidence"], "id": "https://college.example/e/1", "name": "Drawing"}]
    document = signed(a_badge(evidence=evidence))

    assert report_on(document).check("evidence").outcome is CheckOutcome.NOT_APPLICABLE
    assert report_on(document).outcome is Outcome.VALID


def test_input_that_is_too_large_is_refused():
    with pytest.raises((MalformedInput, InputError)):
        report_on(json.dumps({"a": "b" * (2 << 20)}))


def test_an_unknown_issuer_is_named_by_the_id_that_would_stand_on_the_list():
    badge = a_badge(issuer={"id": "did:web:college.example:issuers:7", "type": ["Profile"]})
    known = TrustList.from_json({"did:web:other.example": "Other"})
    owner = "did:web:college.example:issuers:7"
    listed = VerificationMethod(METHOD, owner, KEY.public, frozenset({"assertionMethod"}))

    report = report_on(signed(badge), keys=lambda method_id: listed, trust=known)

    assert report.check("issuer_recognised").detail.startswith(f"{owner} is not on the list")
    assert report.outcome == "valid"


def test_a_list_that_many_entries_name_is_judged_once():
    """Else the time would grow with the entries of a badge, each with a list of a megabyte."""
    asked = []

    def counted(method_id):
        asked.append(method_id)
        return keys(method_id)

    entries = [status_entry(list_url=LIST_URL, index=number) for number in range(16)]
    document = signed(a_badge(credentialStatus=entries))
    published = signed(a_status_list(15))

    report = report_on(document, keys=counted, statuses=lists(published))
    assert (report.reasons, len(asked)) == (["revoked"], 2)
    report = report_on(document, statuses=lists({**published, "name": "Changed"}))
    assert report.reasons == ["status_list_invalid"]
