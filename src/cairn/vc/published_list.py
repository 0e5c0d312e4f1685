"""
A status list as it is published: JSON with a proof inside, a compact JWT, or one in an envelope.

Which it is is told by the bytes, as for any credential, and never by a Content-Type.

Source: W3C Bitstring Status List 1.0, "BitstringStatusListCredential", by which a list is a
verifiable credential, secured as any other; W3C Verifiable Credentials Data Model 2.0, "Enveloped
Verifiable Credentials".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from cairn.errors import CairnError, InputError, StatusListInvalid
from cairn.reading import read_json
from cairn.vc.enveloped import Enveloped, enveloped, is_enveloped, token_in
from cairn.vc.jwt import credential_in

_COMPACT = re.compile(rb"\s*[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\s*")


def published_list(data: bytes) -> Mapping[str, Any]:
    """
    Return what lies at the address of a list, a JWT in its envelope; nothing of it is believed.

    Raises:
        StatusListInvalid: if it is neither a JSON object nor looks like a compact JWT.
    """
    if _COMPACT.fullmatch(data):
        return enveloped(data.strip().decode("ascii"))
    try:
        found = read_json(data)
    except InputError as error:
        raise StatusListInvalid(f"it is neither a JWT nor sound JSON: {error}") from error
    if not isinstance(found, Mapping):
        raise StatusListInvalid("it is not an object")
    return found


def list_in(found: Mapping[str, Any]) -> Mapping[str, Any]:
    """
    Return the list itself, out of its envelope if it has one; nothing of it is believed.

    Raises:
        StatusListInvalid: if it cannot be taken out of its envelope.
    """
    if not is_enveloped(found, Enveloped.CREDENTIAL):
        return found
    try:
        return credential_in(token_in(found, Enveloped.CREDENTIAL))
    except CairnError as error:
        raise StatusListInvalid(f"the list cannot be read out of its JWT: {error}") from error
