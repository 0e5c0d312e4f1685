import hashlib

import pytest

from cairn.errors import CairnError, KeyRefused, MalformedCredential
from cairn.vc.ec_keys import EcPrivateKey, new_key, signing_key
from cairn.vc.keys import KeyKind, PrivateKey, PublicKey
from cairn.vc.multibase import encode_base64url, encode_multibase

# W3C Data Integrity ECDSA Cryptosuites 1.0, appendix "Test Vectors"
W3C_PAIRS = {
    "zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP": (
        "z42twTcNeSYcnqg1FLuSFs2bsGH3ZqbRHFmvS9XMsYhjxvHN"
    ),
    "z82LkuBieyGShVBhvtE2zoiD6Kma4tJGFtkAhxR5pfkp5QPw4LutoYWhvQCnGjdVn14kujQ": (
        "z2fanyY7zgwNpZGxX5fXXibvScNaUWNprHU9dKx7qpVj7mws9J8LLt4mDB5TyH2GLHWkUc"
    ),
}
# RFC 6979, appendix A.2.5 and A.2.6: the secret, and r and s for the text "sample"
RFC_6979 = {
    KeyKind.P256: (
        "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721",
        "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716",
        "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8",
    ),
    KeyKind.P384: (
        "6B9D3DAD2E1B8C1C05B19875B6659F4DE23C3B667BF297BA9AA47740787137D8"
        "96D5724E4C70A825F872C9EA60D2EDF5",
        "94EDBB92A5ECB8AAD4736E56C691916B3F88140666CE9FA73D64C4EA95AD133C"
        "81A648152E44ACF96E36DD1E80FABE46",
        "99EF4AEB15F178CEA1FE40DB2603138F130E740A19624526203B6351D0A3A94F"
        "A329C145786E679E7B82C71A38628AC8",
    ),
}
CURVES = list(RFC_6979)


@pytest.mark.parametrize("kind", CURVES)
def test_signatures_are_those_of_the_rfc_every_time(kind):
    secret, r, s = (bytes.fromhex(number) for number in RFC_6979[kind])
    key = EcPrivateKey(kind, secret)

    assert key.sign(b"sample") == r + s == key.sign(b"sample")
    assert key.public.verify(r + s, b"sample")
    assert not key.public.verify(r + s, b"simple")


@pytest.mark.parametrize(("public", "secret"), W3C_PAIRS.items())
def test_the_pairs_of_the_w3c_belong_together(public, secret):
    assert EcPrivateKey.from_multibase(secret).public == PublicKey.from_multibase(public)


@pytest.mark.parametrize("kind", list(KeyKind))
def test_a_new_key_comes_back_from_its_jwk_and_never_shows_its_secret(kind):
    key = new_key(kind)
    jwk = key.to_jwk()

    assert signing_key(jwk) == key
    assert signing_key(jwk).public.kind is kind
    assert jwk["d"] not in repr(key)
    assert new_key(kind) != key


def jwk_with(**changes):
    jwk = EcPrivateKey(KeyKind.P256, hashlib.sha256(b"a").digest()).to_jwk() | changes
    return {name: value for name, value in jwk.items() if value is not None}


OTHER = EcPrivateKey(KeyKind.P256, hashlib.sha256(b"b").digest()).to_jwk()
ZERO = encode_base64url(bytes(32))
ORDER = encode_base64url(
    bytes.fromhex("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551")
)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"x": OTHER["x"], "y": OTHER["y"]}, KeyRefused),
        ({"d": OTHER["d"]}, KeyRefused),
        ({"d": ZERO}, KeyRefused),
        ({"d": ORDER}, KeyRefused),
        ({"d": None}, KeyRefused),
        ({"d": 7}, KeyRefused),
        ({"d": "!"}, MalformedCredential),
        ({"y": None}, MalformedCredential),
        ({"crv": "P-521"}, KeyRefused),
        ({"crv": ["P-256"]}, KeyRefused),
    ],
)
def test_a_jwk_whose_parts_do_not_fit_is_refused(changes, error):
    with pytest.raises(error):
        signing_key(jwk_with(**changes))


@pytest.mark.parametrize("text", ["z1", encode_multibase(b"\x86\x26" + bytes(31)), "z42twTcNeSYc"])
def test_a_text_that_is_no_secret_key_is_refused(text):
    with pytest.raises(CairnError):
        EcPrivateKey.from_multibase(text)


def test_ed25519_is_no_curve_of_these():
    with pytest.raises(KeyRefused):
        EcPrivateKey(KeyKind.ED25519, bytes(32))
    with pytest.raises(KeyRefused):
        EcPrivateKey.generate(KeyKind.ED25519)
    assert isinstance(new_key(KeyKind.ED25519), PrivateKey)
