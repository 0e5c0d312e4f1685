"""
Credentials inside a credential: endorsements, and what a learning record holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from cairn.vc.members import listed

MAX_ENCLOSED = 200
"""Most credentials inside one that are verified; each may ask for a key and a list."""


def enclosed_credentials(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """
    Return the credentials directly inside `document`, at most `MAX_ENCLOSED` of them.

    They are the endorsements of the credential, its issuer, and its achievement, and the
    credentials in the subject of a learning record (CLR 2.0). What those enclose in their
    turn is not among them.
    """
    return list(islice(_found(document), MAX_ENCLOSED))


def _found(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from _credentials(document, "endorsement")
    yield from _credentials(document.get("issuer"), "endorsement")
    for subject in listed(document.get("credentialSubject")):
        yield from _credentials(subject, "verifiableCredential")
        if isinstance(subject, Mapping):
            for achievement in listed(subject.get("achievement")):
                yield from _credentials(achievement, "endorsement")


def _credentials(node: Any, member: str) -> Iterator[Mapping[str, Any]]:
    if isinstance(node, Mapping):
        for entry in listed(node.get(member)):
            if isinstance(entry, Mapping):
                yield entry
