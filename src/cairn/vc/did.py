"""
Where keys are found: did:key and did:jwk hold their key, did:web and https name a document.

"The key could not be fetched" (`KeyUnresolved`) is kept apart from "the key is known not
to be usable" (`KeyRefused`): the first leaves a verifier undecided, the second decides.

Sources: W3C Controlled Identifiers 1.0, "Retrieve Verification Method"; the did:key,
did:jwk and did:web method specifications.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import unquote, urlsplit

from cairn.errors import (
    CredentialError,
    FetchError,
    InputError,
    KeyRefused,
    KeyUnresolved,
    MalformedCredential,
)
from cairn.reading import read_json
from cairn.vc.keys import PublicKey
from cairn.vc.members import id_of
from cairn.vc.moments import moment_text, read_moment
from cairn.vc.multibase import decode_base64url
from cairn.vc.rsa import RsaKey

Fetch = Callable[[str], bytes]
"""Returns the bytes at an https address, or raises FetchError."""

RELATIONS = (
    "assertionMethod",
    "authentication",
    "capabilityInvocation",
    "capabilityDelegation",
    "keyAgreement",
)
SELF_CONTAINED_PURPOSES = frozenset(RELATIONS[:4])

_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*(%3A[0-9]{1,5})?", re.I | re.ASCII)
_SEGMENT = re.compile(r"(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})+", re.ASCII)
_DID_WEB = "did:web:"


@dataclass(frozen=True, slots=True)
class VerificationMethod:
    """A public key with what its controller says about it."""

    id: str
    controller: str
    public_key: PublicKey | RsaKey
    purposes: frozenset[str]
    expires: datetime | None = None
    revoked: datetime | None = None


@dataclass(frozen=True, slots=True)
class MethodRecord:
    """A key of an issuer as its controller document lists it, in use or retired."""

    public_key: PublicKey
    expires: datetime | None = None
    revoked: datetime | None = None


def did_key(public: PublicKey) -> str:
    """Return `did:key:z6Mk…`, the identifier that is the key."""
    return f"did:key:{public.multibase}"


def did_key_method(public: PublicKey) -> str:
    """Return `did:key:z6Mk…#z6Mk…`, the only signing method of `did_key(public)`."""
    return f"{did_key(public)}#{public.multibase}"


def did_web(url: str) -> str:
    """
    Return the did:web identifier whose document lies at or below `url`.

    `https://example.org` gives `did:web:example.org`, and `https://example.org:8443/a/b/`
    gives `did:web:example.org%3A8443:a:b`; `…/did.json` at the end makes no difference.

    Raises:
        MalformedCredential: if `url` is not https, names an IP address, or has a query,
            a fragment, a user, or a segment that is empty or `..`.
    """
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise MalformedCredential(f"did:web needs an https address, not {url!r}") from error
    if parts.scheme != "https" or not parts.hostname or "@" in parts.netloc:
        raise MalformedCredential(f"did:web needs an https address, not {url!r}")
    if parts.query or parts.fragment:
        raise MalformedCredential("the address of a did:web has no query and no fragment")
    path = re.sub(r"(/\.well-known)?/did\.json$", "", parts.path).strip("/")
    did = ":".join(
        [_DID_WEB + parts.netloc.replace(":", "%3A"), *(path.split("/") if path else ())]
    )
    did_web_url(did)
    return did


def did_web_url(did: str) -> str:
    """
    Return the https address of the document of a did:web identifier.

    Raises:
        MalformedCredential: if `did` is no did:web, or names an IP address or a path that
            would lead elsewhere.
    """
    if not did.startswith(_DID_WEB):
        raise MalformedCredential(f"{did!r} is not a did:web identifier")
    host, *segments = did.removeprefix(_DID_WEB).split(":")
    if not _HOST.fullmatch(host) or _is_ip(unquote(host).partition(":")[0]):
        raise MalformedCredential(f"{did!r} does not name a host; did:web takes no IP address")
    for segment in segments:
        if not _SEGMENT.fullmatch(segment) or {"/", "\\"} & set(unquote(segment)):
            raise MalformedCredential(f"{did!r} has the unusable path segment {segment!r}")
        if unquote(segment) in {".", ".."}:
            raise MalformedCredential(f"{did!r} leads out of its own folder")
    path = "/".join(segments or [".well-known"])
    return f"https://{unquote(host)}/{path}/did.json"


def controller_document(id: str, keys: Sequence[MethodRecord]) -> dict[str, Any]:
    """
    Return the DID document of the issuer `id` with a Multikey method for each of `keys`.

    A retired key stays listed, or what it signed would stop verifying. A key that was
    revoked stays listed too, with the moment from which it is not to be believed.
    """
    methods = [_multikey(id, record) for record in keys]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": id,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def _multikey(controller: str, record: MethodRecord) -> dict[str, str]:
    text = record.public_key.multibase
    method = {
        "id": f"{controller}#{text}",
        "type": "Multikey",
        "controller": controller,
        "publicKeyMultibase": text,
    }
    for member, moment in (("expires", record.expires), ("revoked", record.revoked)):
        if moment is not None:
            method[member] = moment_text(moment)
    return method


def resolve_method(method_id: str, *, fetch: Fetch) -> VerificationMethod:
    """
    Return the key that a proof names.

    Args:
        method_id: a did:key, did:jwk, did:web or https address of a verification method.
        fetch: asked only for did:web and https.

    Raises:
        KeyUnresolved: the document could not be had or read, or the DID method is none
            of these; somebody else may be able to decide.
        KeyRefused: the key is known to be unusable: not listed, or malformed.
    """
    try:
        if method_id.startswith("did:key:"):
            return _did_key_method(method_id)
        if method_id.startswith("did:jwk:"):
            return _did_jwk_method(method_id)
        return _listed_method(method_id, fetch=fetch)
    except MalformedCredential as error:
        raise KeyRefused(f"the key {method_id} is malformed: {error}") from error


@lru_cache(maxsize=256)  # the identifier is the key, so there is nothing to go stale
def _did_key_method(method_id: str) -> VerificationMethod:
    did, _, fragment = method_id.partition("#")
    text = did.removeprefix("did:key:")
    if fragment and fragment != text:
        raise KeyRefused(f"{did} holds one key only, and {fragment!r} is not its name")
    key = PublicKey.from_multibase(text)
    return VerificationMethod(f"{did}#{text}", did, key, SELF_CONTAINED_PURPOSES)


def _did_jwk_method(method_id: str) -> VerificationMethod:
    did, _, fragment = method_id.partition("#")
    if fragment not in {"", "0"}:
        raise KeyRefused(f"{did} holds one key only, named #0")
    try:
        jwk = read_json(decode_base64url(did.removeprefix("did:jwk:")), max_bytes=4096)
    except InputError as error:
        raise KeyRefused(f"{did} holds no JSON Web Key: {error}") from error
    if not isinstance(jwk, dict):
        raise KeyRefused(f"{did} holds no JSON Web Key")
    return VerificationMethod(f"{did}#0", did, _of_jwk(jwk), SELF_CONTAINED_PURPOSES)


def _listed_method(method_id: str, *, fetch: Fetch) -> VerificationMethod:
    base = method_id.partition("#")[0]
    document = _fetched(base, fetch=fetch)
    method = _method_in(document, method_id)
    controller = method.get("controller")
    if not isinstance(controller, str):
        raise KeyRefused(f"the key {method_id} names no controller")
    # Anybody can write another's name under a key: the named one must list it as well.
    owner = document if controller == base else _fetched(controller, fetch=fetch)
    if owner.get("id") != controller:
        raise KeyRefused(f"the document of {controller} says that it is {owner.get('id')!r}")
    return VerificationMethod(
        id=method_id,
        controller=controller,
        public_key=_key_of(method, method_id),
        # a bare "#key-1" names a key of the document in which it stands, and of no other
        purposes=_purposes(_names(method_id) if controller == base else {method_id}, owner),
        expires=_moment(method, "expires"),
        revoked=_moment(method, "revoked"),
    )


def _document_url(controller: str) -> str:
    if controller.startswith(_DID_WEB):
        return did_web_url(controller)
    scheme = controller.partition(":")[0]
    if scheme == "did":
        method = ":".join(controller.split(":")[:2])
        raise KeyUnresolved(f"the DID method {method} is not one that Cairn can look up")
    if scheme != "https":
        raise KeyRefused(f"a key is named by a DID or an https address, not by {controller!r}")
    return controller


def _fetched(controller: str, *, fetch: Fetch) -> Mapping[str, Any]:
    url = _document_url(controller)
    try:
        document = read_json(fetch(url))
    except FetchError as error:
        raise KeyUnresolved(f"the key's document at {url} could not be fetched: {error}") from error
    except InputError as error:
        raise KeyUnresolved(f"the key's document at {url} could not be read: {error}") from error
    if not isinstance(document, dict):
        raise KeyUnresolved(f"what lies at {url} is not a document about keys")
    return document


def _method_in(document: Mapping[str, Any], method_id: str) -> Mapping[str, Any]:
    for member in ("verificationMethod", *RELATIONS):
        for entry in _listed(document.get(member)):
            if isinstance(entry, Mapping) and id_of(entry) in _names(method_id):
                return entry
    if document.get("id") == method_id:
        return document  # a Multikey that lies at an address of its own
    raise KeyRefused(f"the document where {method_id} should be listed does not list it")


def _names(method_id: str) -> set[str]:
    _, mark, fragment = method_id.partition("#")
    return {method_id, mark + fragment} - {""}


def _of_jwk(jwk: Mapping[str, Any]) -> PublicKey | RsaKey:
    return RsaKey.from_jwk(jwk) if jwk.get("kty") == "RSA" else PublicKey.from_jwk(jwk)


def _key_of(method: Mapping[str, Any], method_id: str) -> PublicKey | RsaKey:
    text, jwk = method.get("publicKeyMultibase"), method.get("publicKeyJwk")
    if isinstance(text, str):
        return PublicKey.from_multibase(text)
    if isinstance(jwk, Mapping):
        return _of_jwk(jwk)
    raise KeyRefused(f"the key {method_id} has neither publicKeyMultibase nor publicKeyJwk")


def _purposes(names: Container[str], document: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(
        relation
        for relation in RELATIONS
        for entry in _listed(document.get(relation))
        if id_of(entry) in names
    )


def _moment(method: Mapping[str, Any], member: str) -> datetime | None:
    value = method.get(member)
    try:
        return None if value is None else read_moment(value)
    except CredentialError as error:
        raise KeyRefused(f"{member} of the key {method.get('id')}: {error}") from error


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [value]


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        # 127.1 and 2130706433 are addresses to many resolvers, although not to `ipaddress`.
        return bool(re.fullmatch(r"(0x[0-9a-f]+|[0-9]+)", host.rpartition(".")[2], re.I))
    return True
