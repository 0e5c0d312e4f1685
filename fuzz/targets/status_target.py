"""Status lists: what is read is what gzip holds, within its cap; odd entries are refused."""

from __future__ import annotations

import gzip
import zlib

from cairn.errors import CredentialError, StatusListInvalid
from cairn.vc.bitstring import bit_at, bits_with, decode_bits, encode_bits, read_value
from cairn.vc.multibase import encode_base64url
from cairn.vc.status_list import read_status, status_entry
from fuzz.choices import Choices
from fuzz.documents import value
from fuzz.promises import answer, promise
from tests.moments import MONDAY
from tests.signing import ISSUER, LIST_URL, a_status_list

CAP = 1 << 20
ENTRY_MEMBERS = (
    *("id", "type", "statusPurpose", "statusListIndex", "statusListCredential", "statusSize"),
    *("statusMessage", "statusReference"),
)
LIST_MEMBERS = ("id", "type", "issuer", "validFrom", "validUntil", "credentialSubject", "@context")
SUBJECT_MEMBERS = ("id", "type", "statusPurpose", "encodedList", "ttl", "statusSize")
VALUES = (
    *("0", "7", "131071", "131072", "-1", "01", "999999999", "1.5", 7, 1, 2, 8, "revocation"),
    *("suspension", ["revocation", "suspension"], "message", "StatusList2021Entry", LIST_URL),
    *("BitstringStatusListEntry", "BitstringStatusList", ISSUER, "2026-03-02T09:00:00Z", ""),
    *(encode_bits(bytes(16_384)), encode_bits(bytes(10)), "uH4sI", "2026-03-02", {"id": ISSUER}),
)


def seeds() -> list[bytes]:
    """Return lists as text, gzip data, and choices of entries."""
    texts = [encode_bits(bits_with((7,))), encode_bits(bytes(1 << 20)), "uH4sI", "u"]
    packed = gzip.compress(bytes(range(256)) * 9, mtime=0)
    chosen = [bytes([2, *range(start, start + 30)]) for start in (0, 60, 140)]
    return [*(b"\0" + text.encode() for text in texts), b"\1" + packed, *chosen]


def check(data: bytes) -> None:
    """Read the bytes as the text of a list, as gzip data, or as choices of entry and list."""
    choices = Choices(data)
    way = choices.number(3)
    if way == 0:
        _check_text(choices.rest().decode("latin-1"))
    elif way == 1:
        _check_text("u" + encode_base64url(choices.rest()))
    else:
        _check_entry(choices)


def _check_text(text: str) -> None:
    bits = answer(lambda: decode_bits(text, max_bytes=CAP), StatusListInvalid)
    if bits is None:
        promise(not _is_canonical(text), "a list as we write it is refused")
        return
    promise(len(bits) <= CAP, "more was inflated than allowed")
    promise(decode_bits(encode_bits(bits)) == bits, "written and read again, it differs")
    promise(_gunzipped(text) == bits, "gzip reads something else")
    for index in {0, len(bits) * 4, len(bits) * 8 - 1} - {-1}:
        found = _read_alone(text, index)
        promise(found in (None, (bit_at(bits, index), len(bits) * 8)), "a bit is read otherwise")
    if bits:
        set_bits = {index for index in range(64) if index < len(bits) * 8 and bit_at(bits, index)}
        expected = f"{int.from_bytes(bits[:8], 'big'):0{min(len(bits), 8) * 8}b}"
        promise(set_bits == {n for n, bit in enumerate(expected) if bit == "1"}, "bits moved")


def _read_alone(text: str, index: int) -> tuple[int, int] | None:
    return answer(lambda: read_value(text, index), StatusListInvalid)


def _gunzipped(text: str) -> bytes | None:
    import base64

    body = text.removeprefix("u").rstrip("=")
    data = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error):
        return None


def _is_canonical(text: str) -> bool:
    """Return whether our own writer would write `text`, of a list that is not too long."""
    try:
        bits = _gunzipped(text)
    except ValueError:
        return False
    return bits is not None and len(bits) <= CAP and encode_bits(bits) == text


def _check_entry(choices: Choices) -> None:
    entry: dict[str, object] = {**status_entry(list_url=LIST_URL, index=7)}
    found = a_status_list(7)
    subject = found["credentialSubject"]
    for members, names in (
        (entry, ENTRY_MEMBERS),
        (found, LIST_MEMBERS),
        (subject, SUBJECT_MEMBERS),
    ):
        for _ in range(choices.number(3)):
            given = choices.one_of(VALUES) if choices.number(4) else value(choices, 2)
            members[choices.one_of(names)] = given
    result = answer(lambda: read_status(entry, found, issuers={ISSUER}, at=MONDAY), CredentialError)
    if (
        result is not None
        and subject == found["credentialSubject"] == a_status_list(7)["credentialSubject"]
    ):
        promise(bool(result.is_set) == (result.index == 7), "another bit was read")
