"""From typed parts to JSON: camelCase names, lists that stay lists, nothing null or empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from cairn.errors import MalformedCredential


def as_document(part: Any) -> Any:
    """Return `part` as JSON: camelCase names, types as the standard has them, nothing empty."""
    if part is None or isinstance(part, str):  # most of what there is
        return part
    if isinstance(part, tuple):
        return [as_document(item) for item in part]
    if not is_dataclass(part) or isinstance(part, type):
        return part
    kind, members = _members(type(part))
    document: dict[str, Any] = {"type": list(kind) if isinstance(kind, tuple) else kind}
    for name, key in members:
        document[key] = as_document(getattr(part, name))
    if document.get("id") is not None:
        document = {"id": absolute(document["id"], type(part).__name__), **document}
    return present(document)


@cache
def _members(part: Any) -> tuple[str | tuple[str, ...] | None, tuple[tuple[str, str], ...]]:
    """Return the types of a kind of part, and the names of its fields here and in JSON."""
    named = tuple((its.name, member_name(its.name, its.metadata)) for its in fields(part))
    return getattr(part, "TYPE", None), named


def member_name(name: str, metadata: Mapping[str, Any]) -> str:
    """Return the name of a field in JSON: `credits_available` is `creditsAvailable`."""
    first, *rest = name.split("_")
    return str(metadata.get("key") or first + "".join(word.capitalize() for word in rest))


def present(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return `document` without members that say nothing: null, empty lists and texts."""
    return {key: value for key, value in document.items() if value not in (None, [], {}, "")}


def timestamp(at: datetime) -> str:
    """Return `at` as an XSD dateTimeStamp in UTC with whole seconds."""
    if at.tzinfo is None:
        raise MalformedCredential(f"{at} has no time zone, and a credential needs one")
    # not strftime: it writes the years before 1000 without their leading zeros
    return at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def absolute(address: str, what: str) -> str:
    """Return `address` if it is absolute; MalformedCredential, naming `what`, otherwise."""
    scheme, colon, rest = address.partition(":")
    if not (colon and rest and scheme.isascii() and scheme[:1].isalpha() and " " not in address):
        raise MalformedCredential(f"The id of {what}, {address!r}, is not an absolute address")
    return address
