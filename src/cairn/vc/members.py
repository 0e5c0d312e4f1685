"""
Reading members of a credential that may be one value or several, a text or an object.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import unquote, urlsplit

OBJECTS: Final = (dict, Mapping)
"""JSON objects; most are a dict, and that is quickly told."""


def listed(value: Any) -> list[Any]:
    """Return a member's values: none for a missing member, one for a lone value."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def id_of(value: Any) -> str | None:
    """Return the id of a node that is given as its id or as an object with one."""
    if isinstance(value, str):
        return value
    found = value.get("id") if isinstance(value, OBJECTS) else None
    return found if isinstance(found, str) else None


def types_of(node: Any) -> list[str]:
    """Return the types of a node, in order; empty if it is no node."""
    if not isinstance(node, OBJECTS):
        return []
    found = node.get("type")
    if isinstance(found, str):
        return [found]
    return [item for item in listed(found) if isinstance(item, str)]


def text_of(value: Any) -> str | None:
    """Return the text of a name: a string, a language value, or the first of several."""
    if isinstance(value, str):
        return value
    for item in listed(value):
        found = item.get("@value") if isinstance(item, Mapping) else item
        if isinstance(found, str):
            return found
    return None


def domain_of(issuer: str) -> str | None:
    """
    Return the host that stands behind an issuer id; None for did:key, urn and others.

    Letters beyond ASCII are shown as they are asked for (`xn--…`): they may look like others.
    """
    if issuer.startswith("did:web:"):
        return unquote(issuer.split(":")[2]).partition(":")[0] or None
    try:
        host = urlsplit(issuer).hostname if issuer.startswith("https://") else None
        return host if host is None or host.isascii() else host.encode("idna").decode()
    except ValueError:  # of a host that is none, too
        return None
