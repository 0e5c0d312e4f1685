"""
Ed25519: signing and checking signatures, by libsodium.

It takes half the time of OpenSSL, and refuses more: besides an S that is not below the order of
the group, also points that are not written in their one way, and points of small order, in a key
as in a signature. A signature that it accepts fits without the cofactor, so that whoever
leaves that out agrees.

Source: RFC 8032, "Edwards-Curve Digital Signature Algorithm"; the test vectors of Chalkias,
Garillot and Nikolaenko, "Taming the many EdDSAs".
"""

from __future__ import annotations

from nacl.bindings import crypto_sign, crypto_sign_open, crypto_sign_seed_keypair
from nacl.exceptions import BadSignatureError

SEED_LENGTH = 32
PUBLIC_LENGTH = 32
SIGNATURE_LENGTH = 64


def key_pair(seed: bytes) -> tuple[bytes, bytes]:
    """Return the public key of a seed of 32 bytes, and what `sign` wants: 32 and 64 bytes."""
    public, secret = crypto_sign_seed_keypair(seed)
    return public, secret


def sign(secret: bytes, data: bytes) -> bytes:
    """Return the signature of `data`, 64 bytes, by the secret half of a pair of `key_pair`."""
    signature: bytes = crypto_sign(data, secret)[:SIGNATURE_LENGTH]
    return signature


def fits(public: bytes, signature: bytes, data: bytes) -> bool:
    """
    Return whether `signature` is that of `data`.

    Args:
        public: 32 bytes, which may be anything.
        signature: as it was sent; of another length than 64 it is none.

    Raises ValueError if `public` has another length.
    """
    if len(public) != PUBLIC_LENGTH:
        raise ValueError(f"an Ed25519 public key has {PUBLIC_LENGTH} bytes")
    # libsodium takes both as one text: a short signature would borrow from what follows
    if len(signature) != SIGNATURE_LENGTH:
        return False
    try:
        crypto_sign_open(signature + data, public)
    except BadSignatureError:
        return False
    return True
