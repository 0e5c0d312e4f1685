"""Vectors: W3C vc-di-eddsa; the proofs of DCC and 1EdTech, checked with PyLD elsewhere."""

import json
from datetime import timedelta, timezone
from hashlib import sha256

import pytest

from cairn.errors import (
    CairnError,
    KeyRefused,
    MalformedCredential,
    ProofMismatch,
    ProofUnsupported,
    UndefinedTerm,
    UnknownContext,
)
from cairn.vc.data_integrity import (
    SIGNING_SUITES,
    document_digest,
    hash_data,
    secure,
    suite_of,
    suites_for,
    verify_proof,
)
from cairn.vc.did import did_key_method
from cairn.vc.ec_keys import new_key
from cairn.vc.keys import KeyKind, PrivateKey, PublicKey
from cairn.vc.multibase import decode_multibase, encode_base58, encode_multibase
from tests.moments import MONDAY
from tests.shared_data import shared_data
from tests.signing import report_on

SUITES = [
    ("eddsa-rdfc-2022", "DataInt"),
    ("Ed25519Signature2020", "EdSig"),
    ("eddsa-jcs-2022", "JCS"),
]
KEY = PrivateKey.from_seed(bytes(range(32)))
METHOD = did_key_method(KEY.public)
CREDENTIAL = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "type": ["VerifiableCredential"],
    "issuer": METHOD.partition("#")[0],
    "name": "Whiteboards",
    "credentialSubject": {"id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33"},
}


def vector(suite, name):
    return (shared_data("w3c-vc-di-eddsa") / suite / name).read_text()


def w3c_keys():
    pair = json.loads((shared_data("w3c-vc-di-eddsa") / "keyPair.json").read_text())
    private = PrivateKey.from_multibase(pair["privateKeyMultibase"])
    return private, PublicKey.from_multibase(pair["publicKeyMultibase"])


def signed(document=CREDENTIAL):
    return secure(document, sign=KEY.sign, verification_method=METHOD, created=MONDAY)


@pytest.mark.shared
@pytest.mark.parametrize(("suite", "ending"), SUITES)
def test_the_hashes_are_those_of_the_w3c_vectors(suite, ending):
    document = json.loads(vector(suite, f"signed{ending}.json"))
    options = {name: value for name, value in document["proof"].items() if name != "proofValue"}

    data = hash_data(document, options)

    assert data[:32].hex() == vector(suite, f"proofHash{ending}.txt").strip()
    assert data[32:].hex() == vector(suite, f"docHash{ending}.txt").strip()
    assert data.hex() == vector(suite, f"combinedHash{ending}.txt").strip()


@pytest.mark.shared
@pytest.mark.parametrize(("suite", "ending"), SUITES)
def test_the_signatures_of_the_w3c_vectors_are_made_and_verified(suite, ending):
    document = json.loads(vector(suite, f"signed{ending}.json"))
    private, public = w3c_keys()
    options = {name: value for name, value in document["proof"].items() if name != "proofValue"}

    signature = private.sign(hash_data(document, options))

    assert signature.hex() == vector(suite, f"sigHex{ending}.txt").strip()
    assert encode_multibase(signature) == vector(suite, f"sigBTC58{ending}.txt").strip()
    verify_proof(document, document["proof"], public_key=public)


@pytest.mark.shared
@pytest.mark.parametrize(("suite", "ending"), SUITES)
def test_a_changed_vector_does_not_verify(suite, ending):
    document = json.loads(vector(suite, f"signed{ending}.json"))
    _, public = w3c_keys()

    later = {**document["proof"], "created": "2023-02-24T23:36:39Z"}

    with pytest.raises(ProofMismatch):
        verify_proof({**document, "name": "Other"}, document["proof"], public_key=public)
    with pytest.raises(ProofMismatch):
        verify_proof(document, later, public_key=public)


@pytest.mark.shared
def test_securing_the_w3c_document_gives_the_proof_value_of_the_vector():
    wanted = json.loads(vector("eddsa-rdfc-2022", "signedDataInt.json"))
    unsigned = {name: value for name, value in wanted.items() if name != "proof"}
    private, public = w3c_keys()

    document = secure(
        unsigned,
        sign=private.sign,
        verification_method=did_key_method(public),
        created=MONDAY.replace(2023, 2, 24, 23, 36, 38),
    )

    assert document == {**unsigned, "proof": [wanted["proof"]]}


@pytest.mark.shared
def test_eddsa_over_jcs_signs_as_the_w3c_vector_does():
    wanted = json.loads(vector("eddsa-jcs-2022", "signedJCS.json"))
    unsigned = {name: value for name, value in wanted.items() if name != "proof"}
    private, public = w3c_keys()

    document = secure(
        unsigned,
        sign=private.sign,
        verification_method=did_key_method(public),
        created=MONDAY.replace(2023, 2, 24, 23, 36, 38),
        cryptosuite="eddsa-jcs-2022",
    )

    assert document == {**unsigned, "proof": [wanted["proof"]]}


@pytest.mark.parametrize("suite", SIGNING_SUITES)
@pytest.mark.parametrize("kind", list(KeyKind))
def test_a_key_signs_by_the_suites_of_its_kind_and_by_no_other(suite, kind):
    key = new_key(kind)

    def sign(document):
        return secure(
            document,
            sign=key.sign,
            verification_method=did_key_method(key.public),
            created=MONDAY,
            cryptosuite=suite,
            kind=kind,
        )

    if suite not in suites_for(kind):
        with pytest.raises(KeyRefused):
            sign(CREDENTIAL)
        return
    document = sign({**CREDENTIAL, "issuer": did_key_method(key.public).partition("#")[0]})
    assert report_on(document).outcome == "valid"
    assert report_on({**document, "name": "Blackboards"}).reasons == ["proof_mismatch"]
    with pytest.raises(CairnError):
        sign({**CREDENTIAL, "salary": "undefined"})


def test_no_other_suite_is_written():
    with pytest.raises(KeyRefused):
        secure(
            CREDENTIAL,
            sign=KEY.sign,
            verification_method=METHOD,
            created=MONDAY,
            cryptosuite="eddsa-2022",
        )


@pytest.mark.shared
def test_contexts_added_after_a_jcs_proof_are_refused():
    document = json.loads(vector("eddsa-jcs-2022", "signedJCS.json"))
    _, public = w3c_keys()
    more = [*document["@context"], "https://w3id.org/security/data-integrity/v2"]

    with pytest.raises(ProofMismatch, match="contexts"):
        verify_proof({**document, "@context": more}, document["proof"], public_key=public)


@pytest.mark.shared
def test_embedded_proofs_in_the_field_verify_as_they_did_elsewhere():
    """Oracle: PyLD 3.3.0 and cryptography, see crypto_expected.json."""
    folder = shared_data("dcc-vc-test-fixtures")
    expected = json.loads((folder / "crypto_expected.json").read_text())["proofs"]
    known = {name: found for name, found in expected.items() if "oldDCCExample" not in name}

    for name, results in known.items():
        document = json.loads((folder / name).read_text())
        proofs = document["proof"] if isinstance(document["proof"], list) else [document["proof"]]
        for proof, result in zip(proofs, results, strict=True):
            assert (suite_of(proof), result["result"]) == (result["suite"], "valid"), name
            text = proof["verificationMethod"].partition("#")[2]
            verify_proof(document, proof, public_key=PublicKey.from_multibase(text))
    assert len(known) > 50


def test_what_is_secured_verifies_and_the_original_is_left_alone():
    before = json.dumps(CREDENTIAL)

    document = signed()

    (proof,) = document["proof"]
    assert proof["created"] == "2026-03-02T09:00:00Z"
    assert len(decode_multibase(proof["proofValue"])) == 64
    assert json.dumps(CREDENTIAL) == before
    verify_proof(document, proof, public_key=KEY.public)


def test_signing_twice_gives_the_same_bytes():
    elsewhere = MONDAY.astimezone(timezone(timedelta(hours=5)))
    again = secure(CREDENTIAL, sign=KEY.sign, verification_method=METHOD, created=elsewhere)

    assert json.dumps(signed()) == json.dumps(again)


def test_the_digest_that_is_known_already_may_be_given():
    document = signed()
    (proof,) = document["proof"]

    verify_proof(document, proof, public_key=KEY.public, digest=document_digest(document))
    with pytest.raises(ProofMismatch):
        verify_proof(document, proof, public_key=KEY.public, digest=sha256(b"other").digest())


def test_what_no_context_defines_is_not_signed():
    with pytest.raises(UndefinedTerm):
        signed({**CREDENTIAL, "favouriteColour": "blue"})


def test_a_document_with_a_context_inside_is_not_signed():
    inside = {**CREDENTIAL, "@context": [*CREDENTIAL["@context"], {"@vocab": "urn:x:"}]}

    with pytest.raises(UnknownContext, match="inside"):
        signed(inside)


def test_a_document_with_a_proof_is_not_signed_again():
    with pytest.raises(MalformedCredential, match="already signed"):
        signed(signed())


def test_a_moment_without_offset_is_not_signed():
    with pytest.raises(ValueError, match="offset"):
        secure(
            CREDENTIAL,
            sign=KEY.sign,
            verification_method=METHOD,
            created=MONDAY.replace(tzinfo=None),
        )


@pytest.mark.parametrize(
    "change",
    [
        {"created": "2026-03-02T09:00:01Z"},
        {"proofPurpose": "authentication"},
        {"verificationMethod": METHOD + "0"},
        {"cryptosuite": "eddsa-2022"},
        {"expires": "2030-01-01T00:00:00Z"},
        {"proofValue": None},
        {"proofValue": ""},
        {"proofValue": "z"},
        {"proofValue": "z" + encode_base58(bytes(64))},
        {"proofValue": "z0"},
        {"proofValue": "u" + "A" * 86},
    ],
)
def test_a_changed_proof_does_not_verify(change):
    document = signed()
    (proof,) = document["proof"]

    with pytest.raises(ProofMismatch):
        verify_proof(document, {**proof, **change}, public_key=KEY.public)


def test_an_undefined_member_in_the_proof_is_refused():
    document = signed()
    (proof,) = document["proof"]

    with pytest.raises(UndefinedTerm):
        verify_proof(document, {**proof, "approvedBy": "the dean"}, public_key=KEY.public)


def test_another_key_or_kind_of_key_does_not_verify():
    document = signed()
    (proof,) = document["proof"]
    p256 = PublicKey.from_multibase("zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169")
    assert p256.kind is KeyKind.P256

    for key in (PrivateKey.from_seed(bytes(32)).public, p256):
        with pytest.raises(ProofMismatch):
            verify_proof(document, proof, public_key=key)


@pytest.mark.parametrize(
    "proof",
    [
        {"type": "DataIntegrityProof", "cryptosuite": "ecdsa-sd-2023"},
        {"type": "DataIntegrityProof", "cryptosuite": "Ed25519Signature2020"},
        {"type": "BbsBlsSignature2020"},
        {"type": "eddsa-rdfc-2022"},
    ],
)
def test_proofs_that_are_not_checked_here_are_said_to_be_so(proof):
    with pytest.raises(ProofUnsupported):
        suite_of(proof)


@pytest.mark.parametrize("proof", [{}, {"type": 7}, {"type": "DataIntegrityProof"}])
def test_a_proof_that_does_not_say_what_it_is_is_malformed(proof):
    with pytest.raises(MalformedCredential):
        suite_of(proof)
