"""
Status lists that were found genuine, so that the one of many credentials is not read each time.

What is kept of a list depends on nothing but itself: this document, to the last letter, keeps to
the data model, and by this key its proof is that of all it says. Whose key it is, whether it may
be used, since when it is revoked, until when the list is valid: all that is asked anew each time.
Bounded in bytes; what was found wrong with a list is not kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, NamedTuple

from cairn.vc.keys import PublicKey
from cairn.vc.members import listed
from cairn.vc.shape import places_of_texts
from cairn.vc.stencil import Stencil

MAX_LISTS = 64

_MEMBERS = frozenset({"@context", "id", "type", "name", "description", "issuer", "proof"})
_MEMBERS |= {"validFrom", "validUntil", "issuanceDate", "expirationDate", "credentialSubject"}
_BYTES_A_TEXT = 300


class _Known(NamedTuple):
    like: Stencil
    key: PublicKey
    weight: int


def is_simple(document: Mapping[str, Any]) -> bool:
    """
    Return whether nothing but its text, its key and the time decide about a list.

    It has one proof, and names no other list, no file, no schema and no other credential.
    """
    return document.keys() <= _MEMBERS and len(listed(document.get("proof"))) == 1


@dataclass(slots=True, eq=False)
class KnownLists:
    """
    The lists that were asked for last, one for each id; may be shared by threads.

    Args:
        max_bytes: about how much memory they may take.
    """

    max_bytes: int = 16 * 1024 * 1024
    _known: dict[str, _Known] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def key_of(self, document: Mapping[str, Any]) -> PublicKey | None:
        """Return the key by which this very list was found to be signed; None if it is new."""
        name = document.get("id")
        known = self._known.get(name) if isinstance(name, str) else None
        if known is None or known.like.texts(document) is None:
            return None
        return known.key

    def note(self, document: Mapping[str, Any], key: PublicKey) -> None:
        """Keep that a simple list was found genuine, and signed by `key`."""
        places, texts = places_of_texts(document)
        weight = sum(len(text) + _BYTES_A_TEXT for text in texts)
        if weight > self.max_bytes // 4:
            return
        known = _Known(Stencil.of(document, (), places), key, weight)
        with self._lock:
            self._known.pop(document["id"], None)
            self._known[document["id"]] = known
            while len(self._known) > MAX_LISTS or self._weight() > self.max_bytes:
                del self._known[next(iter(self._known))]

    def _weight(self) -> int:
        return sum(known.weight for known in self._known.values())
