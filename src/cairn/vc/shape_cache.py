"""
The shapes of documents that were seen before, so that the next one like them is quick.

Bounded in bytes, so that nobody can fill the memory with documents of ever new shapes; who
tries only makes others go the full way. A document of a shape that is new is read in full and
counted; only at the second sight is its shape compiled, for most are seen once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock
from typing import Any

from cairn.vc.compiled import CompiledShape
from cairn.vc.compiling import compile_shape
from cairn.vc.documents import ContextLoader, pinned_context
from cairn.vc.jsonld import signable_quads
from cairn.vc.known_lists import KnownLists
from cairn.vc.rdfc import canonicalize
from cairn.vc.shape import Described, describe
from cairn.vc.shelf import Shelf, Sight

MAX_SEEN = 4_096
MAX_VARIANTS = 8
"""Most compiled shapes that differ only in texts which decide how others are read."""


@dataclass(slots=True, eq=False)
class _Kept:
    """One shape, and how it was compiled for different texts that decide how others are read."""

    variants: tuple[CompiledShape, ...]

    def read(self, texts: Sequence[str]) -> tuple[CompiledShape, str] | None:
        """Return who could read these texts, and the canonical N-Quads."""
        for compiled in self.variants:
            found = compiled.canonical(texts)
            if found is not None:
                return compiled, found
        return None

    @property
    def weight(self) -> int:
        return sum(compiled.weight for compiled in self.variants)


@dataclass(slots=True, eq=False)
class ShapeCache:
    """
    Canonicalises documents; those whose shape it has seen often enough, by that shape.

    May be shared by threads.

    Args:
        load: gives the contexts of all documents; must answer the same for the same URL always.
        max_bytes: about how much memory the compiled shapes may take, and as much again what is
            kept of the documents that came lately.
    """

    load: ContextLoader = pinned_context
    max_bytes: int = 32 * 1024 * 1024
    _kept: dict[tuple[Any, ...], _Kept] = field(default_factory=dict)
    _seen: dict[int, int] = field(default_factory=dict)
    _bytes: int = 0
    _lock: Lock = field(default_factory=Lock)
    lists: KnownLists = field(default_factory=KnownLists)
    """Status lists, which come again and again."""
    _shelf: Shelf = field(init=False)

    def __post_init__(self) -> None:
        self._shelf = Shelf(self.max_bytes)

    def sight(self, document: Mapping[str, Any]) -> Sight | None:
        """Return to which edition a document belongs that has no proof inside."""
        return self._shelf.sight(document)

    def canonical(self, document: Mapping[str, Any]) -> str:
        """
        Return the canonical N-Quads of a document, by RDFC-1.0 with SHA-256.

        The same text, and the same errors, as `canonicalize(signable_quads(document))` gives.
        """
        sight = self._shelf.sight(document)
        found = None if sight is None else sight.edition.canonical(sight.texts)
        return found or self._described(document)

    def digest(self, document: Mapping[str, Any]) -> bytes:
        """Return the SHA-256 of `canonical(document)`."""
        sight = self._shelf.sight(document)
        found = None if sight is None else sight.edition.digest(sight.texts)
        return found or sha256(self._described(document).encode()).digest()

    def _described(self, document: Mapping[str, Any]) -> str:
        described = describe(document)
        if described is None:
            return canonicalize(signable_quads(document, load=self.load))
        kept = self._kept.get(described.shape)
        read = None if kept is None else kept.read(described.texts)
        if read is None:
            return self._in_full(document, described)
        compiled, canonical = read
        self._shelf.add(compiled, document, described.texts)
        return canonical

    def _in_full(self, document: Mapping[str, Any], described: Described) -> str:
        if not self._is_due(hash(described.shape)):
            return canonicalize(signable_quads(document, load=self.load))
        compiled, canonical = compile_shape(document, described, load=self.load)
        if compiled is not None:
            self._keep(described.shape, compiled)
        return canonical

    def _is_due(self, shape: int) -> bool:
        """Count one more sight; return whether it is the second, fourth, eighth …"""
        with self._lock:
            sights = self._seen.pop(shape, 0) + 1
            self._seen[shape] = sights
            if len(self._seen) > MAX_SEEN:
                del self._seen[next(iter(self._seen))]
        return sights > 1 and sights & (sights - 1) == 0

    def _keep(self, shape: tuple[Any, ...], compiled: CompiledShape) -> None:
        if compiled.weight > self.max_bytes // 4:
            return
        with self._lock:
            before = self._kept.pop(shape, None)
            variants = (compiled, *(before.variants if before else ()))[:MAX_VARIANTS]
            self._kept[shape] = kept = _Kept(variants)
            self._bytes += kept.weight - (before.weight if before else 0)
            while self._bytes > self.max_bytes:
                oldest = next(iter(self._kept))
                self._bytes -= self._kept.pop(oldest).weight
                self._seen.pop(hash(oldest), None)  # counted anew, so that it may come back
