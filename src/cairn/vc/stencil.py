"""
A document with holes: all of it but a few texts, and the quick way to those of another one.

Most of what is compared is compared by Python itself, a branch at a time. To Python `True`, `1`
and `1.0` are equal, so numbers and booleans are looked at once more, each with its type.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from cairn.vc.jsonld_place import Path

Picker = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Opening:
    """
    One object or array on the way to a hole.

    Attributes:
        names: the names of its members in their order, or how many items it has.
        pick: picks what has no hole, and `same` is what must be found there.
        exact: of what was picked, where numbers and booleans are, and how each is written.
        holes: names or numbers of the texts that may differ.
        inner: the way on, by name or number.
    """

    names: tuple[str, ...] | int
    pick: Picker
    same: Any
    exact: tuple[tuple[Picker, str], ...]
    holes: tuple[str | int, ...]
    inner: tuple[tuple[str | int, Opening], ...]

    def collect(self, value: Any, texts: list[str]) -> bool:
        """Add the texts in the holes of `value` to `texts`; return whether all else is the same."""
        names = tuple(value) if type(value) is dict else len(value) if type(value) is list else None
        if names != self.names:
            return False
        for hole in self.holes:
            text = value[hole]
            if type(text) is not str:
                return False
            texts.append(text)
        for name, opening in self.inner:
            if not opening.collect(value[name], texts):
                return False
        found = self.pick(value)
        return bool(found == self.same) and (
            not self.exact or all(repr(pick(found)) == written for pick, written in self.exact)
        )


@dataclass(frozen=True, slots=True)
class Stencil:
    """
    Attributes:
        holes: for each text that is found, in the order in which they come, its position among
            the texts of the document.
        places: where it stands.
    """

    opening: Opening
    holes: tuple[int, ...]
    places: tuple[Path, ...]

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
        found = {place: position for place, position in places.items() if position in holes}
        order: list[Path] = []
        opening = _opening(deepcopy(document), (), _with_ways(found), order)
        return cls(opening, tuple(found[place] for place in order), tuple(order))

    def texts(self, document: Mapping[str, Any]) -> tuple[str, ...] | None:
        """Return the texts in the holes; None if the document differs in anything else."""
        texts: list[str] = []
        return tuple(texts) if self.opening.collect(document, texts) else None


def _with_ways(places: Collection[Path]) -> set[Path]:
    """Return the places and all that lies on the way to one of them."""
    found: set[Path] = {()}
    for place in places:
        while place:
            found.add(place)
            place = place[0]
    return found


def _opening(value: Any, path: Path, opened: Collection[Path], order: list[Path]) -> Opening:
    """Return the way through `value`; the places of its holes are added to `order`."""
    items = list(value.items() if isinstance(value, dict) else enumerate(value))
    on_the_way = [(name, item) for name, item in items if (path, name) in opened]
    holes = [name for name, item in on_the_way if isinstance(item, str)]
    order += [(path, name) for name in holes]
    closed = [name for name, _ in items if (path, name) not in opened]
    pick = itemgetter(*closed) if closed else _nothing
    same = pick(value)
    return Opening(
        names=tuple(value) if isinstance(value, dict) else len(value),
        pick=pick,
        same=same,
        exact=tuple(_exact(same)),
        holes=tuple(holes),
        inner=tuple(
            (name, _opening(item, (path, name), opened, order))
            for name, item in on_the_way
            if not isinstance(item, str)
        ),
    )


def _nothing(value: Any) -> tuple[()]:
    return ()


def _exact(value: Any, *way: str | int) -> Iterator[tuple[Picker, str]]:
    """Yield how each number and boolean in `value` is found, and how it is written."""
    if isinstance(value, dict | list | tuple):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for name, item in items:
            yield from _exact(item, *way, name)
    elif not isinstance(value, str):
        yield _way_to(way), repr(value)


def _way_to(way: Sequence[str | int]) -> Picker:
    def pick(value: Any) -> Any:
        for step in way:
            value = value[step]
        return value

    return pick
