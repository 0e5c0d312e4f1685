"""
From a JSON-LD document to quads in one walk: expansion and "Deserialize JSON-LD to RDF" at once.

Nothing is dropped on the way. What JSON-LD would leave out in silence - a member without a
meaning, a relative id or type, a null, an index key - is refused, with its place. An empty
array says nothing and is passed over.

Source: W3C Recommendation, JSON-LD 1.1 Processing Algorithms and API, sections "Expansion
Algorithm" and "Deserialize JSON-LD to RDF Algorithm".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cairn.vc.jsonld_context import ABSOLUTE_IRI, ActiveContext, Contexts
from cairn.vc.jsonld_maps import MAPS, write_map
from cairn.vc.jsonld_nodes import NodeObject
from cairn.vc.jsonld_place import MAX_DEPTH, PLAIN, Path, Place, not_covered, null_at, too_deep
from cairn.vc.jsonld_values import Values, refuse_long_form
from cairn.vc.nquads import RDF_FIRST, RDF_NIL, RDF_REST, RDF_TYPE, Quad


@dataclass(slots=True)
class Writer:
    """Writes the quads of one document."""

    contexts: Contexts
    values: Values
    allow_inline: bool = False
    quads: list[Quad] = field(default_factory=list)
    blank_nodes: int = 0
    nodes: dict[tuple[str, str], list[NodeObject]] = field(default_factory=dict)
    """The objects of each node that has an id, references left out; by graph and term."""
    keyed: list[tuple[str, str, Path]] = field(default_factory=list)
    """Nodes of which the key of a map says something: graph, term, place."""

    def write(self, document: Mapping[str, Any]) -> None:
        """Write the document, whose root must be an object with members."""
        self.node(document, Place(self.contexts.root, "", PLAIN, "", (), 0))

    def node(
        self,
        element: Mapping[str, Any],
        place: Place,
        *,
        subject: str | None = None,
        from_map: bool = False,
    ) -> str:
        """
        Write one object and return the term of its subject.

        Args:
            subject: the term that an id map gives.
            from_map: whether the object stands in a map, where a type's context still holds.
        """
        outer = self._context_of(element, place, from_map=from_map)
        types = _types_of(element, outer, place.path)
        active = self._context_of_types(outer, types)
        subject = self._subject_of(element, active, place.path, subject)
        if subject[0] == "<":
            found = NodeObject(element, place.path, place.key, outer, active)
            if found.is_said:
                self.nodes.setdefault((place.graph, subject), []).append(found)
        for name in types:
            kind = self.values.type_of(name, outer, place.path)
            self.quads.append((subject, RDF_TYPE, kind, place.graph))
        for key, value in element.items():
            if key != "@context":
                self._member(key, value, subject, active, place)
        return subject

    def write_graphs(
        self,
        value: Any,
        subject: str,
        predicate: str,
        place: Place,
        *,
        name: str | None = None,
        from_map: bool = False,
    ) -> None:
        """Write each value into a graph of its own, or all into the graph `name`."""
        for position, item in enumerate(value if isinstance(value, list) else [value]):
            if not isinstance(item, dict) or _is_value_object(item, place.active):
                raise not_covered(
                    place.path,
                    f"must be an object; a signature would not cover {item!r:.80}",
                )
            graph = name or self._blank()
            before = len(self.quads)
            self.node(item, place.at(position, graph=graph), from_map=from_map)
            if len(self.quads) == before:
                raise not_covered(
                    place.path,
                    "the object says nothing but its id, which a signature would not cover",
                )
            self.quads.append((subject, predicate, graph, place.graph))

    def _context_of(
        self, element: Mapping[str, Any], place: Place, *, from_map: bool
    ) -> ActiveContext:
        """Return the context inside `element`, but for what its types bring."""
        active = place.active
        if active.previous is not None and not from_map and not _is_reference(element, active):
            active = active.previous
        if place.term.is_scoped:
            active = self.contexts.scoped_to_property(active, place.term)
        if "@context" not in element:
            return active
        return self.contexts.local(active, element["@context"], allow_inline=self.allow_inline)

    def _context_of_types(self, outer: ActiveContext, types: list[str]) -> ActiveContext:
        active = outer
        for name in sorted(types):
            term = outer.terms.get(name)
            if term is not None and term.is_scoped:
                active = self.contexts.scoped_to_type(active, term)
        return active

    def _subject_of(
        self, element: Mapping[str, Any], active: ActiveContext, path: Path, given: str | None
    ) -> str:
        for key in active.aliases_of("@id"):
            if key not in element:
                continue
            _refuse_keyword(key, "id", path)
            if given is not None:
                raise not_covered((path, key), "a second id of the same object; keep one")
            given = self.values.id_of(element[key], active, (path, key))
        return self._blank() if given is None else given

    def _blank(self) -> str:
        self.blank_nodes += 1
        return f"_:b{self.blank_nodes}"

    def _member(
        self, key: str, value: Any, subject: str, active: ActiveContext, above: Place
    ) -> None:
        term = active.terms.get(key, PLAIN)
        predicate = term.node
        if predicate is None:
            iri = active.expand(key, vocab=True)
            if iri in ("@id", "@type"):
                return
            predicate = _predicate(iri, (above.path, key))
            refuse_long_form(predicate[1:-1], active, (above.path, key))
        if above.depth >= MAX_DEPTH:
            raise too_deep()
        place = Place(active, key, term, above.graph, (above.path, key), above.depth + 1)
        if value is None:
            raise null_at(place.path)
        if term.type == "@json":
            obj = self.values.json_literal(value, value)
            self.quads.append((subject, predicate, obj, place.graph))
        elif term.container:
            self._contained(value, subject, predicate, place)
        elif isinstance(value, list):
            self._each(value, subject, predicate, place)
        else:
            self.quads.append((subject, predicate, self._object(value, place), place.graph))

    def _each(self, value: Any, subject: str, predicate: str, place: Place) -> None:
        if isinstance(value, list):
            for position, item in enumerate(value):
                self._each(item, subject, predicate, place.at(position))
        else:
            self.quads.append((subject, predicate, self._object(value, place), place.graph))

    def _contained(self, value: Any, subject: str, predicate: str, place: Place) -> None:
        container = place.term.container
        if isinstance(value, dict) and not MAPS.isdisjoint(container):
            write_map(self, value, subject, predicate, place)
        elif "@list" in container:
            items = value if isinstance(value, list) else [value]
            self.quads.append((subject, predicate, self._list(items, place), place.graph))
        elif "@graph" in container:
            self.write_graphs(value, subject, predicate, place)
        else:
            self._each(value, subject, predicate, place)

    def _list(self, items: list[Any], place: Place) -> str:
        rest = RDF_NIL
        for position in reversed(range(len(items))):
            item, inner = items[position], place.at(position)
            is_list = isinstance(item, list)
            obj = self._list(item, inner) if is_list else self._object(item, inner)
            cell = self._blank()
            self.quads.append((cell, RDF_FIRST, obj, place.graph))
            self.quads.append((cell, RDF_REST, rest, place.graph))
            rest = cell
        return rest

    def _object(self, value: Any, place: Place) -> str:
        """Write what belongs to one value and return the term that stands for it."""
        if not isinstance(value, dict):
            return self.values.scalar(value, place)
        if _is_value_object(value, place.active):
            return self.values.value_object(value, place)
        return self.node(value, place)


def _is_value_object(value: Mapping[str, Any], active: ActiveContext) -> bool:
    return any(key in value for key in active.aliases_of("@value"))


def _is_reference(element: Mapping[str, Any], active: ActiveContext) -> bool:
    return len(element) == 1 and any(key in element for key in active.aliases_of("@id"))


def _types_of(element: Mapping[str, Any], active: ActiveContext, path: Path) -> list[str]:
    types: list[str] = []
    for key in active.aliases_of("@type"):
        if key in element:
            _refuse_keyword(key, "type", path)
            value = element[key]
            types += value if isinstance(value, list) else [value]
    for name in types:
        if not isinstance(name, str):
            raise not_covered(path, f"a type must be a text, not {name!r:.40}")
    return types


def _predicate(iri: str | None, path: Path) -> str:
    if iri is not None and iri.startswith("@"):
        raise not_covered(path, f"the keyword {iri} is not allowed here")
    if iri is None or ABSOLUTE_IRI.match(iri) is None:
        raise not_covered(
            path,
            "no context gives this member a meaning, so a signature would not cover it; remove "
            "it or add the context that defines it",
        )
    return f"<{iri}>"


def _refuse_keyword(key: str, word: str, path: Path) -> None:
    """Refuse a keyword, and any name for it but the one that is read: ODRL's `uid` is an `id`."""
    if key != word:
        raise not_covered((path, key), f"write {word} instead; no other name is allowed here")
