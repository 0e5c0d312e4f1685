"""
A document with holes: all of it but a few texts, and the quick way to those of another one.

What must be the same is compared by Python itself, all at once, with something in each hole that
is equal to any text. To Python `True`, `1` and `1.0` are equal, so numbers and booleans are looked
at once more, each with its type.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from cairn.vc.jsonld_place import Path


class _AnyText:
    """Equal to every text, and to nothing else."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return type(other) is str


_ANY_TEXT = _AnyText()


@dataclass(frozen=True, slots=True)
class Stencil:
    """
    Attributes:
        holes: for each text that is found, in the order in which they come, its position among
            the texts of the document.
        places: where it stands.
        like: the document, with something in each hole that is equal to any text.
        ways: the objects and arrays that are looked at beside, numbered from 1: each by the
            number of the one that it is in (0 is the document), its name there, and its kind.
        exact: where numbers, booleans and null are, by the number of the object or array and the
            name there, and how each is written.
        picks: where the holes are.
    """

    holes: tuple[int, ...]
    places: tuple[Path, ...]
    like: Any
    ways: tuple[tuple[int, str | int, type], ...]
    exact: tuple[tuple[int, str | int, str], ...]
    picks: tuple[tuple[int, str | int], ...]

    @classmethod
    def of(
        cls, document: Mapping[str, Any], holes: Collection[int], places: Mapping[Path, int]
    ) -> Stencil:
        """
        Return a document with holes at some of its texts.

        Args:
            document: plain JSON; what becomes of it later changes nothing here.
            holes: positions of texts.
            places: of `places_of_texts`.
        """
        like = deepcopy(document)
        ways = _Ways(like)
        order: list[Path] = []
        exact: list[tuple[int, str | int, str]] = []
        for place, leaf in _leaves(like, ()):
            if places.get(place) in holes:
                order.append(place)
            elif not isinstance(leaf, str):
                exact.append((ways.number(place[0]), place[1], repr(leaf)))
        picks = [(ways.number(parent), step) for parent, step in order]
        for parent, step in order:
            ways.at(parent)[step] = _ANY_TEXT
        return cls(
            holes=tuple(places[place] for place in order),
            places=tuple(order),
            like=like,
            ways=tuple(ways.found),
            exact=tuple(exact),
            picks=tuple(picks),
        )

    def texts(self, document: Mapping[str, Any]) -> tuple[str, ...] | None:
        """Return the texts in the holes; None if the document differs in anything else."""
        if type(document) is not dict or document != self.like:
            return None
        values: list[Any] = [document]
        for parent, step, kind in self.ways:
            value = values[parent][step]
            if type(value) is not kind:
                return None
            values.append(value)
        for number, step, written in self.exact:
            if repr(values[number][step]) != written:
                return None
        return tuple([values[number][step] for number, step in self.picks])


class _Ways:
    """Finds objects and arrays of a document by their place, and numbers them."""

    def __init__(self, document: Any) -> None:
        self.found: list[tuple[int, str | int, type]] = []
        self._values: dict[Path, Any] = {(): document}
        self._numbers: dict[Path, int] = {(): 0}

    def number(self, place: Path) -> int:
        if place not in self._numbers:
            parent, step = place
            above = self.number(parent)
            self._values[place] = self._values[parent][step]
            self.found.append((above, step, type(self._values[place])))
            self._numbers[place] = len(self.found)
        return self._numbers[place]

    def at(self, place: Path) -> Any:
        return self._values[place]


def _leaves(value: Any, place: Path) -> Iterator[tuple[Path, Any]]:
    """Yield with its place all that is neither object nor array."""
    if not isinstance(value, dict | list):
        yield place, value
        return
    for step, item in value.items() if isinstance(value, dict) else enumerate(value):
        yield from _leaves(item, (place, step))
