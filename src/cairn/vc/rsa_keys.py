"""
RSA private keys: they sign JWTs with RS256, and no Data Integrity proof.

Source: RFC 7518, section 6.3 (JWK); RFC 8017, section 8.2 (RSASSA-PKCS1-v1_5); NIST SP 800-57
Part 1 Revision 5, table 2, for the length: 3,072 bits are as strong as P-256 and Ed25519.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

from cairn.errors import KeyRefused, MalformedCredential
from cairn.vc.multibase import decode_base64url
from cairn.vc.rsa import MIN_RSA_EXPONENT, RsaKey, number_text

NEW_RSA_BITS = 3072
_SECRETS = ("d", "p", "q", "dp", "dq", "qi")


@dataclass(frozen=True, slots=True)
class RsaPrivateKey:
    """An RSA key pair, whose secret numbers are never printed."""

    public: RsaKey
    _pair: rsa.RSAPrivateKey = field(repr=False, compare=False)

    @classmethod
    def generate(cls) -> RsaPrivateKey:
        """Return a new key of 3,072 bits, which takes a second or so to find."""
        pair = rsa.generate_private_key(MIN_RSA_EXPONENT, NEW_RSA_BITS)
        numbers = pair.public_key().public_numbers()
        return cls(RsaKey(numbers.n, numbers.e), pair)

    @classmethod
    def from_jwk(cls, jwk: Mapping[str, Any]) -> RsaPrivateKey:
        """
        Return the key of a private JWK.

        Raises:
            KeyRefused: if it is incomplete or too weak, or its numbers do not belong together.
        """
        public = RsaKey.from_jwk({name: jwk.get(name) for name in ("n", "e")})
        d, p, q, dp, dq, qi = _numbers(jwk)
        numbers = rsa.RSAPublicNumbers(public.exponent, public.modulus)
        try:
            pair = rsa.RSAPrivateNumbers(p, q, d, dp, dq, qi, numbers).private_key()
        except ValueError as error:
            raise KeyRefused("the numbers of the RSA key do not belong together") from error
        return cls(public, pair)

    def to_jwk(self) -> dict[str, str]:
        """Return the private JWK, to be kept in a file that only its owner can read."""
        held = self._pair.private_numbers()
        numbers = (held.d, held.p, held.q, held.dmp1, held.dmq1, held.iqmp)
        secrets = {name: number_text(one) for name, one in zip(_SECRETS, numbers, strict=True)}
        return {**self.public.jwk, **secrets}

    def sign(self, data: bytes) -> bytes:
        """Return the RS256 signature of `data`, which is the same every time."""
        return self._pair.sign(data, padding.PKCS1v15(), SHA256())


def _numbers(jwk: Mapping[str, Any]) -> list[int]:
    try:
        return [int.from_bytes(decode_base64url(jwk[name]), "big") for name in _SECRETS]
    except (KeyError, TypeError, AttributeError, MalformedCredential) as error:
        raise KeyRefused(f"the private JWK lacks one of {', '.join(_SECRETS)}") from error
