"""
The editions of documents that came lately, by what their documents have in common at first sight.

Bounded in bytes. An edition costs about as much to make as ten documents to read by their shape,
so where one document after the other is new, few are made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, NamedTuple

from cairn.vc.compiled import CompiledShape
from cairn.vc.editing import edition_of
from cairn.vc.edition import Edition
from cairn.vc.shape import places_of_texts

MAX_HOLES = 32
"""Most texts in which documents of one edition may differ."""

MAX_NEW_HOLES = 12
"""Most that one document may add; one that differs in more begins an edition of its own."""

MAX_EDITIONS = 12
"""Most editions of documents with the same top-level members, which are tried one by one."""

_FREELY = 32
_ONE_IN = 16

Names = tuple[Any, ...]


class Sight(NamedTuple):
    """A document that belongs to an edition; `texts` are those in its holes."""

    edition: Edition
    texts: tuple[str, ...]


@dataclass(slots=True, eq=False)
class Shelf:
    """
    Editions, the newest first; may be shared by threads.

    Args:
        max_bytes: about how much memory they may take.
    """

    max_bytes: int = 32 * 1024 * 1024
    _editions: dict[Names, tuple[Edition, ...]] = field(default_factory=dict)
    _missed: int = 0
    _lock: Lock = field(default_factory=Lock)

    def sight(self, document: Mapping[str, Any]) -> Sight | None:
        """Return the edition of a document, and the texts in its holes."""
        for edition in self._editions.get(tuple(document), ()):
            texts = edition.stencil.texts(document)
            if texts is not None:
                return Sight(edition, texts)
        return None

    def add(self, shape: CompiledShape, document: Mapping[str, Any], texts: Sequence[str]) -> None:
        """Note a document that was read by its shape; make room for its like if that pays."""
        with self._lock:
            self._missed += 1
            if self._missed > _FREELY and self._missed % _ONE_IN:
                return
        names = tuple(document)
        near, holes = _nearest(shape, texts, self._editions.get(names, ()))
        places, _ = places_of_texts(document)
        edition = edition_of(shape, document, texts, holes=holes, places=places)
        if edition is not None and edition.weight <= self.max_bytes // 4:
            self._put(names, edition, near)

    def _put(self, names: Names, edition: Edition, near: Edition | None) -> None:
        """Put an edition in front, in the place of `near`; drop those that nobody asked for."""
        with self._lock:
            left = [other for other in self._editions.pop(names, ()) if other is not near]
            self._editions[names] = (edition, *left[: MAX_EDITIONS - 1])
            while self._weight() > self.max_bytes:
                del self._editions[next(iter(self._editions))]

    def _weight(self) -> int:
        return sum(one.weight for editions in self._editions.values() for one in editions)


def _nearest(
    shape: CompiledShape, texts: Sequence[str], editions: Sequence[Edition]
) -> tuple[Edition | None, frozenset[int]]:
    """
    Return the edition that `texts` could join with the fewest new holes, and all holes then.

    Where there is none, the document that the shape was compiled from is taken for one.
    """
    own = [edition for edition in editions if edition.shape is shape]
    found: tuple[Edition | None, frozenset[int]] = None, frozenset()
    if not own:
        differing = _differing(texts, shape.texts)
        return None, differing if len(differing) <= MAX_NEW_HOLES else frozenset()
    fewest = MAX_NEW_HOLES + 1
    for edition in own:
        holes = _differing(texts, edition.texts).union(edition.stencil.holes)
        new = len(holes) - len(edition.stencil.holes)
        if new < fewest and len(holes) <= MAX_HOLES:
            fewest, found = new, (edition, holes)
    return found


def _differing(texts: Sequence[str], others: Sequence[str]) -> frozenset[int]:
    pairs = enumerate(zip(texts, others, strict=True))
    return frozenset(place for place, (one, other) in pairs if one != other)
