"""
RSA public keys: they sign JWTs with RS256, and no Data Integrity proof.

Source: RFC 7517 and RFC 7518, section 6.3 (JWK); RFC 8017, section 8.2 (RSASSA-PKCS1-v1_5).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cairn.errors import KeyRefused, MalformedCredential
from cairn.vc.multibase import decode_base64url, encode_base64url

MIN_RSA_BITS = 2048
MIN_RSA_EXPONENT = 65_537


@dataclass(frozen=True, slots=True)
class RsaKey:
    """An RSA public key, which signs with RS256 only."""

    modulus: int
    exponent: int

    @classmethod
    def from_jwk(cls, jwk: Mapping[str, Any]) -> RsaKey:
        """
        Return the key of a public RSA JWK.

        Raises:
            KeyRefused: if it is malformed, private, shorter than 2,048 bits, or its exponent
                is below 65,537.
        """
        try:
            numbers = [int.from_bytes(decode_base64url(jwk[name]), "big") for name in ("n", "e")]
        except (KeyError, TypeError, MalformedCredential) as error:
            raise KeyRefused("the RSA key lacks its modulus or its exponent") from error
        modulus, exponent = numbers
        if "d" in jwk or modulus.bit_length() < MIN_RSA_BITS or exponent < MIN_RSA_EXPONENT:
            raise KeyRefused("the RSA key is private, or too weak to be believed")
        if modulus.bit_length() > 4 * MIN_RSA_BITS or exponent.bit_length() > 64:
            raise KeyRefused("the RSA key is larger than any that is in use")
        return cls(modulus, exponent)

    @property
    def jwk(self) -> dict[str, str]:
        """The public JSON Web Key, without `kid`."""
        return {"kty": "RSA", "n": number_text(self.modulus), "e": number_text(self.exponent)}

    def verify(self, signature: bytes, data: bytes) -> bool:
        """Return whether `signature` is this key's RS256 signature of `data`."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric import padding, rsa
        from cryptography.hazmat.primitives.hashes import SHA256

        try:
            key = rsa.RSAPublicNumbers(self.exponent, self.modulus).public_key()
            key.verify(signature, data, padding.PKCS1v15(), SHA256())
        except (InvalidSignature, ValueError):
            return False
        return True


def number_text(number: int) -> str:
    """Return a number as a JWK writes it: its fewest bytes, the highest first, in base64url."""
    return encode_base64url(number.to_bytes((number.bit_length() + 7) // 8, "big"))
