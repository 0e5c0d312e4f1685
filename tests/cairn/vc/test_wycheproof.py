"""Published signatures with odd keys, numbers and encodings, checked as those of credentials."""

import json
from collections import Counter
from pathlib import Path

import pytest

from cairn.errors import KeyRefused, MalformedCredential, ProofMismatch
from cairn.vc.jwt import Token, check_signature
from cairn.vc.keys import PublicKey
from cairn.vc.rsa import RsaKey

VECTORS = Path(__file__).resolve().parents[2] / "vectors" / "wycheproof.json"
ALGORITHMS = ("EdDSA", "ES256", "ES384", "RS256")

groups = json.loads(VECTORS.read_text())["groups"]


def key_of(group):
    jwk = group["jwk"]
    return (RsaKey if jwk["kty"] == "RSA" else PublicKey).from_jwk(jwk)


def outcome(group, message, signature):
    """Return `accepted`, `refused`, or why the key itself is refused."""
    try:
        key = key_of(group)
    except (KeyRefused, MalformedCredential) as error:
        return str(error)
    header = {"alg": group["algorithm"]}
    token = Token(header, {}, bytes.fromhex(message), bytes.fromhex(signature))
    try:
        check_signature(token, key)
    except ProofMismatch:
        return "refused"
    return "accepted"


WEAK_EXPONENT = "Aw"  # 3
# What the vectors leave to the verifier
LEFT_OPEN = {
    "SmallOrderPublicKey": "the key is a point of small order, for which any text fits",
    "MixedOrderPublicKey": "accepted",
    "MissingNull": "refused",
}


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_signature_is_believed_only_where_the_vectors_say_so(algorithm):
    """Source: Wycheproof, see the head of the file."""
    counted = Counter()
    for group in groups:
        if group["algorithm"] != algorithm:
            continue
        for number, comment, flags, message, signature, result in group["tests"]:
            found = outcome(group, message, signature)
            counted[result] += 1
            if result == "invalid":
                assert found != "accepted", (number, comment)
            elif group["jwk"].get("e") == WEAK_EXPONENT:
                assert "too weak" in found, (number, comment)
            elif result == "valid":
                assert found == "accepted", (number, comment)
            else:
                assert {LEFT_OPEN[flag] for flag in flags} == {found}, (number, comment)

    assert counted["valid"] >= 6
    assert counted["invalid"] >= 25


def test_no_key_of_small_order_is_believed():
    small = [
        group
        for group in groups
        if any("SmallOrderPublicKey" in flags for _, _, flags, *_ in group["tests"])
    ]

    assert len(small) == 8
    for group in small:
        with pytest.raises(MalformedCredential, match="small order"):
            key_of(group)
