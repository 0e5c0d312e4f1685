"""Vectors: W3C vc-di-ecdsa; and proofs made by PyLD and `cryptography` without our code."""

import hashlib
import json

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from cairn.errors import ProofMismatch
from cairn.vc.data_integrity import document_digest, secure, verify_proof
from cairn.vc.did import did_key_method
from cairn.vc.ec_keys import EcPrivateKey
from cairn.vc.jcs import canonical_json
from cairn.vc.keys import KeyKind, PrivateKey, PublicKey
from cairn.vc.multibase import encode_multibase
from cairn.vc.shape_cache import ShapeCache
from tests.moments import MONDAY
from tests.pyld_oracle import pyld_canonical
from tests.shared_data import shared_data

KEY = PrivateKey.from_seed(bytes(range(32)))
CREDENTIAL = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "type": ["VerifiableCredential"],
    "issuer": did_key_method(KEY.public).partition("#")[0],
    "name": "Whiteboards",
    "credentialSubject": {"id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33"},
}
# W3C Data Integrity ECDSA Cryptosuites 1.0, appendix "Test Vectors": the proofs of unsigned.json
P256 = "z42twTcNeSYcnqg1FLuSFs2bsGH3ZqbRHFmvS9XMsYhjxvHN"
P384 = "z2fanyY7zgwNpZGxX5fXXibvScNaUWNprHU9dKx7qpVj7mws9J8LLt4mDB5TyH2GLHWkUc"
ECDSA_VECTORS = [
    (
        "ecdsa-rdfc-2019",
        P256,
        "zaHXrr7AQdydBk3ahpCDpWbxfLokDqmCToYm2dyWvpcFVyWooC2he63w1f7UNQoAMKdhaRtcnaE2KTo5o5vTCcfw",
    ),
    (
        "ecdsa-rdfc-2019",
        P384,
        "z967Mvv5bxtmLNqTzPZ8KmJjFmFXaAKeQNzq7GWnQkMcLtaGSSmuozE5WtJ8PipMe178B1tE28K1vsJur9bGVJhz6"
        "jgSJsRHFSQeqgH8hhjcg8gZDFJC1b9FsR5ggNmDBqHv",
    ),
    (
        "ecdsa-jcs-2019",
        P256,
        "z5ptCet75SaEgzG4v4zJhbJtfNi74Wv7Fq15hhKouJQQjEPQvPZKaYxcMXAMLPQS2FXrkCWokNJkFVkwxNzZfD5oT",
    ),
    (
        "ecdsa-jcs-2019",
        P384,
        "zq3EuTeLiGurmB2JR5oL8oWEsT7u2tba4HT1oZbiMYWc5qzsoW2kLYcBcF4HM5vCpJyTkceULKrVXuJQkXeN5seL4"
        "uXrFNFRMm53GWy1Yrto8rTWxZi9DkNeWP7yUPs7ELAm",
    ),
]


@pytest.mark.shared
@pytest.mark.parametrize(("suite", "secret", "value"), ECDSA_VECTORS)
def test_elliptic_curves_sign_as_the_w3c_vectors_do(suite, secret, value):
    unsigned = json.loads((shared_data("w3c-vc-di-eddsa") / "unsigned.json").read_text())
    key = EcPrivateKey.from_multibase(secret)

    document = secure(
        unsigned,
        sign=key.sign,
        verification_method=did_key_method(key.public),
        created=MONDAY.replace(2023, 2, 24, 23, 36, 38),
        cryptosuite=suite,
        kind=key.kind,
    )

    assert document["proof"][0]["proofValue"] == value
    verify_proof(document, document["proof"][0], public_key=key.public)


def ecdsa_proof(kind, suite, document=CREDENTIAL):
    """Return a document signed without our code: PyLD canonicalizes, `cryptography` signs."""
    curve, algorithm = {
        KeyKind.P256: (ec.SECP256R1(), hashes.SHA256()),
        KeyKind.P384: (ec.SECP384R1(), hashes.SHA384()),
    }[kind]
    pair = ec.derive_private_key(7, curve)
    point = pair.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": suite,
        "created": "2026-03-02T09:00:00Z",
        "verificationMethod": "urn:key",
        "proofPurpose": "assertionMethod",
        "@context": document["@context"],
    }
    write = {"ecdsa-jcs-2019": canonical_json, "ecdsa-rdfc-2019": pyld_canonical}[suite]
    data = b"".join(
        hashlib.new(algorithm.name, write(part).encode()).digest() for part in (options, document)
    )
    r, s = decode_dss_signature(pair.sign(data, ec.ECDSA(algorithm)))
    half = curve.key_size // 8
    signature = r.to_bytes(half, "big") + s.to_bytes(half, "big")
    return {**options, "proofValue": encode_multibase(signature)}, PublicKey(kind, point)


ECDSA = [(kind, suite) for kind in (KeyKind.P256, KeyKind.P384) for suite in
         ("ecdsa-rdfc-2019", "ecdsa-jcs-2019")]  # fmt: skip


@pytest.mark.parametrize(("kind", "suite"), ECDSA)
def test_elliptic_curves_sign_what_others_hashed(kind, suite):
    proof, key = ecdsa_proof(kind, suite)
    digest = document_digest(CREDENTIAL)

    verify_proof(CREDENTIAL, proof, public_key=key)
    verify_proof(CREDENTIAL, proof, public_key=key, digest=digest)  # by SHA-256: not for P-384

    with pytest.raises(ProofMismatch):
        verify_proof({**CREDENTIAL, "name": "Blackboards"}, proof, public_key=key)
    with pytest.raises(ProofMismatch, match="is signed with"):
        verify_proof(CREDENTIAL, proof, public_key=KEY.public)
    with pytest.raises(ProofMismatch, match="bytes, this one"):
        verify_proof(CREDENTIAL, {**proof, "proofValue": encode_multibase(b"1")}, public_key=key)


def test_a_hash_of_384_bits_is_not_taken_from_what_is_known_of_the_shape():
    shapes, hashed = ShapeCache(), []

    def noted(data):
        hashed.append(data)
        return bytes(96)

    for known in (None, shapes, shapes, shapes):
        secure(
            CREDENTIAL,
            sign=noted,
            verification_method=CREDENTIAL["issuer"],
            created=MONDAY,
            cryptosuite="ecdsa-rdfc-2019",
            kind=KeyKind.P384,
            shapes=known,
        )

    assert len(set(hashed)) == 1
    assert len(hashed[0]) == 96
