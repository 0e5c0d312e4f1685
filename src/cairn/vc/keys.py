"""
Keys: public keys of the kinds that sign credentials, and Ed25519 keys of our own.

A public key is its kind and its raw bytes; how a signature is checked follows from the
kind alone and never from what the signed document says.

Sources: W3C Controlled Identifiers 1.0, section "Multikey"; RFC 8032 (Ed25519); RFC 7517,
RFC 7518 and RFC 8037 (JWK); NIST SP 800-186 (P-256, P-384).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from cairn.errors import MalformedCredential
from cairn.vc import ed25519
from cairn.vc.multibase import (
    decode_base64url,
    decode_multibase,
    encode_base64url,
    encode_multibase,
)


class KeyKind(StrEnum):
    """The kinds of keys, by the names of their curves in a JWK."""

    __hash__ = str.__hash__  # that of an enumeration is a function of Python's

    ED25519 = "Ed25519"
    P256 = "P-256"
    P384 = "P-384"


@dataclass(frozen=True, slots=True)
class _Shape:
    """What the bytes of one kind of key look like."""

    public_prefix: bytes
    public_length: int
    coordinate_length: int


# The prefixes are multicodec codes as unsigned varints: 0xed, 0x1200, 0x1201.
_SHAPES = {
    KeyKind.ED25519: _Shape(b"\xed\x01", public_length=32, coordinate_length=32),
    KeyKind.P256: _Shape(b"\x80\x24", public_length=33, coordinate_length=32),
    KeyKind.P384: _Shape(b"\x81\x24", public_length=49, coordinate_length=48),
}
# The y-coordinates of the eight points of small order, modulo the prime of the field
_PRIME = 2**255 - 19
_ORDER_8 = 2707385501144840649318225287225658788936804267575313519463743609750303402022
_SMALL_ORDER = frozenset({0, 1, _PRIME - 1, _ORDER_8, _PRIME - _ORDER_8})
_ED25519_SECRET_PREFIX = b"\x80\x26"  # multicodec 0x1300


@dataclass(frozen=True, slots=True)
class PublicKey:
    """
    A public key.

    `raw` holds the 32 bytes of an Ed25519 key, or the compressed point of an elliptic
    curve: 33 bytes for P-256, 49 for P-384.

    Raises MalformedCredential if `raw` is not a key of that kind, or one for which a signature
    could be made that fits many texts.
    """

    kind: KeyKind
    raw: bytes

    def __post_init__(self) -> None:
        wanted = _SHAPES[self.kind].public_length
        if len(self.raw) != wanted:
            raise MalformedCredential(
                f"a {self.kind} public key has {wanted} bytes, this one has {len(self.raw)}"
            )
        if self.kind is not KeyKind.ED25519:
            from cairn.vc import ecdsa  # slow to load; nobody but the elliptic curves needs it

            ecdsa.point(self.kind, self.raw)
        elif (int.from_bytes(self.raw, "little") & (2**255 - 1)) % _PRIME in _SMALL_ORDER:
            raise MalformedCredential("the key is a point of small order, for which any text fits")

    @classmethod
    def from_multibase(cls, text: str) -> PublicKey:
        """Return the key of a Multikey text such as `z6Mk…`; MalformedCredential otherwise."""
        data = decode_multibase(text)
        for kind, shape in _SHAPES.items():
            if data.startswith(shape.public_prefix):
                return cls(kind, data[2:])
        raise MalformedCredential("the Multikey text holds no Ed25519, P-256 or P-384 public key")

    @classmethod
    def from_jwk(cls, jwk: Mapping[str, Any]) -> PublicKey:
        """
        Return the key of a JSON Web Key.

        Raises:
            MalformedCredential: if it is of another kind, incomplete, or holds the private
                part `d`, which nobody should ever be sent.
        """
        if "d" in jwk:
            raise MalformedCredential("the JWK holds a private key; ask its owner to replace it")
        kind = _kind_of_jwk(jwk)
        x = _coordinate(jwk, "x", kind)
        if kind is KeyKind.ED25519:
            return cls(kind, x)
        from cairn.vc import ecdsa

        return cls(kind, ecdsa.compressed(kind, x, _coordinate(jwk, "y", kind)))

    @property
    def multibase(self) -> str:
        """The Multikey text: `z6Mk…` for Ed25519, `zDn…` for P-256, `z82L…` for P-384."""
        return encode_multibase(_SHAPES[self.kind].public_prefix + self.raw)

    @property
    def jwk(self) -> dict[str, str]:
        """The public JSON Web Key, without `kid`."""
        if self.kind is KeyKind.ED25519:
            return {"kty": "OKP", "crv": "Ed25519", "x": encode_base64url(self.raw)}
        from cairn.vc import ecdsa

        x, y = map(encode_base64url, ecdsa.coordinates(self.kind, self.raw))
        return {"kty": "EC", "crv": str(self.kind), "x": x, "y": y}

    def verify(self, signature: bytes, data: bytes) -> bool:
        """
        Return whether `signature` is this key's signature of `data`.

        An elliptic curve signature is r and s side by side, as JOSE and Data Integrity
        write it; the digest is SHA-256 for P-256 and SHA-384 for P-384.
        """
        if self.kind is KeyKind.ED25519:
            return ed25519.fits(self.raw, signature, data)
        from cairn.vc import ecdsa

        return ecdsa.fits(self.kind, self.raw, signature, data)


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """An Ed25519 key pair, kept as its seed of 32 bytes, which is never printed."""

    seed: bytes = field(repr=False)
    _pair: tuple[bytes, bytes] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.seed) != ed25519.SEED_LENGTH:
            raise MalformedCredential(f"an Ed25519 seed has 32 bytes, not {len(self.seed)}")
        # made once: it takes as long as a signature
        object.__setattr__(self, "_pair", ed25519.key_pair(self.seed))

    @classmethod
    def generate(cls) -> PrivateKey:
        """Return a new key from the operating system's source of randomness."""
        return cls(os.urandom(ed25519.SEED_LENGTH))

    @classmethod
    def from_seed(cls, seed: bytes) -> PrivateKey:
        """Return the key of a seed of 32 bytes."""
        return cls(seed)

    @classmethod
    def from_multibase(cls, text: str) -> PrivateKey:
        """Return the key of a Multikey `secretKeyMultibase`; MalformedCredential otherwise."""
        data = decode_multibase(text)
        if not data.startswith(_ED25519_SECRET_PREFIX):
            raise MalformedCredential("the text holds no Ed25519 secret key")
        return cls(data[2:])

    @classmethod
    def from_jwk(cls, jwk: Mapping[str, Any]) -> PrivateKey:
        """
        Return the key of a private Ed25519 JWK.

        Raises:
            MalformedCredential: if it is of another kind, or its public part `x` belongs
                to another key.
        """
        if _kind_of_jwk(jwk) is not KeyKind.ED25519:
            raise MalformedCredential("Cairn signs with Ed25519 keys; this JWK is of another kind")
        key = cls(_coordinate(jwk, "d", KeyKind.ED25519))
        if "x" in jwk and jwk["x"] != key.public.jwk["x"]:
            raise MalformedCredential("the public part of the JWK belongs to another key")
        return key

    def to_jwk(self) -> dict[str, str]:
        """Return the private JWK, to be kept in a file that only its owner can read."""
        return {**self.public.jwk, "d": encode_base64url(self.seed)}

    @property
    def public(self) -> PublicKey:
        return PublicKey(KeyKind.ED25519, self._pair[0])

    def sign(self, data: bytes) -> bytes:
        """Return the 64 bytes of the Ed25519 signature, which is the same every time."""
        return ed25519.sign(self._pair[1], data)


class Signer(Protocol):
    """Whoever holds private keys: this process, another one, a card, a cloud (SAFETY K1)."""

    def sign(self, key_ref: str, data: bytes) -> bytes:
        """Return the signature of `data` by the key that `key_ref` names."""

    def public(self, key_ref: str) -> PublicKey:
        """Return the public half of the key that `key_ref` names."""


def _kind_of_jwk(jwk: Mapping[str, Any]) -> KeyKind:
    kinds = {("OKP", "Ed25519"): KeyKind.ED25519, ("EC", "P-256"): KeyKind.P256}
    kinds["EC", "P-384"] = KeyKind.P384
    found = jwk.get("kty"), jwk.get("crv")
    for named, kind in kinds.items():
        if found == named:
            return kind
    raise MalformedCredential("the JWK is not of the kinds Ed25519, P-256 or P-384")


def _coordinate(jwk: Mapping[str, Any], member: str, kind: KeyKind) -> bytes:
    text = jwk.get(member)
    if not isinstance(text, str):
        raise MalformedCredential(f"the JWK has no text in its member {member!r}")
    data, wanted = decode_base64url(text), _SHAPES[kind].coordinate_length
    if len(data) != wanted:
        raise MalformedCredential(f"member {member!r} of the JWK must hold {wanted} bytes")
    return data
