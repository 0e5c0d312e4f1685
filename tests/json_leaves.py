"""Ways to the leaves of a JSON value, and copies of it with another leaf."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

Way = tuple[str | int, ...]


def ways_to(value: Any, kinds: type | tuple[type, ...] = str, way: Way = ()) -> Iterator[Way]:
    """Yield the way to every leaf of these kinds."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from ways_to(item, kinds, (*way, name))
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from ways_to(item, kinds, (*way, position))
    elif isinstance(value, kinds):
        yield way


def at(value: Any, way: Way) -> Any:
    for step in way:
        value = value[step]
    return value


def with_leaf(document: Any, way: Way, leaf: Any) -> Any:
    """Return a copy of `document` with `leaf` at the end of `way`."""
    changed = copy.deepcopy(document)
    at(changed, way[:-1])[way[-1]] = leaf
    return changed
