"""
From each term of the quads back to the text of the document that it was read from.

The quads are written as always, by the same code; only the terms that stand for one text of
the document, and for nothing else, remember which one it was and how another text would be
read in its place. What decides about other terms - contexts, types, languages, the keys of
maps - is not remembered, and so never taken for exchangeable.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from cairn.vc.documents import ContextLoader
from cairn.vc.jsonld import write_document
from cairn.vc.jsonld_context import ABSOLUTE_IRI, ActiveContext, Contexts, Term
from cairn.vc.jsonld_literals import LONE_SURROGATE
from cairn.vc.jsonld_nodes import refuse_divided, repeated
from cairn.vc.jsonld_place import Path
from cairn.vc.jsonld_values import Values
from cairn.vc.nquads import Quad, escape
from cairn.vc.shape import places_of_texts

_SCHEMES = frozenset(("https", "http", "urn", "did", "mailto"))
_PLAIN = re.compile(r"[a-z]+:[!#-;=?-\[\]_a-z~]*")  # most are; this is told in half the time


class Reading(Protocol):
    """
    How one text of a document becomes a term.

    Attributes:
        starts: with what every such term begins.
    """

    starts: ClassVar[str]

    def term(self, text: str) -> str | None:
        """Return the term of `text`; None where only the full way can say what it is."""


@dataclass(frozen=True, slots=True)
class IriReading:
    """
    An IRI that stands for itself.

    Attributes:
        schemes: those of the usual schemes that no context of the place takes for a prefix.
        words: words of the contexts of the place that look like IRIs.
    """

    starts: ClassVar[str] = "<"
    schemes: frozenset[str]
    words: frozenset[str]

    def term(self, text: str) -> str | None:
        scheme = text.partition(":")[0]
        if scheme not in self.schemes or text in self.words:
            return None
        is_iri = _PLAIN.fullmatch(text) is not None or ABSOLUTE_IRI.match(text) is not None
        return f"<{text}>" if is_iri else None


@dataclass(frozen=True, slots=True)
class LiteralReading:
    """A text that is said as it stands, with `ending`: its datatype or language."""

    starts: ClassVar[str] = '"'
    ending: str

    def term(self, text: str) -> str | None:
        if not text.isascii() and LONE_SURROGATE.search(text):
            return None
        return f'"{escape(text)}"{self.ending}'


class TracedTerm(str):
    """A term that remembers from which text it was read, and how."""

    __slots__ = ("reading", "text")

    text: int
    reading: Reading


def traced_quads(document: Mapping[str, Any], *, load: ContextLoader) -> list[Quad]:
    """
    Return the quads of `cairn.vc.jsonld.signable_quads`, some of their terms traced.

    Where one node has several objects, their texts decide whether the document can be signed:
    none of them is exchangeable.

    Raises as `signable_quads` does.
    """
    places, texts = places_of_texts(document)
    writer = write_document(
        document,
        load=load,
        allow_inline_contexts=False,
        values_of=lambda contexts: _TracingValues(contexts, places, texts),
    )
    refuse_divided(writer.nodes, writer.keyed)
    decisive = {one.path for objects in repeated(writer.nodes) for one in objects}
    is_bare = any(one.is_bare for objects in writer.nodes.values() for one in objects)
    if is_bare or writer.keyed:
        decisive.add(())  # its id is no subject of a quad, where the short ways look
    if not decisive:
        return writer.quads
    kept = {position for path, position in places.items() if _is_below(path, decisive)}
    return [_untraced(quad, kept) for quad in writer.quads]


def _is_below(path: Path, above: set[Path]) -> bool:
    while path and path not in above:
        path = path[0]
    return path in above


def _untraced(quad: Quad, kept: set[int]) -> Quad:
    subject, predicate, obj, graph = (
        str(term) if isinstance(term, TracedTerm) and term.text in kept else term for term in quad
    )
    return subject, predicate, obj, graph


class _TracingValues(Values):
    __slots__ = ("places", "texts")

    def __init__(
        self, contexts: Contexts, places: Mapping[Path, int], texts: Sequence[str]
    ) -> None:
        Values.__init__(self, contexts)
        self.places = places
        self.texts = texts

    def id_of(self, value: Any, active: ActiveContext, path: Path) -> str:
        return self._traced(Values.id_of(self, value, active, path), value, active, path)

    def _text(self, value: str, term: Term, active: ActiveContext, path: Path) -> str:
        return self._traced(Values._text(self, value, term, active, path), value, active, path)

    def _traced(self, term: str, text: str, active: ActiveContext, path: Path) -> str:
        position = self.places.get(path)
        if position is None or self.texts[position] != text or isinstance(term, TracedTerm):
            return term
        reading = _iri_reading(active) if term[0] == "<" else _literal_reading(term, text)
        if reading.term(text) != term:
            return term
        traced = TracedTerm(term)
        traced.text, traced.reading = position, reading
        return traced


def _iri_reading(active: ActiveContext) -> IriReading:
    words = frozenset(word for word in active.terms if ":" in word)
    return IriReading(_SCHEMES.difference(active.terms), words)


def _literal_reading(term: str, text: str) -> LiteralReading:
    return LiteralReading(term[len(escape(text)) + 2 :])
