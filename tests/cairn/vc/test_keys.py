"""Vectors: RFC 8032 section 7.1, RFC 8037 appendix A, W3C vc-di-eddsa, the did:jwk method."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from cairn.errors import MalformedCredential
from cairn.vc.keys import KeyKind, PrivateKey, PublicKey
from cairn.vc.multibase import encode_multibase
from tests.shared_data import shared_data

SEED = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
RAW = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
SIGNATURE = bytes.fromhex(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)
JWK = {
    "kty": "OKP",
    "crv": "Ed25519",
    "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
    "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
}
P256_JWK = {
    "kty": "EC",
    "crv": "P-256",
    "x": "acbIQiuMs3i8_uszEjJ2tpTtRM4EU3yz91PH6CdH2V0",
    "y": "_KcyLj9vWMptnmKtm46GqDz8wf74I5LKgrl2GzH3nSE",
}
CURVES = [
    (KeyKind.P256, ec.SECP256R1(), SHA256(), 32, "zDn"),
    (KeyKind.P384, ec.SECP384R1(), SHA384(), 48, "z82"),
]


def test_signing_gives_the_signature_of_the_rfc():
    key = PrivateKey.from_seed(SEED)

    assert key.public == PublicKey(KeyKind.ED25519, RAW)
    assert key.sign(b"\x72") == SIGNATURE
    assert key.public.verify(SIGNATURE, b"\x72")


@pytest.mark.parametrize(
    ("signature", "data"),
    [(SIGNATURE, b"\x73"), (SIGNATURE[:-1], b"\x72"), (b"", b"\x72"), (SIGNATURE[::-1], b"\x72")],
)
def test_another_signature_or_text_does_not_verify(signature, data):
    assert not PublicKey(KeyKind.ED25519, RAW).verify(signature, data)


def test_the_key_pair_of_the_w3c_vectors_belongs_together():
    pair = json.loads((shared_data("w3c-vc-di-eddsa") / "keyPair.json").read_text())
    public = PublicKey.from_multibase(pair["publicKeyMultibase"])

    assert PrivateKey.from_multibase(pair["privateKeyMultibase"]).public == public
    assert public.multibase == pair["publicKeyMultibase"]


def test_a_private_multikey_is_told_by_its_prefix():
    """Source: Controlled Identifiers 1.0, "Multikey": 0x8026 before the seed."""
    assert PrivateKey.from_multibase(encode_multibase(b"\x80\x26" + SEED)).public.raw == RAW
    with pytest.raises(MalformedCredential, match="no Ed25519 secret key"):
        PrivateKey.from_multibase(encode_multibase(b"\x86\x26" + SEED))  # of P-256


def test_the_private_jwk_is_that_of_the_rfc():
    key = PrivateKey.from_jwk(JWK)

    assert key.to_jwk() == JWK
    assert PublicKey.from_jwk(key.public.jwk) == key.public
    assert PublicKey.from_jwk(P256_JWK).jwk == P256_JWK


def test_a_private_key_is_not_shown():
    key = PrivateKey.generate()

    assert str(key.seed) not in repr(key)
    assert key != PrivateKey.generate()


@pytest.mark.parametrize(("kind", "curve", "digest", "half", "prefix"), CURVES)
def test_signatures_on_elliptic_curves_verify(kind, curve, digest, half, prefix):
    """Oracle: the signatures of cryptography, written as r and s side by side."""
    pair = ec.generate_private_key(curve)
    raw = pair.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    parts = decode_dss_signature(pair.sign(b"text", ec.ECDSA(digest)))
    signature = b"".join(part.to_bytes(half, "big") for part in parts)
    key = PublicKey(kind, raw)

    assert key.verify(signature, b"text")
    assert not key.verify(signature, b"Text")
    assert not key.verify(signature + b"\0", b"text")
    assert not key.verify(bytes(2 * half), b"text")
    assert key.multibase.startswith(prefix)
    assert PublicKey.from_multibase(key.multibase) == key == PublicKey.from_jwk(key.jwk)


@pytest.mark.parametrize(
    "jwk",
    [
        JWK,
        {},
        {**P256_JWK, "kty": "RSA"},
        {**P256_JWK, "crv": "P-384"},
        {**P256_JWK, "crv": ["P-256"]},
        {**P256_JWK, "x": P256_JWK["y"]},
        {**P256_JWK, "x": 7},
        {key: value for key, value in P256_JWK.items() if key != "y"},
        {"kty": "OKP", "crv": "Ed25519", "x": "AAAA"},
    ],
)
def test_a_jwk_that_is_no_public_key_is_refused(jwk):
    with pytest.raises(MalformedCredential):
        PublicKey.from_jwk(jwk)


@pytest.mark.parametrize(
    "text", ["z6Mk", "zQm", "", "u", "z6MkjZRsdasZv3aez3r18pB1RBFJR1kwUVJ5jHt92"]
)
def test_a_text_that_is_no_key_is_refused(text):
    with pytest.raises(MalformedCredential):
        PublicKey.from_multibase(text)


def test_bytes_that_are_no_key_are_refused():
    with pytest.raises(MalformedCredential):
        PublicKey(KeyKind.ED25519, RAW[:31])
    with pytest.raises(MalformedCredential):
        PublicKey(KeyKind.P256, b"\x02" + b"\xff" * 32)
    with pytest.raises(MalformedCredential):
        PrivateKey.from_seed(SEED[:31])


@pytest.mark.parametrize("change", [{"x": PrivateKey.from_seed(SEED).public.jwk["x"]}, {"d": "AA"}])
def test_a_private_jwk_whose_halves_do_not_fit_is_refused(change):
    with pytest.raises(MalformedCredential):
        PrivateKey.from_jwk({**JWK, **change})


def test_only_ed25519_keys_sign():
    with pytest.raises(MalformedCredential):
        PrivateKey.from_jwk(P256_JWK)
    with pytest.raises(MalformedCredential):
        PrivateKey.from_multibase(PrivateKey.from_seed(SEED).public.multibase)
