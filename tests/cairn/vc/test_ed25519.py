from hashlib import sha512

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.vc.ed25519 import fits, key_pair, sign

SEED = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
PUBLIC, SECRET = key_pair(SEED)
PRIME = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
# "Taming the many EdDSAs", table 5: text, key, signature
EDGES = {
    "S is zero and both points are small": (
        "8c93255d71dcab10e8f379c26200f3c7bd5f09d9bc3068d3ef4edeb4853022b6",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"
        "0000000000000000000000000000000000000000000000000000000000000000",
    ),
    "the key is small": (
        "9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43"
        "a5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04",
    ),
    "R is small": (
        "aebf3f2601a0c8c5d39cc7d8911642f740b78168218da8471772b35f9d35b9ab",
        "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"
        "8c4bd45aecaca5b24fb97bc10ac27ac8751a7dfe1baff8b953ec9f5833ca260e",
    ),
    "it fits only with the cofactor": (
        "e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c",
        "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d",
        "160a1cb0dc9c0258cd0a7d23e94d8fa878bcb1925f2c64246b2dee1796bed512"
        "5ec6bc982a269b723e0668e540911a9a6a58921d6925e434ab10aa7940551a09",
    ),
    "S is not below the order": (
        "85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40",
        "442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623",
        "e96f66be976d82e60150baecff9906684aebb1ef181f67a7189ac78ea23b6c0e"
        "547f7690a0e2ddcd04d87dbc3490dc19b3b3052f7ff0538cb68afb369ba3a514",
    ),
    "R is not written in its one way": (
        "84b698d39be126ff55fe45079e6c8bf64a0d7db6994560b4e96b7021eb39c1a1",
        "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
        "084d5b99c2a9463d9c8bd5026916996984eeec87ddf1d3be329006ace1b37b09",
    ),
}


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200))
@settings(max_examples=30, deadline=None)
def test_keys_and_signatures_are_those_of_openssl(seed, data):
    public, secret = key_pair(seed)
    theirs = Ed25519PrivateKey.from_private_bytes(seed)
    signature = sign(secret, data)

    assert public == theirs.public_key().public_bytes_raw()
    assert signature == theirs.sign(data)
    assert fits(public, signature, data)
    assert not fits(public, signature, data + b"\0")


@pytest.mark.parametrize("edge", EDGES)
def test_signatures_that_could_fit_more_than_one_text_or_be_written_twice_are_refused(edge):
    data, public, signature = map(bytes.fromhex, EDGES[edge])

    assert not fits(public, signature, data)


def test_a_mixed_key_of_which_the_large_part_has_signed_is_believed():
    """The same table, number 3: it fits with and without the cofactor."""
    public = "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d"
    data = "9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79"
    signature = (
        "9046a64750444938de19f227bb80485e92b83fdb4b6506c160484c016cc1852f"
        "87909e14428a7a1d62e9f22f3d3ad7802db02eb2e688b6c52fcd6648a98bd009"
    )

    assert fits(bytes.fromhex(public), bytes.fromhex(signature), bytes.fromhex(data))


@pytest.mark.parametrize("cut", [1, 31, 32, 63, 64])
def test_a_short_signature_borrows_nothing_from_the_text_behind_it(cut):
    signature, data = sign(SECRET, b"text"), b"text"

    assert not fits(PUBLIC, signature[:-cut], signature[-cut:] + data)


def test_a_long_signature_lends_nothing_to_the_text_behind_it():
    signature = sign(SECRET, b"text")

    assert not fits(PUBLIC, signature + b"te", b"xt")


@pytest.mark.parametrize("public", [b"", PUBLIC[:31], PUBLIC + b"\0"])
def test_a_key_of_another_length_is_no_key(public):
    with pytest.raises(ValueError, match="32 bytes"):
        fits(public, bytes(64), b"")


@pytest.mark.parametrize("one", [1, 1 + PRIME, 1 + 2**255, 1 + PRIME + 2**255])
def test_the_point_that_makes_every_text_fit_is_no_key_however_it_is_written(one):
    """S B = R + h A for every h if A is zero; R is the point of a number that we know."""
    number = int.from_bytes(sha512(SEED).digest()[:32], "little") & (2**255 - 8) | 2**254
    signature = PUBLIC + (number % ORDER).to_bytes(32, "little")

    assert not fits(one.to_bytes(32, "little"), signature, b"text")
