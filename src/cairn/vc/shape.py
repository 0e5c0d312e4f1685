"""
The shape of a JSON document: all of it but what its texts say.

Credentials of one achievement differ from person to person in a few texts: an id, a hash, a
date. Everything else, from the names of the members to the number of results, is the same,
and so is all that a JSON-LD processor finds out about it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from cairn.vc.jsonld_place import Path

MAX_VALUES = 4_096
"""Documents with more values than this are not described; each is read by itself."""

MAX_WHOLE = 2**53


class Described(NamedTuple):
    """
    A document, taken apart.

    Attributes:
        shape: equal for two documents if they have the same members in the same order, the same
            types and lengths, and the same numbers and booleans (`True`, `1` and `1.0`, `0.0`
            and `-0.0` all differ).
        texts: the texts of the document, level by level.
    """

    shape: tuple[Any, ...]
    texts: list[str]


def describe(document: Mapping[str, Any]) -> Described | None:
    """
    Return the shape and the texts of a document; None if it is not plain JSON or is too large.

    The order is level by level, so that neither depth nor a document that holds itself
    takes more than `MAX_VALUES` steps.
    """
    values: list[Any] = [document]
    steps: list[Any] = []
    texts: list[str] = []
    for value in values:
        kind = type(value)
        if kind is str:
            texts.append(value)
            continue
        if kind is dict:
            steps.append(tuple(value))
            values += value.values()
        elif kind is list:
            steps.append(len(value))
            values += value
        elif _is_plain(value):
            steps.append(repr(value))
        else:
            return None
        if len(values) > MAX_VALUES:
            return None
    return Described((tuple(map(type, values)), *steps), texts)


def picker(places: Sequence[int]) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    """Return what picks the values at these places, in their order."""
    if len(places) == 1:
        return lambda values: (values[places[0]],)
    return itemgetter(*places) if places else lambda values: ()


def places_of_texts(document: Mapping[str, Any]) -> tuple[dict[Path, int], list[str]]:
    """Return `Described.texts`, and for the place of each its position in them."""
    waiting: list[tuple[Any, Path]] = [(document, ())]
    places: dict[Path, int] = {}
    texts: list[str] = []
    for value, path in waiting:
        if isinstance(value, str):
            places[path] = len(texts)
            texts.append(value)
        elif isinstance(value, dict):
            waiting += [(item, (path, key)) for key, item in value.items()]
        elif isinstance(value, list):
            waiting += [(item, (path, position)) for position, item in enumerate(value)]
    return places, texts


def _is_plain(value: Any) -> bool:
    kind = type(value)
    return kind is bool or kind is float or (kind is int and -MAX_WHOLE < value < MAX_WHOLE)
