"""
Keys of Open Badges 2.0: which ones an issuer calls its own, and the PEM text that holds them.

A key counts only if the profile of the issuer lists it, and it names that issuer as its owner.

Source: IMS Global, Open Badges v2.0, "CryptographicKey"; RFC 7468, section 13 (PEM).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cairn.errors import CredentialError, FetchError, KeyRefused, KeyUnresolved, MalformedCredential
from cairn.openbadges.v2_published import Fetch, is_web_address, object_at
from cairn.vc.did import VerificationMethod
from cairn.vc.keys import KeyKind, PublicKey
from cairn.vc.members import id_of, listed
from cairn.vc.moments import read_moment
from cairn.vc.multibase import encode_base64url
from cairn.vc.rsa import RsaKey

MAX_KEYS = 16
"""Most keys of one issuer that are looked at; each may have to be fetched."""
MAX_PEM_CHARACTERS = 8192


def candidates(issuer: Mapping[str, Any], creator: Any) -> list[Any]:
    """
    Return the keys that may have signed, as the issuer lists them: ids, or objects with an id.

    Args:
        issuer: its profile, as published.
        creator: the key that the assertion names; None if it leaves that open.

    Raises:
        KeyRefused: if the issuer lists no key, too many, or not the one that is named.
    """
    own = [key for key in listed(issuer.get("publicKey")) if id_of(key) or isinstance(key, Mapping)]
    if not own:
        raise KeyRefused(f"{id_of(issuer)} lists no key with which it would sign badges")
    if creator is None and len(own) > MAX_KEYS:
        raise KeyRefused(f"{id_of(issuer)} lists more than {MAX_KEYS} keys, and the badge none")
    if creator is None:
        return own
    named = [key for key in own if id_of(key) is not None and id_of(key) == id_of(creator)]
    if not named:
        raise KeyRefused(f"{id_of(issuer)} does not list the key {str(id_of(creator))[:200]}")
    return named[:1]


def method_of(key: Any, issuer: Mapping[str, Any], fetch: Fetch) -> VerificationMethod:
    """
    Return the key that `issuer` lists as `key`, with what is said about it.

    Args:
        key: one of `candidates`; what is not enclosed in the profile is fetched.

    Raises:
        KeyUnresolved: if its document could not be had or read.
        KeyRefused: if it is unusable, or names no owner.
    """
    document, owner = _document(key, issuer, fetch)
    called = id_of(document) or f"a key in the profile of {id_of(issuer)}"
    if owner is None:
        raise KeyRefused(f"the key {called} does not say who owns it")
    if document.get("revoked") is True:
        raise KeyRefused(f"the key {called} was revoked")
    return VerificationMethod(
        id=called,
        controller=owner,
        public_key=key_of_pem(document.get("publicKeyPem")),
        purposes=frozenset({"assertionMethod"}),
        expires=_moment(document, "expires"),
        revoked=_moment(document, "revoked"),
    )


def _document(
    key: Any, issuer: Mapping[str, Any], fetch: Fetch
) -> tuple[Mapping[str, Any], str | None]:
    """Return the document of a key and its owner, who is plain where the profile encloses it."""
    if isinstance(key, Mapping) and "publicKeyPem" in key:
        return key, id_of(key.get("owner", id_of(issuer)))
    address = id_of(key) or ""
    if not is_web_address(address):
        raise KeyRefused(f"{id_of(issuer)} gives neither its key nor the address of it")
    try:
        found = object_at(address, fetch)
    except FetchError as error:
        raise KeyUnresolved(f"the key at {address} could not be had: {error}") from error
    except MalformedCredential as error:
        raise KeyRefused(str(error)) from error
    return found, id_of(found.get("owner"))


def key_of_pem(text: Any) -> PublicKey | RsaKey:
    """
    Return the public key in a PEM text: RSA, P-256, P-384 or Ed25519.

    Raises KeyRefused if it holds none of these, or one too weak to be believed.
    """
    if not isinstance(text, str) or len(text) > MAX_PEM_CHARACTERS:
        raise KeyRefused("the key has no PEM text in its member publicKeyPem")
    # slow to load, and nobody but these badges needs it
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        return _known_kind(load_pem_public_key(text.encode()))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise KeyRefused("the PEM text of the key holds no public key") from error
    except MalformedCredential as error:
        raise KeyRefused(f"the key will not do: {error}") from error


def _known_kind(found: Any) -> PublicKey | RsaKey:
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    if isinstance(found, rsa.RSAPublicKey):
        numbers = found.public_numbers()
        return RsaKey.from_jwk({"n": _base64url(numbers.n), "e": _base64url(numbers.e)})
    if isinstance(found, ed25519.Ed25519PublicKey):
        return PublicKey(KeyKind.ED25519, found.public_bytes_raw())
    curves = {"secp256r1": KeyKind.P256, "secp384r1": KeyKind.P384}
    if isinstance(found, ec.EllipticCurvePublicKey) and found.curve.name in curves:
        point = found.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
        return PublicKey(curves[found.curve.name], point)
    raise KeyRefused("the key is none of RSA, P-256, P-384 and Ed25519")


def _base64url(number: int) -> str:
    return encode_base64url(number.to_bytes((number.bit_length() + 7) // 8, "big"))


def _moment(document: Mapping[str, Any], member: str) -> datetime | None:
    value = document.get(member)
    try:
        return None if value in (None, False) else read_moment(value)
    except CredentialError as error:
        raise KeyRefused(f"{member} of the key {id_of(document)}: {error}") from error
