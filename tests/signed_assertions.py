"""A college that signs badges of Open Badges 2.0 with keys that joserfc made."""

from __future__ import annotations

import json
import warnings
from typing import Any

from joserfc import jws
from joserfc.errors import SecurityWarning
from joserfc.jwk import OKPKey

from cairn.errors import FetchError
from tests.signing import KEY

ISSUER = "https://college.example/issuer"
BADGE = "https://college.example/badge"
KEY_URL = "https://college.example/key"
REVOKED = "https://college.example/revoked"
ASSERTION = "urn:uuid:3c574c87-b96f-4f06-8eb5-68a29335b60e"
ED25519 = OKPKey.import_key(KEY.to_jwk())


def pem(key: Any) -> str:
    """Return the public half of `key` as PEM."""
    return str(key.as_pem(private=False).decode())


def web_of_college(key: Any = ED25519) -> dict[str, Any]:
    """Return what the college publishes, by its address; its list of revoked badges is empty."""
    context = "https://w3id.org/openbadges/v2"
    documents = [
        {"id": BADGE, "type": "BadgeClass", "name": "Whiteboards", "issuer": ISSUER},
        {
            "id": ISSUER,
            "type": "Issuer",
            "name": "North College",
            "publicKey": KEY_URL,
            "revocationList": REVOKED,
        },
        {"id": KEY_URL, "type": "CryptographicKey", "owner": ISSUER, "publicKeyPem": pem(key)},
        {"id": REVOKED, "type": "RevocationList", "issuer": ISSUER, "revokedAssertions": []},
    ]
    return {document["id"]: {"@context": context, **document} for document in documents}


def an_assertion(**changes: Any) -> dict[str, Any]:
    """Return the assertion that is signed; a change to None leaves its member out."""
    assertion = {
        "@context": "https://w3id.org/openbadges/v2",
        "id": ASSERTION,
        "type": "Assertion",
        "recipient": {"type": "email", "hashed": False, "identity": "ada@college.example"},
        "badge": BADGE,
        "verification": {"type": "SignedBadge", "creator": KEY_URL},
        "issuedOn": "2026-03-01T09:00:00Z",
        **changes,
    }
    return {member: value for member, value in assertion.items() if value is not None}


def compact(assertion: dict[str, Any], key: Any = ED25519, alg: str = "EdDSA") -> str:
    """Return the compact JWS of `assertion`, by joserfc."""
    with warnings.catch_warnings():
        # RFC 9864 gives EdDSA a new name, which issuers of badges do not use yet
        warnings.simplefilter("ignore", SecurityWarning)
        return jws.serialize_compact({"alg": alg}, json.dumps(assertion), key, algorithms=[alg])


def fetch_from(web: dict[str, Any], asked: list[str] | None = None) -> Any:
    """Return a fetcher of `web` that notes what it was `asked` for."""

    def fetch(url: str) -> bytes:
        if asked is not None:
            asked.append(url)
        if url not in web:
            raise FetchError(f"{url} is not there")
        return json.dumps(web[url]).encode()

    return fetch
