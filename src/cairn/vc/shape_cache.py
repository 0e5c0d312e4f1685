"""
The shapes of documents that were seen before, so that the next one like them is quick.

Bounded in bytes, so that nobody can fill the memory with documents of ever new shapes; who
tries only makes others go the full way. A document of a shape that is new is read in full and
counted; only at the second sight is its shape compiled, for most are seen once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from cairn.vc.compiled import CompiledShape
from cairn.vc.compiling import compile_shape
from cairn.vc.documents import ContextLoader, pinned_context
from cairn.vc.jsonld import to_quads
from cairn.vc.rdfc import canonicalize
from cairn.vc.shape import Described, Walk, describe

MAX_SEEN = 4_096
MAX_VARIANTS = 8
"""Most compiled shapes that differ only in texts which decide how others are read."""


@dataclass(slots=True, eq=False)
class _Kept:
    """One shape, and how it was compiled for different texts that decide how others are read."""

    walk: Walk
    variants: tuple[CompiledShape, ...]
    latest: tuple[Sequence[str], str] | None = None
    """The texts that were asked for last, and the answer: a status list comes again and again."""

    def canonical(self, texts: Sequence[str]) -> str | None:
        latest = self.latest
        if latest is not None and latest[0] == texts:
            return latest[1]
        for compiled in self.variants:
            found = compiled.canonical(texts)
            if found is not None:
                self.latest = texts, found
                return found
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
        max_bytes: about how much memory the compiled shapes may take.
    """

    load: ContextLoader = pinned_context
    max_bytes: int = 32 * 1024 * 1024
    _kept: dict[tuple[Any, ...], _Kept] = field(default_factory=dict)
    _latest: dict[tuple[str, ...], _Kept] = field(default_factory=dict)
    _seen: dict[int, int] = field(default_factory=dict)
    _bytes: int = 0
    _lock: Lock = field(default_factory=Lock)

    def canonical(self, document: Mapping[str, Any]) -> str:
        """
        Return the canonical N-Quads of a document, by RDFC-1.0 with SHA-256.

        The same text, and the same errors, as `canonicalize(to_quads(document))` gives.
        """
        latest = self._latest.get(tuple(document))
        texts = None if latest is None else latest.walk.texts(document)
        found = None if texts is None or latest is None else latest.canonical(texts)
        return found or self._described(document)

    def _described(self, document: Mapping[str, Any]) -> str:
        described = describe(document)
        if described is None:
            return canonicalize(to_quads(document, load=self.load))
        kept = self._kept.get(described.shape)
        found = None if kept is None else kept.canonical(tuple(described.texts))
        if kept is None or found is None:
            return self._in_full(document, described)
        self._latest[tuple(document)] = kept
        return found

    def _in_full(self, document: Mapping[str, Any], described: Described) -> str:
        if not self._is_due(hash(described.shape)):
            return canonicalize(to_quads(document, load=self.load))
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
            self._kept[shape] = kept = _Kept(Walk.through(shape), variants)
            self._bytes += kept.weight - (before.weight if before else 0)
            while self._bytes > self.max_bytes:
                oldest = next(iter(self._kept))
                self._bytes -= self._kept.pop(oldest).weight
                self._seen.pop(hash(oldest), None)  # counted anew, so that it may come back
            self._latest.clear()
