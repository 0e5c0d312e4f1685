"""
Public keys of elliptic curves, P-256 and P-384, and checking ECDSA signatures, by OpenSSL.

Sources: NIST SP 800-186 (the curves); RFC 7518, section 3.4 (r and s side by side).
"""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from cairn.errors import MalformedCredential

_CURVES = {"P-256": ec.SECP256R1(), "P-384": ec.SECP384R1()}
_HOWS = {"P-256": ec.ECDSA(SHA256()), "P-384": ec.ECDSA(SHA384())}


def point(curve: str, raw: bytes) -> ec.EllipticCurvePublicKey:
    """
    Return the point of a curve whose compressed form is `raw`.

    Raises MalformedCredential if there is none.
    """
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(_CURVES[curve], raw)
    except ValueError as error:
        raise MalformedCredential(f"the bytes are no point of {curve}") from error


def compressed(curve: str, x: bytes, y: bytes) -> bytes:
    """
    Return the compressed form of a point that is given by its coordinates, big end first.

    Raises MalformedCredential if it is not on the curve.
    """
    numbers = int.from_bytes(x, "big"), int.from_bytes(y, "big")
    try:
        found = ec.EllipticCurvePublicNumbers(*numbers, _CURVES[curve]).public_key()
    except ValueError as error:
        raise MalformedCredential(f"the JWK names no point of {curve}") from error
    return found.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)


def coordinates(curve: str, raw: bytes) -> tuple[bytes, bytes]:
    """Return x and y of the point whose compressed form is `raw`, big end first."""
    numbers, length = point(curve, raw).public_numbers(), len(raw) - 1
    return numbers.x.to_bytes(length, "big"), numbers.y.to_bytes(length, "big")


def fits(curve: str, raw: bytes, signature: bytes, data: bytes) -> bool:
    """
    Return whether `signature` is that of `data` by the key whose compressed point is `raw`.

    The digest is SHA-256 for P-256 and SHA-384 for P-384.

    Args:
        signature: r and s side by side; of another length than theirs it is none.
    """
    half = len(raw) - 1
    if len(signature) != 2 * half:
        return False
    r, s = (int.from_bytes(part, "big") for part in (signature[:half], signature[half:]))
    try:
        point(curve, raw).verify(encode_dss_signature(r, s), data, _HOWS[curve])
    except InvalidSignature:
        return False
    return True
