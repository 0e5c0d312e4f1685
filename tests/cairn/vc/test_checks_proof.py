from dataclasses import replace
from datetime import timedelta

import pytest

from cairn.errors import KeyUnresolved
from cairn.vc.checks_proof import PROOF_CHECKS, ProofContext, proof_valid, proofs
from cairn.vc.data_integrity import hash_data
from cairn.vc.did import VerificationMethod, did_key_method
from cairn.vc.documents import pinned_context
from cairn.vc.multibase import encode_multibase
from cairn.vc.report import CheckOutcome
from cairn.vc.rsa import RsaKey
from tests.moments import DAY, MONDAY
from tests.signing import ISSUER, KEY, OTHER_KEY, a_badge, keys, report_on, signed

METHOD = VerificationMethod(
    did_key_method(KEY.public), ISSUER, KEY.public, frozenset({"assertionMethod"})
)


def checked(document, **changes):
    context = ProofContext(
        document, digest=None, issuer=ISSUER, keys=keys, load=pinned_context, at=MONDAY
    )
    return proofs(context._replace(**changes))


def failures(checks):
    return {check.name: check.reason for check in checks if check.outcome is CheckOutcome.FAILED}


FIRST = "urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544"


def chain(*, previous=FIRST, suite="eddsa-rdfc-2022", over=None, first=METHOD.id):
    """Return a badge with a proof, and a second one that was made over the first."""
    made = []
    links = [{"id": FIRST, "verificationMethod": first}, {"previousProof": previous}]
    for more in links:
        options = {
            "type": "DataIntegrityProof",
            "cryptosuite": suite,
            "created": "2026-03-02T09:00:00Z",
            "verificationMethod": did_key_method(KEY.public),
            "proofPurpose": "assertionMethod",
            **more,
        }
        before = (made if over is None else over) if "previousProof" in more else ()
        data = hash_data(a_badge(), options, load=pinned_context, before=before)
        made.append({**options, "proofValue": encode_multibase(KEY.sign(data))})
    return a_badge(proof=made)


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
@pytest.mark.parametrize("previous", [FIRST, [FIRST]])
def test_a_chain_is_good_if_every_proof_of_it_is(suite, previous):
    assert proof_valid(checked(chain(suite=suite, previous=previous))) is True


def test_a_proof_of_a_chain_signs_the_one_before_it():
    beside = chain(over=())
    document = chain()
    other = [{**document["proof"][0], "created": "2026-03-02T09:00:01Z"}, document["proof"][1]]

    assert failures(checked(beside)) == {"proof": "proof_mismatch"}
    assert failures(checked({**document, "proof": other})) == {"proof": "proof_mismatch"}


@pytest.mark.parametrize(
    ("previous", "reason"),
    [
        ("urn:uuid:missing", "proof_mismatch"),
        ([FIRST, "urn:uuid:missing"], "proof_mismatch"),
        (456321, "proof_mismatch"),
        ([], "malformed_credential"),
        (None, "malformed_credential"),
    ],
)
def test_a_chain_with_a_link_missing_is_broken(previous, reason):
    first, second = chain()["proof"]
    broken = a_badge(proof=[first, {**second, "previousProof": previous}])

    assert failures(checked(broken)) == {"proof": reason}


def test_a_proof_over_one_that_is_open_is_open_itself():
    def known(method_id):
        if method_id.startswith("did:web:"):
            raise KeyUnresolved("not there")
        return keys(method_id)

    checks = checked(chain(first="did:web:college.example#key"), keys=known)

    assert proof_valid(checks) is None
    assert checks[0].outcome is CheckOutcome.UNDETERMINED


def test_the_five_checks_are_always_listed():
    for document in (signed(a_badge()), a_badge(), {"proof": 7}, {"proof": [{}]}):
        assert tuple(check.name for check in checked(document)) == PROOF_CHECKS


def test_a_good_proof_passes_all_five():
    checks = checked(signed(a_badge()))

    assert proof_valid(checks) is True
    assert "eddsa-rdfc-2022" in checks[0].detail


def with_key(**changes):
    return {"keys": lambda _: replace(METHOD, **changes)}


@pytest.mark.parametrize(
    ("how", "failed"),
    [
        ({"purpose": "authentication"}, {"proof_purpose"}),
        (with_key(purposes=frozenset()), {"proof_controller"}),
        (with_key(revoked=MONDAY), {"key_validity"}),
        (with_key(expires=MONDAY), {"key_validity"}),
        ({"issuer": "did:web:other.example"}, {"issuer_is_controller"}),
        ({"issuer": None}, {"issuer_is_controller"}),
        (
            with_key(
                public_key=keys(
                    "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
                ).public_key
            ),
            {"proof"},
        ),
    ],
)
def test_each_check_fails_by_itself(how, failed):
    checks = checked(signed(a_badge()), **how)

    assert failures(checks).keys() == failed
    assert proof_valid(checks) is False


def test_a_key_that_ran_out_later_was_good_when_it_signed():
    document = signed(a_badge())
    after = MONDAY + timedelta(seconds=1)

    assert proof_valid(checked(document, at=MONDAY + DAY, **with_key(expires=after)))


def test_a_revoked_key_is_not_believed_even_for_older_proofs():
    document = signed(a_badge())
    later = MONDAY + DAY

    assert proof_valid(checked(document, **with_key(revoked=later)))
    checks = checked(document, at=later, **with_key(revoked=later))
    assert failures(checks) == {"key_validity": "key_revoked"}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"expires": "2026-03-02T08:59:59Z"}, "proof_expired"),
        ({"expires": "soon"}, "proof_time_invalid"),
        ({"created": "2026-03-02"}, "proof_time_invalid"),
    ],
)
def test_the_times_of_a_proof_are_read(change, reason):
    unsigned = a_badge()
    (proof,) = signed(unsigned)["proof"]
    options = {name: value for name, value in {**proof, **change}.items() if name != "proofValue"}
    again = sign_options(unsigned, options)

    assert failures(checked(again)) == {"key_validity": reason}


def sign_options(document, options):
    value = encode_multibase(KEY.sign(hash_data(document, options)))
    return {**document, "proof": {**options, "proofValue": value}}


def test_a_key_that_cannot_be_had_leaves_it_open():
    def unresolved(method_id):
        raise KeyUnresolved(f"{method_id} is away")

    checks = checked(signed(a_badge()), keys=unresolved)

    assert checks[0].reason == "key_unresolved"
    assert proof_valid(checks) is None


def test_an_rsa_key_makes_no_proof_of_this_kind():
    listed = VerificationMethod(
        did_key_method(KEY.public), ISSUER, RsaKey(3, 5), frozenset({"assertionMethod"})
    )

    report = report_on(signed(a_badge()), keys=lambda method_id: listed)

    assert report.reasons == ["key_refused"]


def test_more_proofs_than_anybody_needs_are_not_looked_at():
    asked = []
    document = signed(a_badge())

    checks = checked({**document, "proof": document["proof"] * 17}, keys=asked.append)

    assert (failures(checks), asked) == ({"proof": "input_too_large"}, [])
    assert report_on({**document, "proof": document["proof"] * 16}).reasons == []


@pytest.mark.parametrize(
    ("proof", "reason"),
    [
        (None, "proof_missing"),
        ([], "proof_missing"),
        ("z123", "malformed_credential"),
        ([7], "malformed_credential"),
        ({}, "malformed_credential"),
        ({"type": "Ed25519Signature2020"}, "malformed_credential"),
        ({"type": "Ed25519Signature2020", "verificationMethod": ["a"]}, "malformed_credential"),
        ({"type": "Ed25519Signature2020", "verificationMethod": METHOD.id}, "proof_mismatch"),
    ],
)
def test_what_is_no_proof_fails(proof, reason):
    assert failures(checked({**a_badge(), "proof": proof}))["proof"] == reason


def proof_by(key):
    return signed(a_badge(), key=key)["proof"][0]


def unknown(proof):
    return {**proof, "verificationMethod": "did:example:a#b"}


@pytest.mark.parametrize(
    ("made", "outcome", "reasons"),
    [
        ([proof_by(KEY), unknown(proof_by(OTHER_KEY))], "valid", []),
        ([unknown(proof_by(OTHER_KEY)), proof_by(KEY)], "valid", []),
        ([proof_by(KEY), proof_by(OTHER_KEY)], "valid", []),
        ([proof_by(OTHER_KEY)], "invalid", ["issuer_mismatch"]),
        ([unknown(proof_by(KEY))], "undetermined", ["key_unresolved"]),
        (
            [proof_by(KEY), {**proof_by(KEY), "proofValue": proof_by(OTHER_KEY)["proofValue"]}],
            "invalid",
            ["proof_mismatch"],
        ),
    ],
)
def test_of_a_set_of_proofs_one_good_one_is_enough_and_none_may_be_broken(made, outcome, reasons):
    report = report_on({**a_badge(), "proof": made})

    assert (report.outcome, report.reasons) == (outcome, reasons)


OTHER_KIND = {
    "type": "DataIntegrityProof",
    "cryptosuite": "bbs-2023",
    "verificationMethod": METHOD.id,
    "proofPurpose": "assertionMethod",
    "proofValue": "u2V0C",
}


def test_a_proof_that_is_not_checked_is_told_beside_a_good_one():
    report = report_on({**a_badge(), "proof": [proof_by(KEY), OTHER_KIND]}, statuses=None)

    assert report.outcome == "valid"
    assert report.check("proof").detail.endswith("proofs beside it that were not checked: 1")


def test_a_proof_that_is_not_checked_says_nothing_of_its_own():
    strange = {**OTHER_KIND, "note": "accredited by the ministry"}
    report = report_on({**a_badge(), "proof": [proof_by(KEY), strange]}, statuses=None)

    assert (report.outcome, report.reasons) == ("invalid", ["malformed_credential"])
    assert "note" in report.check("proof").detail


def test_the_end_of_a_proof_is_not_hidden_by_another_name_for_it():
    """The context security/v2 calls the same member `expiration`, and contexts are not signed."""
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-01-01T00:00:00Z",
        "expires": "2026-02-01T00:00:00Z",
        "verificationMethod": did_key_method(KEY.public),
        "proofPurpose": "assertionMethod",
    }
    value = encode_multibase(KEY.sign(hash_data(a_badge(), options, load=pinned_context)))
    ended = {**options, "proofValue": value}
    renamed = {("expiration" if name == "expires" else name): ended[name] for name in ended}
    contexts = [*a_badge()["@context"], "https://w3id.org/security/v2"]

    assert failures(checked(a_badge(proof=ended))) == {"key_validity": "proof_expired"}
    checks = checked(a_badge(**{"@context": contexts, "proof": renamed}))
    assert proof_valid(checks) is None
    assert "'expiration'" in checks[0].detail
