"""
JSON in canonical form (JCS): members sorted, no white space, numbers as ECMAScript has them.

Source: RFC 8785, JSON Canonicalization Scheme.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from cairn.errors import MalformedCredential

_MAX_SAFE_INTEGER = 2**53 - 1


def canonical_json(value: Any) -> bytes:
    """
    Return the one UTF-8 spelling of a JSON value.

    Raises:
        MalformedCredential: if it holds what JSON or ECMAScript cannot: an infinite
            number, an integer beyond 2^53, a lone surrogate, another type.
    """
    try:
        return _text(value).encode("utf-8")
    except UnicodeEncodeError as error:
        raise MalformedCredential("a lone surrogate has no canonical form") from error


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        members = sorted(value.items(), key=lambda member: member[0].encode("utf-16-be"))
        return "{" + ",".join(f"{_text(name)}:{_text(item)}" for name, item in members) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_text, value)) + "]"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, int) and abs(value) > _MAX_SAFE_INTEGER:
        raise MalformedCredential(f"the integer {value} is beyond what JSON numbers hold exactly")
    if value is None or isinstance(value, str | int):
        return json.dumps(value, ensure_ascii=False)
    raise MalformedCredential(f"{type(value).__name__} is not a type of JSON")


def _number(value: float) -> str:
    """Write a number as ECMAScript's Number::toString does."""
    if not math.isfinite(value):
        raise MalformedCredential("an infinite number has no canonical form")
    if value == 0:
        return "0"
    if value < 0:
        return "-" + _number(-value)
    digits, exponent = _shortest(value)
    if len(digits) <= exponent <= 21:
        return digits + "0" * (exponent - len(digits))
    if 0 < exponent <= 21:
        return f"{digits[:exponent]}.{digits[exponent:]}"
    if -6 < exponent <= 0:
        return f"0.{'0' * -exponent}{digits}"
    fraction = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{digits[0]}{fraction}e{exponent - 1:+d}"


def _shortest(value: float) -> tuple[str, int]:
    """Return the fewest digits that name `value`, and n where value = 0.digits * 10**n."""
    mantissa, _, power = repr(value).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    exponent = len(whole) + int(power or 0) - (len(whole + fraction) - len(digits))
    return digits.rstrip("0"), exponent
