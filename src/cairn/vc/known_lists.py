"""
Status lists that were found genuine, so that the one of many credentials is not read each time.

What is kept of a list depends on nothing but itself: this document, to the last letter, keeps to
the data model, and by this key its proof is that of all it says. Whose key it is, whether it may
be used, since when it is revoked, until when the list is valid: all that is asked anew each time.
Bounded in bytes; what was found wrong with a list is not kept.
"""

from __future__ import annotations

import marshal
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import Any

from cairn.vc.keys import PublicKey
from cairn.vc.members import listed
from cairn.vc.read_list import ReadList, read_list

MAX_LISTS = 64

_MEMBERS = frozenset({"@context", "id", "type", "name", "description", "issuer", "proof"})
_MEMBERS |= {"validFrom", "validUntil", "issuanceDate", "expirationDate", "credentialSubject"}
_MARSHAL_VERSION = 2  # the last that writes like texts alike, whichever object they are


@dataclass(eq=False)
class KnownList:
    """
    A list that was found genuine.

    Attributes:
        written: all of it.
        key: by which it was found to be signed.
    """

    written: bytes
    key: PublicKey

    @cached_property
    def read(self) -> ReadList | None:
        """What it says, where that is nothing unusual; read when it is asked for once more."""
        return read_list(marshal.loads(self.written))  # noqa: S302  # this process wrote it


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
        max_bytes: how much memory each may take, besides `READ_WHOLE` bytes for its bits.
    """

    max_bytes: int = 256 * 1024
    _known: dict[str, KnownList] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def known(self, document: Mapping[str, Any]) -> KnownList | None:
        """Return what was found out about this very list; None if it is new."""
        name = document.get("id")
        known = self._known.get(name) if isinstance(name, str) else None
        return None if known is None or known.written != _written(document) else known

    def key_of(self, document: Mapping[str, Any]) -> PublicKey | None:
        """Return the key by which this very list was found to be signed; None if it is new."""
        known = self.known(document)
        return None if known is None else known.key

    def note(self, document: Mapping[str, Any], key: PublicKey) -> None:
        """Keep that a simple list was found genuine, and signed by `key`."""
        name, written = document.get("id"), _written(document)
        if not isinstance(name, str) or written is None or len(written) > self.max_bytes:
            return
        known = KnownList(written, key)
        with self._lock:
            self._known.pop(name, None)
            self._known[name] = known
            if len(self._known) > MAX_LISTS:
                del self._known[next(iter(self._known))]


def _written(document: Any) -> bytes | None:
    """
    Return a document to the last letter, with the type of each number; None if it is no JSON.

    It is only compared within this process, and made faster so than as JSON.
    """
    try:
        return marshal.dumps(document, _MARSHAL_VERSION)
    except ValueError:  # of a kind, or nested deeper, than can be written
        return None
