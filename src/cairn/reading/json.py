"""Strict JSON: what two readers could understand differently is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from math import isfinite
from typing import Any

from cairn.errors import InputTooLarge, MalformedInput
from cairn.reading.text import has_forbidden, text_of

LARGEST_INTEGER = 2**53

# Possessive, and the last quote optional: each character is looked at once, whatever comes.
_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_NOT_BRACKET = re.compile(r"[^\[\]{}]++")


def read_json(
    data: bytes | str,
    *,
    max_bytes: int = 1 << 20,
    max_depth: int = 64,
    max_members: int = 10_000,
) -> Any:
    """
    Return the value that one JSON text stands for.

    Args:
        max_bytes: largest size, in UTF-8.
        max_depth: how many arrays and objects may lie in one another.
        max_members: how many members and array items there may be, counted over the whole
            text; each array and object counts once more.

    Raises:
        InputTooLarge: beyond one of the three limits.
        MalformedInput: not JSON in UTF-8 (RFC 8259), a repeated key, NaN or Infinity, an
            integer beyond 2^53, a number beyond the range of a double, U+0000, a lone
            surrogate, a byte order mark, or anything after the value.
    """
    text = text_of(data, max_bytes=max_bytes, allow_bom=False)
    _check_shape(text, max_depth=max_depth, max_members=max_members)
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise MalformedInput(
            f"Line {error.lineno}, column {error.colno}: not JSON, {error.msg}"
        ) from None
    if "\\u" in text or not text.isascii() or isinstance(data, str):
        _check_characters(value)
    return value


def _check_shape(text: str, *, max_depth: int, max_members: int) -> None:
    """Count before parsing, so that a hostile text never reaches the recursive parser."""
    bare = _STRING.sub("", text)
    opened = bare.count("[") + bare.count("{")
    if bare.count(",") + opened > max_members:
        raise InputTooLarge(
            f"The JSON has more than {max_members:,} members; split it into smaller documents"
        )
    depth = 0
    for bracket in _NOT_BRACKET.sub("", bare):
        depth += 1 if bracket in "[{" else -1
        if depth > max_depth:
            raise InputTooLarge(f"The JSON is nested deeper than {max_depth} levels")


def _check_characters(value: Any) -> None:
    for text in _texts(value):
        wrong = has_forbidden(text)
        if wrong is not None:
            raise MalformedInput(f"The text {text[:40]!r} holds {wrong}; remove it")


def _texts(value: Any) -> Iterator[str]:
    waiting = [value]
    while waiting:
        current = waiting.pop()
        if isinstance(current, str):
            yield current
        elif isinstance(current, dict):
            yield from current
            waiting.extend(current.values())
        elif isinstance(current, list):
            waiting.extend(current)


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) == len(pairs):
        return members
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            raise MalformedInput(f"The key {key[:80]!r} stands twice in one object; keep one")
        seen.add(key)
    return members


def _integer(digits: str) -> int:
    if len(digits) > 17 or abs(int(digits)) > LARGEST_INTEGER:
        raise MalformedInput(
            f"The integer {digits[:24]} is beyond 2^53, where readers differ; write it as a text"
        )
    return int(digits)


def _float(digits: str) -> float:
    number = float(digits)
    if not isfinite(number):
        raise MalformedInput(f"The number {digits[:24]} is too large; write it as a text")
    return number


def _constant(name: str) -> Any:
    raise MalformedInput(f"{name} is not JSON; leave the member out")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_members,
    parse_int=_integer,
    parse_float=_float,
    parse_constant=_constant,
)
