"""
The short way: a document of a shape that was seen before is read as if none had been seen.

The bytes choose a first document, and others of its shape with other texts.
"""

from __future__ import annotations

import json
from typing import Any

from cairn.errors import CairnError
from cairn.reading import read_json
from cairn.vc.jsonld import signable_quads
from cairn.vc.rdfc import canonicalize
from cairn.vc.shape_cache import ShapeCache
from fuzz.choices import Choices
from fuzz.documents import MEMBERS, TEXTS, document
from fuzz.promises import promise, timely
from fuzz.trees import leaves, with_leaf
from tests.credentials import unsigned_credential
from tests.signing import a_badge, a_status_list

FIRST = (a_badge(), a_status_list(7), unsigned_credential())
LATER = 9  # documents after the first


def seeds() -> list[bytes]:
    """Return choices of each first document, and of a made-up one."""
    return [bytes([way, *range(start, start + 40)]) for way in range(5) for start in (0, 77, 160)]


def check(data: bytes) -> None:
    """Read documents of one shape with and without a memory, and compare."""
    choices = Choices(data)
    shapes = ShapeCache()
    first = _first(choices)
    for _ in range(2):
        _compare(shapes, first)
    value = first
    for _ in range(LATER):
        value = _another(first if choices.number(2) else value, choices)
        _compare(shapes, value)


def _first(choices: Choices) -> Any:
    way = choices.number(5)
    if way < len(FIRST):
        return FIRST[way]
    if way == len(FIRST):
        return document(choices)
    try:
        found = read_json(choices.rest())
    except CairnError:
        return FIRST[0]
    return found if isinstance(found, dict) else FIRST[0]


def _another(value: Any, choices: Choices) -> Any:
    """Return `value` with some of its texts exchanged for others, or for one another."""
    found = list(leaves(value))
    for _ in range(1 + choices.number(4)):
        if not found:
            break
        path, _leaf = choices.one_of(found)
        value = with_leaf(value, path, _leaf_for(found, choices))
    return json.loads(json.dumps(value))  # as it comes from a reader, no object twice


def _leaf_for(found: list[tuple[Any, Any]], choices: Choices) -> Any:
    way = choices.number(6)
    if way < 2:
        return choices.one_of(found)[1]
    if way == 2:
        return choices.one_of(MEMBERS)
    if way == 3:
        return choices.some_bytes(12).decode("utf-8", "replace")
    if way == 4:
        return choices.one_of((True, 1, 1.0, 0, "1", None, "true"))
    return choices.one_of(TEXTS)


def _compare(shapes: ShapeCache, value: Any) -> None:
    expected = _answer(lambda: canonicalize(signable_quads(value)))
    found = _answer(lambda: timely(lambda: shapes.canonical(value)))
    promise(found == expected, f"the short way gives\n{found}\nand not\n{expected}")


def _answer(call: Any) -> tuple[str, str]:
    """Return the text that `call` returns, or the code of the error that it raises."""
    try:
        return "text", call()
    except CairnError as error:
        return "error", f"{error.code}: {error}"
