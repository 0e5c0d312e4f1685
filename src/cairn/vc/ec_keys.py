"""
Private keys of elliptic curves that sign credentials: P-256 and P-384.

Signatures are deterministic, so that signing may be repeated after a crash and gives the same
bytes, as those of Ed25519 do.

Sources: RFC 6979 (deterministic ECDSA); RFC 7518, section 6.2 (JWK); W3C Controlled Identifiers
1.0, section "Multikey".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from cairn.errors import KeyRefused, MalformedCredential
from cairn.vc.keys import KeyKind, PrivateKey, PublicKey
from cairn.vc.multibase import decode_base64url, decode_multibase, encode_base64url

_LENGTHS = {KeyKind.P256: 32, KeyKind.P384: 48}
_CURVES = {KeyKind.P256: ec.SECP256R1, KeyKind.P384: ec.SECP384R1}
_DIGESTS = {KeyKind.P256: SHA256, KeyKind.P384: SHA384}
# multicodec 0x1306 and 0x1307, as unsigned varints
_SECRET_PREFIXES = {KeyKind.P256: b"\x86\x26", KeyKind.P384: b"\x87\x26"}


@dataclass(frozen=True, slots=True)
class EcPrivateKey:
    """
    A key pair of P-256 or P-384, kept as its secret number, which is never printed.

    Raises KeyRefused if the number is out of range, or `kind` is none of the two.
    """

    kind: KeyKind
    secret: bytes = field(repr=False)
    _pair: ec.EllipticCurvePrivateKey = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.kind not in _CURVES:
            raise KeyRefused(f"{self.kind} is no curve of ECDSA keys")
        number = int.from_bytes(self.secret, "big")
        try:
            pair = ec.derive_private_key(number, _CURVES[self.kind]())
        except ValueError as error:
            raise KeyRefused(f"the secret of the {self.kind} key is out of range") from error
        object.__setattr__(self, "_pair", pair)

    @classmethod
    def generate(cls, kind: KeyKind) -> EcPrivateKey:
        """Return a new key from the operating system's source of randomness."""
        if kind not in _CURVES:
            raise KeyRefused(f"{kind} is no curve of ECDSA keys")
        number = ec.generate_private_key(_CURVES[kind]()).private_numbers().private_value
        return cls(kind, number.to_bytes(_LENGTHS[kind], "big"))

    @classmethod
    def from_multibase(cls, text: str) -> EcPrivateKey:
        """Return the key of a Multikey `secretKeyMultibase`; MalformedCredential otherwise."""
        data = decode_multibase(text)
        for kind, prefix in _SECRET_PREFIXES.items():
            if data.startswith(prefix) and len(data) == len(prefix) + _LENGTHS[kind]:
                return cls(kind, data[len(prefix) :])
        raise MalformedCredential("the text holds no secret key of P-256 or P-384")

    @classmethod
    def from_jwk(cls, jwk: Mapping[str, Any]) -> EcPrivateKey:
        """
        Return the key of a private JWK.

        Raises:
            MalformedCredential: if its point is none.
            KeyRefused: if it is of another curve, incomplete, or its public part belongs to
                another key.
        """
        if jwk.get("crv") not in list(_CURVES):
            raise KeyRefused("elliptic curves that sign are P-256 and P-384; this JWK is of none")
        public = PublicKey.from_jwk({name: value for name, value in jwk.items() if name != "d"})
        secret = jwk.get("d")
        if not isinstance(secret, str):
            raise KeyRefused("the private JWK lacks its secret d")
        key = cls(public.kind, decode_base64url(secret))
        if key.public != public:
            raise KeyRefused("the public part of the JWK belongs to another key")
        return key

    def to_jwk(self) -> dict[str, str]:
        """Return the private JWK, to be kept in a file that only its owner can read."""
        return {**self.public.jwk, "d": encode_base64url(self.secret)}

    @property
    def public(self) -> PublicKey:
        point = self._pair.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
        return PublicKey(self.kind, point)

    def sign(self, data: bytes) -> bytes:
        """Return r and s side by side, 64 or 96 bytes, which are the same every time."""
        how = ec.ECDSA(_DIGESTS[self.kind](), deterministic_signing=True)
        r, s = decode_dss_signature(self._pair.sign(data, how))
        half = _LENGTHS[self.kind]
        return r.to_bytes(half, "big") + s.to_bytes(half, "big")


SigningKey = PrivateKey | EcPrivateKey
"""A key that signs with Data Integrity."""


def signing_key(jwk: Mapping[str, Any]) -> SigningKey:
    """
    Return the key of a private JWK: Ed25519, P-256 or P-384.

    Raises:
        MalformedCredential, KeyRefused: if it is of another kind, incomplete, or its parts do
            not belong together.
    """
    return EcPrivateKey.from_jwk(jwk) if jwk.get("kty") == "EC" else PrivateKey.from_jwk(jwk)


def new_key(kind: KeyKind) -> SigningKey:
    """Return a new key of that kind from the operating system's source of randomness."""
    return PrivateKey.generate() if kind is KeyKind.ED25519 else EcPrivateKey.generate(kind)
