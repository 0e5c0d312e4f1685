"""
JSON Canonicalization Scheme: the same bytes for the same JSON value.

Source: RFC 8785, sections 3.2.2 "Serialization of Primitive Data Types" and 3.2.3 "Sorting of
Object Properties".
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import isfinite
from typing import Any

from cairn.errors import InputTooLarge, MalformedInput

LARGEST_INTEGER = 2**53
MAX_DEPTH = 64


def canonical_json(value: Any) -> str:
    """
    Return the canonical JSON text of `value`.

    Raises:
        MalformedInput: for a number that is not finite or a value that JSON does not know.
        InputTooLarge: nested deeper than 64 levels.
    """
    return _canonical(value, 0)


def _canonical(value: Any, depth: int) -> str:
    if depth > MAX_DEPTH:
        raise InputTooLarge(f"The JSON is nested deeper than {MAX_DEPTH} levels")
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int | float):
        return canonical_number(value)
    if isinstance(value, Mapping):
        members = sorted(value.items(), key=lambda member: _utf16(member[0]))
        inside = (
            f"{_canonical(key, depth)}:{_canonical(item, depth + 1)}" for key, item in members
        )
        return "{" + ",".join(inside) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(_canonical(item, depth + 1) for item in value) + "]"
    raise MalformedInput(f"JSON has no {type(value).__name__}; write it as a text")


def _utf16(key: str) -> bytes:
    return key.encode("utf-16-be", errors="surrogatepass")


def canonical_number(value: int | float) -> str:
    """
    Return a number as ECMAScript writes it (ECMA-262, `Number::toString`).

    The shortest digits that read back as the same double are those of Python's `repr`; only
    the placing of point and exponent differs.
    """
    if isinstance(value, int) and abs(value) > LARGEST_INTEGER:
        raise MalformedInput(f"The integer {str(value)[:24]} is beyond 2^53; write it as a text")
    number = float(value)
    if not isfinite(number):
        raise MalformedInput(f"JSON has no {number}; leave the member out")
    if number == 0:
        return "0"
    sign = "-" if number < 0 else ""
    mantissa, _, exponent = f"{abs(number)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    point = len(whole) + int(exponent or 0)
    digits = whole + fraction
    point -= len(digits) - len(digits.lstrip("0"))
    return sign + _placed(digits.strip("0"), point)


def _placed(digits: str, point: int) -> str:
    """Return `0.digits * 10**point` in the notation that ECMAScript chooses."""
    count = len(digits)
    if count <= point <= 21:
        return digits + "0" * (point - count)
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"0.{'0' * -point}{digits}"
    power = f"e{'+' if point > 0 else '-'}{abs(point - 1)}"
    return digits[0] + ("." + digits[1:] if count > 1 else "") + power
