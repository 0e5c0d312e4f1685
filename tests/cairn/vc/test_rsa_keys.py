"""Oracle: joserfc, which reads the JWK and checks the signature on its own."""

from __future__ import annotations

import pytest
from joserfc import jws
from joserfc.jwk import RSAKey

from cairn.errors import KeyRefused
from cairn.vc.multibase import encode_base64url
from cairn.vc.rsa_keys import RsaPrivateKey

PAYLOAD = encode_base64url(b'{"iss":"https://college.example"}')
HEADER = encode_base64url(b'{"alg":"RS256"}')


@pytest.fixture(scope="module")
def key():
    return RsaPrivateKey.generate()


def test_a_new_key_has_3072_bits_and_the_usual_exponent(key):
    assert (key.public.modulus.bit_length(), key.public.exponent) == (3072, 65_537)


def test_what_it_signs_is_read_by_others_with_its_public_jwk(key):
    text = f"{HEADER}.{PAYLOAD}"
    token = f"{text}.{encode_base64url(key.sign(text.encode()))}"

    read = jws.deserialize_compact(token, RSAKey.import_key(key.public.jwk), algorithms=["RS256"])

    assert read.payload == b'{"iss":"https://college.example"}'
    assert key.public.verify(key.sign(b"text"), b"text")
    assert not key.public.verify(key.sign(b"text"), b"other")


def test_its_jwk_is_what_others_make_of_it(key):
    others = RSAKey.import_key(key.to_jwk()).as_dict(private=True)

    assert {name: others[name] for name in key.to_jwk()} == key.to_jwk()
    assert key.public.jwk.keys() == {"kty", "n", "e"}


def test_a_key_comes_back_from_its_jwk_and_signs_the_same(key):
    again = RsaPrivateKey.from_jwk(key.to_jwk())

    assert again == key
    assert again.sign(b"text") == key.sign(b"text")


def test_its_secret_is_never_printed(key):
    assert str(key.to_jwk()["d"])[:20] not in repr(key)
    assert repr(key).startswith("RsaPrivateKey(public=")


@pytest.mark.parametrize(
    "changed", [{"p": None}, {"d": 7}, {"dq": "!"}, {"q": "AQAB"}, {"n": "AQAB"}, {"e": "AQ"}]
)
def test_a_key_whose_numbers_will_not_do_is_refused(key, changed):
    with pytest.raises(KeyRefused):
        RsaPrivateKey.from_jwk(key.to_jwk() | changed)
