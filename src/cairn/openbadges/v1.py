"""
Open Badges 1.0 and 1.1: hosted assertions, put into the words of version 2.0.

These versions give their objects no ids, or give them twice: an assertion is what lies at its
`verify.url`, a badge class and an issuer are what lies at their addresses. Said so, the verifier
of version 2.0 serves them too. Left alone are version 0.5, which does not say where it is
published, and signed assertions, whose key is whatever lies where the signer points to.

Source: Open Badges 1.0, "Assertion Specification"; Open Badges 1.1, "Hosted Badges", "Primitives".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from cairn.errors import MalformedCredential
from cairn.openbadges.v2_published import Fetch, object_read
from cairn.vc.members import listed, types_of
from cairn.vc.moments import moment_text

CONTEXT_V2 = "https://w3id.org/openbadges/v2"
HOSTED = frozenset({"hosted", "HostedBadge"})
MOMENTS = ("issuedOn", "expires")
HASHED_IDENTITY = re.compile(r"[a-z0-9]+\$[0-9a-fA-F]{32,128}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_SECONDS = re.compile(r"[0-9]{10}", re.ASCII)
_WITHOUT_OFFSET = re.compile(r"[0-9-]{10}T[0-9:]{8}(\.[0-9]+)?", re.ASCII)


def is_version_1(document: Mapping[str, Any]) -> bool:
    """Tell a hosted assertion of version 1: it has a `uid`, and says where it is published."""
    verify = document.get("verify")
    return (
        isinstance(verify, Mapping)
        and not HOSTED.isdisjoint(types_of(verify))
        and isinstance(verify.get("url"), str)
        and "uid" in document
        and CONTEXT_V2 not in listed(document.get("@context"))
    )


def as_version_2(document: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return a hosted assertion of version 1 in the words of version 2.0.

    Raises:
        MalformedCredential: if it has an id and is not published there, or a recipient whose
            identity is said to be hashed and is no hash.
    """
    address = document["verify"]["url"]
    return _assertion(_placed(document, address))


def object_of_version_1(address: str, fetch: Fetch) -> Mapping[str, Any]:
    """
    Return what is published at `address`, with that as its id, in the words of version 2.0.

    Raises:
        FetchError: if nothing is to be had there, or nothing that can be read.
        MalformedCredential: if it is no object, or bears another id.
    """
    found = _placed(object_read(address, fetch), address)
    return _assertion(found) if "recipient" in found else found


def _placed(document: Mapping[str, Any], address: str) -> dict[str, Any]:
    stated = document.get("id", address)
    if stated != address:
        raise MalformedCredential(f"what is published at {address} bears the id {stated!r:.200}")
    return {**document, "id": address}


def _assertion(document: Mapping[str, Any]) -> dict[str, Any]:
    if not _is_sound(document.get("recipient")):
        raise MalformedCredential("the identity of its recipient is said to be hashed, and is not")
    moments = {name: _stamp(document[name]) for name in MOMENTS if name in document}
    return {**document, **moments}


def _is_sound(recipient: Any) -> bool:
    """Return whether an identity that is said to be hashed may be; the rest is seen to later."""
    if not isinstance(recipient, Mapping) or recipient.get("hashed") is not True:
        return True
    return HASHED_IDENTITY.fullmatch(str(recipient.get("identity"))) is not None


def _stamp(value: Any) -> Any:
    """Return a day, a time without offset or seconds since 1970 as a moment in UTC."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return value
    if _SECONDS.fullmatch(value):
        return moment_text(datetime.fromtimestamp(int(value), UTC))
    if _DAY.fullmatch(value):
        return f"{value}T00:00:00Z"
    return f"{value}Z" if _WITHOUT_OFFSET.fullmatch(value) else value
