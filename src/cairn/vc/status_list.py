"""
Bitstring status lists: one bit says whether a credential was revoked, without saying whose.

A list is a credential of its own, holding at least 131,072 bits, compressed, signed by
the issuer. Its bits are always made anew from what is known to be revoked, and positions
are handed out by a keyed permutation, so that they look random and never repeat.

Source: W3C Bitstring Status List 1.0.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import zlib
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cairn.errors import MalformedCredential, StatusListInvalid, StatusListOutdated
from cairn.vc.members import id_of, listed, types_of
from cairn.vc.moments import moment_text, read_moment
from cairn.vc.multibase import decode_base64url, encode_base64url

LIST_LENGTH = 131_072
"""Bits in a list; the least that hides one holder among enough others."""

SHORTEST_READ = 100_000
"""Fewest bits of a list of others that is still read, with a remark: such lists are in use."""

STATUS_TYPES = {
    "BitstringStatusListEntry": ("BitstringStatusListCredential", "BitstringStatusList"),
    "StatusList2021Entry": ("StatusList2021Credential", "StatusList2021"),
}
"""Types of entries that are read, with the types of their list and of its subject."""

_FEISTEL_ROUNDS = 8
_INDEX = re.compile(r"0|[1-9][0-9]{0,8}", re.ASCII)
_VC_V2 = "https://www.w3.org/ns/credentials/v2"


@dataclass(frozen=True, slots=True)
class StatusResult:
    """What a list says about one credential: whether `purpose` holds for it."""

    purpose: str
    index: int
    is_set: bool
    remark: str = ""  # what is not as the recommendation wants it, and was let pass


def bits_with(positions: Iterable[int], *, length: int = LIST_LENGTH) -> bytes:
    """
    Return `length` bits, all zero but those at `positions`; position 0 is the leftmost.

    Raises ValueError if a position lies outside or `length` is not a multiple of 8.
    """
    if length <= 0 or length % 8:
        raise ValueError(f"length must be a positive multiple of 8, not {length}")
    bits = bytearray(length // 8)
    for position in positions:
        if not 0 <= position < length:
            raise ValueError(f"position {position} lies outside a list of {length} bits")
        bits[position >> 3] |= 0x80 >> (position & 7)
    return bytes(bits)


def bit_at(bits: bytes, index: int) -> bool:
    """
    Return the bit at `index`; index 0 is the most significant bit of the first byte.

    Raises:
        StatusListInvalid: RANGE_ERROR, if the list has no such bit.
    """
    if not 0 <= index < len(bits) * 8:
        raise StatusListInvalid(
            f"RANGE_ERROR: the list has {len(bits) * 8} entries and none at {index}"
        )
    return bool(bits[index >> 3] & (0x80 >> (index & 7)))


def encode_bits(bits: bytes | bytearray) -> str:
    """Return `u` + base64url(GZIP(bits)); the same bits always give the same text."""
    return "u" + encode_base64url(gzip.compress(bytes(bits), compresslevel=9, mtime=0))


def decode_bits(encoded: str, *, max_bytes: int = 8 << 20) -> bytes:
    """
    Return the bits of an `encodedList`.

    Args:
        encoded: multibase base64url of one gzip member, with `u` in front; lists of the
            older StatusList2021 lack the `u` and are read too.
        max_bytes: most bytes that are inflated, so that a small text cannot fill the memory.

    Raises:
        StatusListInvalid: MALFORMED_VALUE_ERROR, if it is not such a text or inflates to
            more than `max_bytes`.
    """
    # Every gzip member begins with the byte 0x1f, so its base64url begins with H, never u.
    body = encoded[1:] if encoded.startswith("u") else encoded
    if not body.startswith("H4sI") or len(body) > 2 * max_bytes:
        raise _malformed("it is not u followed by base64url of gzip")
    try:
        return _inflated(decode_base64url(body.rstrip("=")), max_bytes)
    except (zlib.error, MalformedCredential) as error:
        raise _malformed(str(error)) from error


def _inflated(data: bytes, max_bytes: int) -> bytes:
    inflater = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    bits = inflater.decompress(data, max_bytes + 1)
    if len(bits) > max_bytes:
        raise _malformed(f"it inflates to more than {max_bytes} bytes")
    if not inflater.eof or inflater.unused_data:
        raise _malformed("its gzip data ends too early or too late")
    return bits


def _malformed(why: str) -> StatusListInvalid:
    return StatusListInvalid(f"MALFORMED_VALUE_ERROR: the encoded list cannot be read: {why}")


def status_entry(*, list_url: str, index: int, purpose: str = "revocation") -> dict[str, str]:
    """Return the `credentialStatus` of the credential at position `index` of a list."""
    return {
        "id": f"{list_url}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": str(index),
        "statusListCredential": list_url,
    }


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
    index, purpose = _index_of(entry), entry.get("statusPurpose")
    subject = _subject_of(entry, list_credential)
    if purpose not in listed(subject.get("statusPurpose")):
        raise StatusListInvalid(f"the list is not about {purpose!r}")
    if id_of(list_credential.get("issuer")) not in issuers:
        raise StatusListInvalid("the list is by another issuer than the credential")
    _require_current(list_credential, at)
    encoded = subject.get("encodedList")
    bits = decode_bits(encoded if isinstance(encoded, str) else "")
    return StatusResult(str(purpose), index, bit_at(bits, index), _remark_on(len(bits) * 8))


def _remark_on(length: int) -> str:
    """Return what is to be said of a list of so many entries; a short one hides nobody well."""
    if length >= LIST_LENGTH:
        return ""
    text = f"the list has {length:,} entries; the recommendation asks for {LIST_LENGTH:,}"
    if length < SHORTEST_READ:
        raise StatusListInvalid(f"STATUS_LIST_LENGTH_ERROR: {text}")
    return text


def _index_of(entry: Mapping[str, Any]) -> int:
    text = entry.get("statusListIndex")
    if not isinstance(text, str) or not _INDEX.fullmatch(text):
        raise MalformedCredential("statusListIndex must be a decimal number in a text")
    if not isinstance(entry.get("statusPurpose"), str):
        raise MalformedCredential("statusPurpose must be a text")
    if entry.get("statusSize", 1) != 1:
        raise MalformedCredential("a statusSize other than 1 is not read by Cairn")
    if entry.get("id") == entry.get("statusListCredential"):
        raise MalformedCredential("the id of a status entry must not be the address of its list")
    return int(text)


def _subject_of(entry: Mapping[str, Any], list_credential: Mapping[str, Any]) -> Mapping[str, Any]:
    list_type, subject_type = STATUS_TYPES[types_of(entry)[0]]
    if list_type not in types_of(list_credential):
        raise StatusListInvalid(f"what was found there is no {list_type}")
    if list_credential.get("id") != entry.get("statusListCredential"):
        raise StatusListInvalid(f"the list says that it is {list_credential.get('id')!r}")
    subject = list_credential.get("credentialSubject")
    if not isinstance(subject, Mapping) or subject_type not in types_of(subject):
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
