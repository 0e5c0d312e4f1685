"""
Bitstring status lists: one bit says whether a credential was revoked, without saying whose.

A list is a credential of its own, holding at least 131,072 bits, compressed, signed by
the issuer. Its bits are always made anew from what is known to be revoked, and positions
are handed out by a keyed permutation, so that they look random and never repeat.

Source: W3C Bitstring Status List 1.0.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cairn.errors import MalformedCredential, StatusListInvalid, StatusListOutdated
from cairn.vc.bitstring import (
    LIST_LENGTH,
    bit_at,
    bits_with,
    decode_bits,
    encode_bits,
    read_value,
)
from cairn.vc.members import OBJECTS, id_of, listed, types_of
from cairn.vc.moments import moment_text, read_moment

__all__ = [
    "LIST_LENGTH",
    "SHORTEST_READ",
    "STATUS_TYPES",
    "StatusResult",
    "bit_at",
    "bits_with",
    "decode_bits",
    "encode_bits",
    "index_of",
    "read_status",
    "shuffled_position",
    "status_entry",
    "status_list_credential",
]

SHORTEST_READ = 100_000
"""Fewest bits of a list of others that is still read, with a remark: such lists are in use."""

STATUS_TYPES = {
    "BitstringStatusListEntry": ("BitstringStatusListCredential", "BitstringStatusList"),
    "StatusList2021Entry": ("StatusList2021Credential", "StatusList2021"),
}
"""Types of entries that are read, with the types of their list and of its subject."""

MOST_BITS = 8
"""Most bits of one entry that are read; its issuer has to say what each of 256 values means."""

_FEISTEL_ROUNDS = 8
_HEXADECIMAL = re.compile(r"0x(0|[1-9a-fA-F][0-9a-fA-F]?)", re.ASCII)
_INDEX = re.compile(r"0|[1-9][0-9]{0,8}", re.ASCII)
_VC_V2 = "https://www.w3.org/ns/credentials/v2"


@dataclass(frozen=True, slots=True)
class StatusResult:
    """
    What a list says about one credential.

    Args:
        value: of its bits; 0 where `purpose` does not hold for it.
        message: what the credential says that this value means, if it does.
        remark: what is not as the recommendation wants it, and was let pass.
    """

    purpose: str
    index: int
    value: int
    message: str = ""
    remark: str = ""

    @property
    def is_set(self) -> bool:
        """Whether `purpose` holds for the credential."""
        return self.value != 0


def status_entry(
    *,
    list_url: str,
    index: int,
    purpose: str = "revocation",
    messages: Sequence[str] = (),
) -> dict[str, Any]:
    """
    Return the `credentialStatus` of the credential at position `index` of a list.

    Args:
        messages: what each value means, from 0 on, for a list that says more than yes or no:
            2, 4, 16 or 256 of them. The purpose of such a list is usually `message`.

    Raises ValueError if there are messages, but not one for each value of whole bits.
    """
    entry: dict[str, Any] = {
        "id": f"{list_url}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": str(index),
        "statusListCredential": list_url,
    }
    if not messages:
        return entry
    size = (len(messages) - 1).bit_length()
    if len(messages) != 1 << size or size not in (1, 2, 4, 8):
        raise ValueError(f"a list has 2, 4, 16 or 256 messages, not {len(messages)}")
    entry["statusSize"] = size
    entry["statusMessage"] = [
        {"status": f"{value:#x}", "message": message} for value, message in enumerate(messages)
    ]
    return entry


def status_list_credential(
    *,
    url: str,
    issuer: str,
    purpose: str,
    encoded: str,
    valid_from: datetime,
    valid_until: datetime,
    ttl_minutes: int,
) -> dict[str, Any]:
    """
    Return the unsigned list that is served at `url`.

    Args:
        encoded: what `encode_bits` gave.
        valid_until: at most 24 hours after `valid_from`, so that nobody can go on showing
            a list from before a revocation (SAFETY S2).
        ttl_minutes: how long a verifier may keep its copy, 5 to 60 minutes.

    Raises ValueError if the times are outside these limits.
    """
    if not 0 < (valid_until - valid_from).total_seconds() <= 24 * 3600:
        raise ValueError("a status list is valid for at most 24 hours")
    if not 5 <= ttl_minutes <= 60:
        raise ValueError(f"ttl_minutes must lie between 5 and 60, not {ttl_minutes}")
    return {
        "@context": [_VC_V2],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": moment_text(valid_from),
        "validUntil": moment_text(valid_until),
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": encoded,
            "ttl": ttl_minutes * 60_000,
        },
    }


def read_status(
    entry: Mapping[str, Any],
    list_credential: Mapping[str, Any],
    *,
    issuers: Container[str],
    at: datetime,
) -> StatusResult:
    """
    Return what a status list says at the place that `entry` names.

    The proof of the list is not checked here; ask `cairn.vc.verification` before.

    Args:
        entry: a `credentialStatus` of type BitstringStatusListEntry, or of its forerunner
            StatusList2021Entry.
        list_credential: what was found at its `statusListCredential`.
        issuers: whose lists are believed: the issuer of the credential, and those trusted.
        at: the moment for which the list must be valid.

    Raises:
        MalformedCredential: if `entry` is not as the recommendation wants it.
        StatusListInvalid: if the list is of another type, purpose, id or issuer, shorter
            than 100,000 bits, cannot be read, or has no such place.
        StatusListOutdated: if the list is not valid at `at`.

    Source: W3C Bitstring Status List 1.0, section "Validate Algorithm".
    """
    index, purpose = index_of(entry), str(entry.get("statusPurpose"))
    size = _size_of(entry)
    messages = _messages_of(entry, size)
    subject = _subject_of(entry, list_credential)
    if purpose not in listed(subject.get("statusPurpose")):
        raise StatusListInvalid(f"the list is not about {purpose!r}")
    if id_of(list_credential.get("issuer")) not in issuers:
        raise StatusListInvalid("the list is by another issuer than the credential")
    _require_current(list_credential, at)
    encoded = subject.get("encodedList")
    value, length = read_value(encoded if isinstance(encoded, str) else "", index, size=size)
    remark = _remark_on(length // size)
    return StatusResult(purpose, index, value, messages.get(value, ""), remark)


def _remark_on(length: int) -> str:
    """Return what is to be said of a list of so many entries; a short one hides nobody well."""
    if length >= LIST_LENGTH:
        return ""
    text = f"the list has {length:,} entries; the recommendation asks for {LIST_LENGTH:,}"
    if length < SHORTEST_READ:
        raise StatusListInvalid(f"STATUS_LIST_LENGTH_ERROR: {text}")
    return text


def index_of(entry: Mapping[str, Any]) -> int:
    """Return the position that an entry names; MalformedCredential if it names none."""
    text = entry.get("statusListIndex")
    if not isinstance(text, str) or not _INDEX.fullmatch(text):
        raise MalformedCredential("statusListIndex must be a decimal number in a text")
    if not isinstance(entry.get("statusPurpose"), str):
        raise MalformedCredential("statusPurpose must be a text")
    if entry.get("id") == entry.get("statusListCredential"):
        raise MalformedCredential("the id of a status entry must not be the address of its list")
    return int(text)


def _size_of(entry: Mapping[str, Any]) -> int:
    size = entry.get("statusSize", 1)
    if type(size) is not int or size < 1:
        raise MalformedCredential("statusSize must be a whole number from 1 on")
    if size > MOST_BITS:  # a limit of ours, and no fault of the entry
        raise StatusListInvalid(f"its entries have more than {MOST_BITS} bits, which is not read")
    return size


def _messages_of(entry: Mapping[str, Any], size: int) -> dict[int, str]:
    """Return what each value means; {} where one bit needs no words."""
    given = entry.get("statusMessage")
    if given is None and size == 1 and entry["statusPurpose"] != "message":
        return {}
    messages: dict[int, str] = {}
    for one in listed(given):
        code, text = (one.get("status"), one.get("message")) if isinstance(one, Mapping) else "  "
        if not isinstance(code, str) or not _HEXADECIMAL.fullmatch(code):
            raise MalformedCredential("each statusMessage needs a status such as 0x1")
        if not isinstance(text, str):
            raise MalformedCredential("each statusMessage needs its message, a text")
        messages[int(code, 16)] = text
    if messages.keys() != set(range(1 << size)) or len(listed(given)) != len(messages):
        raise MalformedCredential(f"statusMessage must say what each of {1 << size} values means")
    return messages


def _kind_of(entry: Mapping[str, Any]) -> tuple[str, str]:
    """Return the types of the list, and of its subject, that an entry's type asks for."""
    known = [STATUS_TYPES[kind] for kind in types_of(entry) if kind in STATUS_TYPES]
    if len(known) != 1:
        raise MalformedCredential(f"a status entry has one type of {', '.join(STATUS_TYPES)}")
    return known[0]


def _subject_of(entry: Mapping[str, Any], list_credential: Mapping[str, Any]) -> Mapping[str, Any]:
    list_type, subject_type = _kind_of(entry)
    if list_type not in types_of(list_credential):
        raise StatusListInvalid(f"what was found there is no {list_type}")
    if list_credential.get("id") != entry.get("statusListCredential"):
        raise StatusListInvalid(f"the list says that it is {list_credential.get('id')!r}")
    subject = list_credential.get("credentialSubject")
    if not isinstance(subject, OBJECTS) or subject_type not in types_of(subject):
        raise StatusListInvalid(f"the list holds no {subject_type}")
    return subject


def _require_current(list_credential: Mapping[str, Any], at: datetime) -> None:
    starts = list_credential.get("validFrom", list_credential.get("issuanceDate"))
    ends = list_credential.get("validUntil", list_credential.get("expirationDate"))
    try:
        if starts is not None and at < read_moment(starts):
            raise StatusListOutdated(f"the list is not valid before {starts}")
        if ends is not None and at > read_moment(ends):
            raise StatusListOutdated(f"the list was valid until {ends}")
    except MalformedCredential as error:
        raise StatusListInvalid(f"the list's validity cannot be read: {error}") from error


def shuffled_position(counter: int, *, key: bytes, length: int = LIST_LENGTH) -> int:
    """
    Return the position of the credential number `counter` of a list.

    A keyed permutation of `range(length)`: a Feistel network over the smallest even number
    of bits that holds `length`, walked along its cycle until it lands inside. Different
    counters never share a position, and without `key` positions tell nothing about order.

    Args:
        counter: 0 for the first credential of the list; below `length`.
        key: secret of this list, 16 to 64 bytes.

    Raises ValueError if `counter` or `key` is out of bounds.

    Source: Black and Rogaway (2002), "Ciphers with Arbitrary Finite Domains", section 3
    (cycle walking) and section 5 (Feistel).
    """
    if not 0 <= counter < length:
        raise ValueError(f"counter must lie between 0 and {length - 1}, not {counter}")
    if not 16 <= len(key) <= 64:
        raise ValueError(f"key must have 16 to 64 bytes, not {len(key)}")
    half_bits = max(1, ((length - 1).bit_length() + 1) // 2)
    position = _feistel(counter, half_bits, key)
    while position >= length:
        position = _feistel(position, half_bits, key)
    return position


def _feistel(value: int, half_bits: int, key: bytes) -> int:
    mask = (1 << half_bits) - 1
    left, right = value >> half_bits, value & mask
    for turn in range(_FEISTEL_ROUNDS):
        message = bytes([turn]) + right.to_bytes(8, "big")
        digest = hashlib.blake2b(message, key=key, digest_size=8).digest()
        left, right = right, left ^ (int.from_bytes(digest, "big") & mask)
    return left << half_bits | right
