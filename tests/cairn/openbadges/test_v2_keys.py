"""Keys are made by joserfc, an implementation of JOSE by others, or by `cryptography`."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed448, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc.jwk import ECKey, OKPKey, RSAKey

from cairn.errors import KeyRefused, KeyUnresolved
from cairn.openbadges.v2_keys import MAX_KEYS, candidates, key_of_pem, method_of
from cairn.vc.keys import PublicKey
from cairn.vc.rsa import RsaKey
from tests.moments import MONDAY
from tests.signed_assertions import ED25519, ISSUER, KEY_URL, fetch_from, pem, web_of_college
from tests.signing import KEY

RSA = RSAKey.generate_key(2048)


def profile(*keys):
    return {"id": ISSUER, "publicKey": list(keys)}


@pytest.mark.parametrize("key", [ED25519, ECKey.generate_key("P-256"), ECKey.generate_key("P-384")])
def test_a_pem_text_holds_the_key_that_a_jwk_holds(key):
    assert key_of_pem(pem(key)) == PublicKey.from_jwk(key.as_dict(private=False))


def test_a_pem_text_may_hold_an_rsa_key_in_either_form():
    found = RsaKey.from_jwk(RSA.as_dict(private=False))
    old = RSA.public_key.public_bytes(Encoding.PEM, PublicFormat.PKCS1).decode()

    assert key_of_pem(pem(RSA)) == key_of_pem(old) == found


def encoded(public):
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


@pytest.mark.parametrize(
    "text",
    [
        encoded(ec.generate_private_key(ec.SECP256K1()).public_key()),
        encoded(ed448.Ed448PrivateKey.generate().public_key()),
        encoded(rsa.RSAPublicNumbers(65_537, 2**1023 + 9).public_key()),
        encoded(rsa.RSAPublicNumbers(3, 2**2047 + 9).public_key()),
        encoded(OKPKey.import_key(KEY.to_jwk()).public_key).replace("BEGIN", "START"),
        ED25519.as_pem(private=True).decode(),
        "x" * 9000,
        "",
        None,
        7,
    ],
    ids=(
        "another curve",
        "Ed448",
        "short RSA",
        "RSA with exponent 3",
        "another beginning",
        "a private key",
        "endless",
        "empty",
        "none",
        "a number",
    ),
)
def test_a_weak_broken_or_unknown_key_is_refused(text):
    with pytest.raises(KeyRefused):
        key_of_pem(text)


def test_a_point_for_which_any_text_fits_is_refused():
    # SubjectPublicKeyInfo of Ed25519 (RFC 8410), round the point of order 1
    small = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA" + "AQ" + "A" * 41 + "=\n"

    with pytest.raises(KeyRefused, match="small order"):
        key_of_pem(small + "-----END PUBLIC KEY-----\n")


def test_the_key_that_is_named_must_be_listed():
    issuer = profile("https://a.example/1", {"id": "https://a.example/2"})

    assert candidates(issuer, "https://a.example/2") == [{"id": "https://a.example/2"}]
    assert candidates(issuer, {"id": "https://a.example/1"}) == ["https://a.example/1"]
    assert len(candidates(issuer, None)) == 2
    for stranger in ("https://a.example/3", {}, 7, [], ""):
        with pytest.raises(KeyRefused, match="does not list"):
            candidates(issuer, stranger)


@pytest.mark.parametrize("keys", [[], [7], [None]])
def test_an_issuer_without_a_key_signs_nothing(keys):
    with pytest.raises(KeyRefused, match="lists no key"):
        candidates(profile(*keys), None)


def test_too_many_keys_are_not_tried_one_after_the_other():
    many = profile(*(f"https://a.example/{number}" for number in range(MAX_KEYS + 1)))

    assert len(candidates(many, "https://a.example/16")) == 1
    with pytest.raises(KeyRefused, match="more than"):
        candidates(many, None)


def test_a_key_says_whose_it_is_and_until_when():
    web = web_of_college()
    web[KEY_URL] |= {"expires": "2026-03-02T09:00:00Z", "revoked": False}

    method = method_of(KEY_URL, web[ISSUER], fetch_from(web))

    assert (method.id, method.controller, method.expires) == (KEY_URL, ISSUER, MONDAY)
    assert (method.public_key, method.revoked) == (KEY.public, None)


def test_a_key_in_the_profile_belongs_to_it_and_is_not_asked_for():
    def nothing(url):
        raise AssertionError(url)

    for key in ({"publicKeyPem": pem(ED25519)}, {"id": KEY_URL, "publicKeyPem": pem(ED25519)}):
        assert method_of(key, profile(key), nothing).controller == ISSUER
    theirs = {"owner": "https://stranger.example/", "publicKeyPem": pem(ED25519)}
    assert method_of(theirs, profile(theirs), nothing).controller == "https://stranger.example/"


@pytest.mark.parametrize(
    "changed",
    [
        {"owner": None},
        {"owner": 7},
        {"revoked": True},
        {"revoked": "yesterday"},
        {"expires": 7},
        {"id": "https://college.example/another"},
        {"publicKeyPem": "x"},
    ],
)
def test_a_document_that_is_no_usable_key_is_refused(changed):
    web = web_of_college()
    web[KEY_URL] |= changed

    with pytest.raises(KeyRefused):
        method_of(KEY_URL, web[ISSUER], fetch_from(web))


def test_a_key_that_cannot_be_had_is_open():
    with pytest.raises(KeyUnresolved):
        method_of(KEY_URL, profile(KEY_URL), fetch_from({}))
    for nowhere in ("urn:uuid:1", {"type": "CryptographicKey"}):
        with pytest.raises(KeyRefused, match="nor the address"):
            method_of(nowhere, profile(nowhere), fetch_from({}))
