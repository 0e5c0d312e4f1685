import json

import pytest

from cairn.vc.data_integrity import hash_data
from cairn.vc.did import did_key, did_key_method
from cairn.vc.documents import pinned_context
from cairn.vc.enveloped import Enveloped, enveloped
from cairn.vc.jwt_signing import JwtKey, JwtProfile, as_jwt
from cairn.vc.multibase import encode_base64url, encode_multibase
from cairn.vc.presentation import verify_presentation
from cairn.vc.report import CheckOutcome, Outcome
from cairn.vc.status_list import status_entry
from cairn.vc.trust import TrustList
from tests.moments import MONDAY
from tests.signing import CONTEXTS, KEY, LIST_URL, OTHER_KEY, a_badge, keys, lists, signed

HOLDER = did_key(OTHER_KEY.public)


def shown(*credentials, key=OTHER_KEY, holder=HOLDER, **options):
    """Return a presentation that `key` signed for `options`."""
    document = {
        "@context": CONTEXTS[:1],
        "type": ["VerifiablePresentation"],
        "holder": holder,
        "verifiableCredential": list(credentials),
    }
    document = {member: value for member, value in document.items() if value}
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-03-02T09:00:00Z",
        "verificationMethod": did_key_method(key.public),
        "proofPurpose": "authentication",
        **options,
    }
    value = encode_multibase(key.sign(hash_data(document, proof, load=pinned_context)))
    return {**document, "proof": {**proof, "proofValue": value}}


def report_on(document, **how):
    return verify_presentation(
        document, keys=keys, statuses=lists(), at=MONDAY, trust=TrustList.empty(), **how
    )


def test_a_presentation_of_good_credentials_is_valid():
    report = report_on(shown(signed(a_badge()), signed(a_badge())))

    assert (report.outcome, report.reasons, report.proof_valid) == (Outcome.VALID, [], True)
    assert [inner.outcome for inner in report.enclosed] == [Outcome.VALID] * 2
    assert report.sentence == f"Shown by {HOLDER}: 2 credentials, each genuine and current."


CLAIMS = {
    "type": ["VerifiablePresentation", "VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {"id": "https://harvard.example/issuer", "name": "Harvard"},
    "validUntil": "2020-01-01T00:00:00Z",
    "credentialSubject": {"id": "urn:x:1", "achievement": {"name": "PhD in Medicine"}},
}


@pytest.mark.parametrize("types", [CLAIMS["type"], ["VerifiablePresentation"]])
def test_a_presentation_certifies_nothing_itself(types):
    """Whoever shows something could write any issuer and achievement beside it."""
    report = report_on(carried(**{"@context": CONTEXTS, **CLAIMS, "type": types}))

    assert (report.issuer, report.achievement, report.subject) == (None, None, None)
    assert (report.valid_until, report.name) == (None, None)
    if types == CLAIMS["type"]:
        assert (report.outcome, report.reasons) == (Outcome.INVALID, ["type_invalid"])


def test_one_credential_is_told_as_one():
    assert report_on(shown(signed(a_badge()))).sentence == (
        f"Shown by {HOLDER}: 1 credential, genuine and current."
    )


def test_a_presentation_without_credentials_shows_nothing():
    report = report_on(shown())

    assert (report.outcome, report.reasons) == (Outcome.UNDETERMINED, ["nothing_shown"])
    assert report.sentence == (
        "Cannot be decided: it holds no credential, so nothing is shown by it."
    )
    assert report.proof_valid is True


def test_a_suite_may_ask_for_one_without_credentials():
    report = report_on(shown(), may_be_empty=True)

    assert (report.outcome, report.reasons) == (Outcome.VALID, [])
    assert report.sentence == f"Shown by {HOLDER}, and it holds no credential."
    assert report_on(shown(key=KEY), may_be_empty=True).outcome is Outcome.INVALID


def test_one_bad_credential_spoils_it():
    forged = {**signed(a_badge()), "name": "Doctor"}
    report = report_on(shown(signed(a_badge()), forged))

    assert (report.outcome, report.reasons) == (Outcome.INVALID, ["proof_mismatch"])
    assert report.check("credentials").detail.startswith("credential 2")


def test_one_open_credential_leaves_it_open():
    entry = status_entry(list_url=LIST_URL, index=7)
    report = report_on(shown(signed(a_badge(credentialStatus=entry))))

    assert (report.outcome, report.reasons) == (Outcome.UNDETERMINED, ["status_unavailable"])


def test_challenge_and_domain_are_those_that_were_asked_for():
    document = shown(signed(a_badge()), challenge="c1", domain="verifier.example")

    assert report_on(document).outcome is Outcome.VALID
    assert report_on(document, challenge="c1", domain="verifier.example").outcome is Outcome.VALID
    assert report_on(document, challenge="c2").reasons == ["challenge_mismatch"]
    assert report_on(document, domain="other.example").reasons == ["domain_mismatch"]
    assert report_on(shown(), challenge="c1").reasons == ["challenge_mismatch"]


def test_a_key_of_somebody_else_does_not_speak_for_the_holder():
    report = report_on(shown(key=KEY))

    assert (report.outcome, report.reasons) == (Outcome.INVALID, ["holder_mismatch"])
    assert report.proof_valid is False


def test_a_holder_may_stay_unnamed():
    assert report_on(shown(holder=None)).proof_valid is True


def test_a_proof_made_to_assert_is_none_to_show():
    report = report_on(shown(proofPurpose="assertionMethod"))

    assert report.reasons == ["proof_purpose_mismatch"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"holder": HOLDER + "x"}, "proof_mismatch"),
        ({"proof": None}, "proof_missing"),
        ({"verifiableCredential": ["eyJ.e30.a"]}, "presented_invalid"),
        ({"@context": [*CONTEXTS[:1], {}]}, "context_inline"),
        ({"hobby": "chess"}, "undefined_term"),
    ],
)
def test_a_changed_presentation_is_not_valid(change, reason):
    report = report_on({**shown(signed(a_badge())), **change})

    assert report.outcome is Outcome.INVALID
    assert reason in report.reasons


@pytest.mark.parametrize("document", [None, [], {}, {"proof": 7}, {"verifiableCredential": 7}])
def test_anything_becomes_a_report(document):
    assert report_on(document).outcome is Outcome.INVALID


def test_more_credentials_than_anybody_can_check_are_refused():
    small = {
        "@context": CONTEXTS[:1],
        "type": "VerifiableCredential",
        "issuer": "urn:a:b",
        "credentialSubject": {"id": "urn:a:c"},
    }
    report = report_on(shown(*[small] * 201))

    assert "input_too_large" in report.reasons
    assert report.enclosed == []
    most = report_on(shown(*[small] * 200))
    assert "input_too_large" not in most.reasons
    assert len(most.enclosed) == 200


def test_credentials_are_not_looked_at_where_who_shows_them_cannot_be_told():
    changed = {**shown(signed(a_badge())), "holder": "did:key:zother"}
    report = report_on(changed)

    assert report.outcome is Outcome.INVALID
    assert report.check("credentials").outcome is CheckOutcome.NOT_CHECKED
    assert report.enclosed == []


def carried(*credentials, key=OTHER_KEY, typ="vp+jwt", **claims):
    """Return a presentation as a JWT in its envelope."""
    presentation = {
        "@context": CONTEXTS[:1],
        "type": ["VerifiablePresentation"],
        "holder": HOLDER,
        "verifiableCredential": list(credentials),
    }
    header = {"alg": "EdDSA", "kid": did_key_method(key.public), "typ": typ}
    parts = [
        encode_base64url(json.dumps(part).encode()) for part in (header, presentation | claims)
    ]
    signature = encode_base64url(key.sign(".".join(parts).encode()))
    return enveloped(".".join([*parts, signature]), Enveloped.PRESENTATION)


def jwt_badge():
    key_id = did_key_method(KEY.public)
    return as_jwt(a_badge(), key=JwtKey.of(KEY), key_id=key_id, profile=JwtProfile.VC_JWT)


def test_a_presentation_in_an_envelope_shows_what_it_carries():
    report = report_on(carried(signed(a_badge()), enveloped(jwt_badge())))

    assert (report.outcome, report.reasons) == (Outcome.VALID, [])
    assert report.sentence == f"Shown by {HOLDER}: 2 credentials, each genuine and current."


def test_an_envelope_is_bound_by_the_claims_of_its_token():
    document = carried(signed(a_badge()), nonce="n-1", aud="college.example")

    assert report_on(document, challenge="n-1", domain="college.example").outcome is Outcome.VALID
    assert report_on(document, challenge="n-2").reasons == ["challenge_mismatch"]
    assert report_on(document, domain="other.example").reasons == ["domain_mismatch"]


NOW = int(MONDAY.timestamp())


@pytest.mark.parametrize(
    ("claims", "reasons"),
    [
        ({"nbf": NOW, "exp": NOW + 1}, []),
        ({"nbf": NOW + 1}, ["not_yet_valid"]),
        ({"exp": NOW}, ["expired"]),
        ({"exp": "tomorrow"}, ["malformed_credential"]),
    ],
)
def test_a_token_shows_what_it_carries_for_as_long_as_it_says(claims, reasons):
    """Source: RFC 7519: not before nbf, and neither on nor after exp."""
    report = report_on(carried(signed(a_badge()), **claims))

    assert report.reasons == reasons
    assert bool(report.enclosed) is (reasons == [])


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (carried(signed(a_badge()), key=KEY), "holder_mismatch"),
        (carried(signed(a_badge()), typ="vc+jwt"), "proof_purpose_mismatch"),
        (carried({**signed(a_badge()), "name": "Doctor"}), "proof_mismatch"),
        (carried(type=["VerifiableCredential"]), "type_missing"),
        (carried(vp={}), "malformed_credential"),
        (carried() | {"name": "A"}, "malformed_credential"),
        (carried() | {"@context": []}, "malformed_credential"),
        (carried(x=json.loads("[" * 70 + "]" * 70)), "malformed_credential"),
    ],
)
def test_an_envelope_is_refused_for_what_is_wrong_in_it(document, reason):
    report = report_on(document)

    assert (report.outcome, report.reasons[0]) == (Outcome.INVALID, reason)


def test_what_is_in_an_envelope_is_held_to_the_same_limits():
    deep = "x"
    for _ in range(63):
        deep = [deep]

    report = report_on(carried(signed(a_badge()), name=deep))

    assert (report.outcome, report.reasons) == (Outcome.INVALID, ["malformed_credential"])


@pytest.mark.parametrize("typ", ["JWT", "vp+jwt", "vp+ld+jwt", "vp+ld+json+jwt"])
def test_an_envelope_may_name_its_type_as_any_version_did(typ):
    assert report_on(carried(signed(a_badge()), typ=typ)).reasons == []


@pytest.mark.parametrize("typ", ["vc+jwt", "at+jwt", "", 7])
def test_a_token_that_says_it_is_something_else_is_no_presentation(typ):
    assert report_on(carried(signed(a_badge()), typ=typ)).reasons == ["proof_purpose_mismatch"]
