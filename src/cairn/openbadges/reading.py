"""
Finding the credential in whatever a person has: JSON, a compact JWT, a baked PNG or SVG.

The kind is told by the bytes, never by the name of the file or a Content-Type.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from cairn.errors import ImageRefused, InputTooLarge, MalformedInput, UnsupportedFormat
from cairn.openbadges.png import SIGNATURE, texts_in_png
from cairn.openbadges.svg import COMPACT_JWS, looks_like_svg, texts_in_svg
from cairn.reading import read_json
from cairn.reading.text import BLANK
from cairn.vc.checks_document import MAX_RECORD_MEMBERS, is_record
from cairn.vc.members import listed, types_of

MAX_FILE_BYTES = 16 << 20
MAX_TEXT_BYTES = 1 << 20
MAX_RECORD_BYTES = 16 << 20
PDF = b"%PDF-"
ADDRESS = re.compile(r"https?://[\x21-\x7e]{1,2000}")


_TYPES = {
    *("VerifiableCredential", "VerifiablePresentation", "Assertion"),
    *("EnvelopedVerifiableCredential", "EnvelopedVerifiablePresentation"),
    *("OpenBadgeCredential", "AchievementCredential", "EndorsementCredential", "ClrCredential"),
}
_CONTEXTS = (
    "https://www.w3.org/2018/credentials/",
    "https://www.w3.org/ns/credentials/",
    "https://purl.imsglobal.org/spec/",
)
_MEMBERS = {"credentialSubject", "badge", "recipient"}


class Kind(StrEnum):
    """Where the credential was found."""

    JSON = "json"
    JWT = "jwt"
    PNG = "png"
    SVG = "svg"


@dataclass(frozen=True, slots=True)
class Found:
    """
    A credential as it was found; exactly one of `document`, `jwt` and `address` is there.

    `address` is where an Open Badges 1 or 2 picture says that its assertion is hosted; whoever
    reads it decides whether to fetch it. `text` is the credential as it stood there.
    `is_large` is set for a learner record beyond the limits of other credentials,
    `is_accompanied` if the picture holds an assertion of Open Badges 2.0 as well.
    """

    kind: Kind
    text: str
    document: dict[str, Any] | None = None
    jwt: str | None = None
    address: str | None = None
    is_large: bool = False
    is_accompanied: bool = False


def find_credential(data: bytes, *, name: str | None = None, large_records: bool = False) -> Found:
    """
    Return the credential in `data`.

    Args:
        data: a whole file; text may have white space round it.
        name: what to call it in an error.
        large_records: let a learner record in JSON have 16 MiB and 80,000 members, which takes
            about a second to verify; everything else may have 1 MiB and 10,000.

    Raises:
        InputTooLarge: if it is longer than any credential may be.
        UnsupportedFormat: if it is none of the kinds above.
        MalformedInput: if it looks like JSON and is not sound JSON.
        ImageRefused: if it is a picture with no credential to be trusted.
    """
    called = name or "This"
    if len(data) > MAX_FILE_BYTES:
        raise InputTooLarge(f"{called} has more than {MAX_FILE_BYTES >> 20} MiB")
    if data.startswith(SIGNATURE):
        return _baked(Kind.PNG, texts_in_png(data), called)
    if looks_like_svg(data):
        return _baked(Kind.SVG, texts_in_svg(data), called)
    if data.startswith(PDF):
        raise UnsupportedFormat(
            f"{called} is a PDF, which proves nothing by itself; "
            "check the address or the code that is printed on it"
        )
    is_json = data.lstrip(BLANK.encode())[:1] in (b"{", b"[", b"\xef")
    try:
        return _in_text(data, called, is_json=is_json)
    except InputTooLarge:
        record = _large_record(data) if large_records and is_json else None
        if record is None:
            raise
        return Found(Kind.JSON, data.decode(), document=record, is_large=True)


def refuse_no_credential(document: Mapping[str, Any]) -> None:
    """
    Refuse JSON in which nothing says that it should be a credential, broken ones among them.

    Raises:
        UnsupportedFormat: if neither context, type nor a member is that of a credential, a
            presentation or an assertion of Open Badges 1 or 2.
    """
    contexts = listed(document.get("@context"))
    is_named = any(isinstance(one, str) and one.startswith(_CONTEXTS) for one in contexts)
    is_one = is_named or not _TYPES.isdisjoint(types_of(document))
    if not is_one and _MEMBERS.isdisjoint(document):
        raise UnsupportedFormat(
            "This is JSON and not a credential: it has neither the context nor the type of one"
        )


def _baked(kind: Kind, texts: list[str], called: str) -> Found:
    """Return the newest credential in a picture; it tells that another lies beside it."""
    return replace(_found(kind, texts[0], called), is_accompanied=len(texts) > 1)


def _large_record(data: bytes) -> dict[str, Any] | None:
    """Return the learner record that is larger than other credentials; None if it is none."""
    document = read_json(data, max_bytes=MAX_RECORD_BYTES, max_members=MAX_RECORD_MEMBERS)
    return document if isinstance(document, dict) and is_record(document) else None


def _in_text(data: bytes, called: str, *, is_json: bool) -> Found:
    if len(data) > MAX_TEXT_BYTES:
        raise InputTooLarge(f"{called} has more than {MAX_TEXT_BYTES >> 20} MiB of text")
    if not data.strip():
        raise MalformedInput(f"{called} is empty")
    if is_json:
        return _found(Kind.JSON, data, called)
    return _found(Kind.JWT, _ascii(data, called), called)


def _found(kind: Kind, text: str | bytes, called: str) -> Found:
    content = text.strip(BLANK.encode()) if isinstance(text, bytes) else text.strip(BLANK)
    if isinstance(content, bytes) or content.startswith(("{", "[")):
        document = read_json(content)
        if not isinstance(document, dict):
            raise MalformedInput(f"{called} holds a list, and a credential is one JSON object")
        readable = content if isinstance(content, str) else content.decode()
        return Found(kind, readable, document=document)
    if COMPACT_JWS.fullmatch(content):
        return Found(kind, content, jwt=content)
    if kind is not Kind.JWT and ADDRESS.fullmatch(content):
        return Found(kind, content, address=content)
    if kind is not Kind.JWT:
        raise ImageRefused(f"What {called} holds is neither JSON nor a compact JWT")
    raise _unsupported(called)


def _ascii(data: bytes, called: str) -> str:
    try:
        return data.decode("ascii")
    except UnicodeDecodeError as error:
        raise _unsupported(called) from error


def _unsupported(called: str) -> UnsupportedFormat:
    return UnsupportedFormat(
        f"{called} is not a credential in JSON or JWT, nor a PNG or SVG picture that could hold one"
    )
