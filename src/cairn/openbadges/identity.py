"""
The recipient without their address: an IdentityObject holds a salted hash of it.

Whoever knows the address can recognise its owner; nobody reads it out of a public page.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from string import ascii_lowercase, ascii_uppercase
from typing import Any

EMAIL_TYPES = ("emailAddress", "email")
_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)
HASHES = {"sha256": hashlib.sha256, "md5": lambda data: hashlib.md5(data, usedforsecurity=False)}


def hashed_identity(email: str, salt: str) -> dict[str, Any]:
    """
    Return the IdentityObject of `email`: `sha256$` and the hex of SHA-256(UTF-8(email + salt)).

    Args:
        email: as the platform keeps it, in lower case; hashed exactly as given.
        salt: random text, another one for each credential.

    Source:
        1EdTech, Open Badges Specification 3.0, "IdentityObject" and "IdentityHash".
    """
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": "sha256$" + hashlib.sha256((email + salt).encode()).hexdigest(),
        "identityType": "emailAddress",
        "salt": salt,
    }


def matches(identity: Mapping[str, Any], email: str) -> bool:
    """
    Return whether `identity` stands for `email`, as written or in lower case.

    Also recognises plain identities and the MD5 hashes of old badges. What cannot be compared
    (another type of identity, an unknown hash) does not match.
    """
    is_email = identity.get("identityType", "emailAddress") in EMAIL_TYPES
    return is_email and stands_for(identity, email)


def stands_for(identity: Mapping[str, Any], stated: str) -> bool:
    """Return whether `identity`, of whatever type, is `stated`, as written or in lower case."""
    held, salt = identity.get("identityHash"), identity.get("salt") or ""
    if not isinstance(held, str) or not isinstance(salt, str):
        return False
    text = stated.strip()
    if identity.get("hashed") is not True:
        return _lowered(held.strip()) == _lowered(text)
    return any(_hashes_to(held, form + salt) for form in {text, _lowered(text)})


def _lowered(text: str) -> str:
    """Return `text` with A to Z in lower case: Unicode's own rule makes a k of U+212A too."""
    return text.translate(_LOWER)


def _hashes_to(stated: str, salted: str) -> bool:
    algorithm, _, digest = stated.partition("$")
    if algorithm not in HASHES:
        return False
    ours = HASHES[algorithm](salted.encode()).hexdigest()
    return hmac.compare_digest(ours.encode(), digest.lower().encode())
