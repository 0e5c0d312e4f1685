"""
The JSON reader: accepts what Python's own reader accepts, less what readers disagree about.

Whatever it accepts it prints and reads again as the same value, by RFC 8785 too.
"""

from __future__ import annotations

import json
from math import isfinite
from typing import Any

from cairn.errors import InputError
from cairn.reading import read_json
from cairn.vc.jcs import canonical_json
from fuzz.promises import answer, promise
from tests.signing import a_badge

_NOTHING = object()


def seeds() -> list[bytes]:
    """Return texts with every construct of JSON, sound and broken."""
    texts = (
        '{"a":[1,-0,0.5,1e3,true,false,null,"x\\n\\u00e9\\ud83c\\udf93"],"b":{"":{}}}',
        '{"a":1,"a":2}',
        "[NaN,Infinity,-Infinity]",
        "9007199254740993",
        "1e999",
        '"\\ud800"',
        '"\\u0000"',
        "[" * 70 + "]" * 70,
        "\ufeff{}",
        " \t\r\n[ ] ,",
        json.dumps(a_badge()),
    )
    return [text.encode() for text in texts]


def check(data: bytes) -> None:
    """Compare with Python's reader and an oracle of what else is refused; print and read again."""
    value = answer(lambda: [read_json(data)], InputError)
    expected = _oracle(data)
    if value is None:
        promise(expected is _NOTHING, "a sound text is refused")
        return
    promise(expected is not _NOTHING, "an unsound text is accepted")
    promise(repr(value[0]) == repr(expected), "another value is read")
    for text in (json.dumps(value[0]), json.dumps(value[0], ensure_ascii=False)):
        promise(repr(read_json(text)) == repr(value[0]), "printed and read again, it differs")
    _check_canonical(value[0])


def _check_canonical(value: Any) -> None:
    canonical = canonical_json(value)
    promise(
        json.loads(canonical, parse_int=float) == value, "the canonical text reads as another value"
    )
    # RFC 8785 writes 1e20 as an integer, which our reader refuses for other readers' sake
    again = answer(lambda: read_json(canonical, max_bytes=1 << 24), InputError)
    if again is not None:
        promise(canonical_json(again) == canonical, "the canonical text is not its own")


def _oracle(data: bytes) -> Any:
    """Return the value of a text that any two readers understand alike; else `_NOTHING`."""
    try:
        text = data.decode("utf-8")
        value = json.loads(
            text, object_pairs_hook=_once, parse_constant=_refuse, parse_float=_finite
        )
    except (ValueError, RecursionError):
        return _NOTHING
    within = _depth(value) <= 64 and _members(value) <= 10_000 and len(data) <= 1 << 20
    return value if within and _is_exact(value) else _NOTHING


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a key twice")
    return dict(pairs)


def _refuse(name: str) -> Any:
    raise ValueError(name)


def _finite(digits: str) -> float:
    if not isfinite(float(digits)):
        raise ValueError(digits)
    return float(digits)


def _depth(value: Any) -> int:
    children = _children(value)
    is_container = isinstance(value, dict | list)
    return is_container + max(map(_depth, children), default=0)


def _members(value: Any) -> int:
    """Count commas and opening brackets, which is how the reader counts."""
    children = _children(value)
    own = isinstance(value, dict | list) + max(0, len(children) - 1)
    return own + sum(map(_members, children))


def _children(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _is_exact(value: Any) -> bool:
    if isinstance(value, str):
        return "\0" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)
    if isinstance(value, int):
        return abs(value) <= 2**53
    keys = value if isinstance(value, dict) else ()
    return all(map(_is_exact, keys)) and all(map(_is_exact, _children(value)))
