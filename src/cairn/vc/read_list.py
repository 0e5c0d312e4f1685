"""
A status list that was read once, for the many credentials that name it.

What a list says of itself - its id, its issuer, its purposes, its bits - is the same for every
entry. Only whether it is valid now, and by whose key, is not asked here.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any, NamedTuple

from cairn.errors import CairnError, StatusListInvalid
from cairn.vc.bitstring import LIST_LENGTH, READ_WHOLE, bit_at, decode_bits
from cairn.vc.checks_status import verdict
from cairn.vc.members import OBJECTS, id_of, listed, types_of
from cairn.vc.report import Check
from cairn.vc.status_list import STATUS_TYPES, StatusResult, index_of

_SAYS_MORE = frozenset({"statusSize", "statusMessage"})


class ReadList(NamedTuple):
    """
    A list of one bit for each credential, as it was read.

    Attributes:
        kind: the type of its entries.
        bits: at most `READ_WHOLE` bytes.
        answers: by purpose, what is said of a credential whose bit is not set.
    """

    id: str
    kind: str
    issuer: str
    bits: bytes
    answers: Mapping[str, Check]

    def unset(self, entry: Mapping[str, Any], *, issuers: Container[str]) -> Check | None:
        """
        Return what is said of a credential whose bit is not set; None if `read_status` must say.

        Args:
            entry: a `credentialStatus` that names its list by a text.
            issuers: whose lists are believed.
        """
        if entry.get("type") != self.kind or not _SAYS_MORE.isdisjoint(entry):
            return None
        if entry["statusListCredential"] != self.id or self.issuer not in issuers:
            return None
        try:
            is_set = bit_at(self.bits, index_of(entry))
        except CairnError:
            return None
        return None if is_set else self.answers.get(entry["statusPurpose"])


def read_list(document: Mapping[str, Any]) -> ReadList | None:
    """Return a list of the usual kind; None where each entry has to be read with all of it."""
    name, issuer = document.get("id"), id_of(document.get("issuer"))
    subject = document.get("credentialSubject")
    if not isinstance(name, str) or issuer is None or not isinstance(subject, OBJECTS):
        return None
    types, own_types = types_of(document), types_of(subject)
    kind = next(
        (kind for kind, (one, own) in STATUS_TYPES.items() if one in types and own in own_types),
        None,
    )
    bits = _bits_of(subject.get("encodedList"))
    if kind is None or bits is None:
        return None
    purposes = listed(subject.get("statusPurpose"))
    # what the values of a list of messages mean is said by its entries
    usual = [one for one in purposes if isinstance(one, str) and one != "message"]
    answers = {one: verdict(StatusResult(one, 0, 0), document) for one in usual}
    return ReadList(name, kind, issuer, bits, answers)


def _bits_of(encoded: Any) -> bytes | None:
    """Return the bits of a list that is neither short nor long."""
    try:
        bits = decode_bits(encoded, max_bytes=READ_WHOLE) if isinstance(encoded, str) else b""
    except StatusListInvalid:
        return None
    return bits if len(bits) * 8 >= LIST_LENGTH else None
