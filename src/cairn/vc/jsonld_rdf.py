"""
From a JSON-LD document to quads in one walk: expansion and "Deserialize JSON-LD to RDF" at once.

Nothing is dropped on the way. What JSON-LD would leave out in silence - a member without a
meaning, a relative id or type, a null, an index key - is refused, with its place.

Source: W3C Recommendation, JSON-LD 1.1 Processing Algorithms and API, sections "Expansion
Algorithm", "Value Expansion" and "Deserialize JSON-LD to RDF Algorithm".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cairn.errors import BudgetExceeded, MalformedCredential, UndefinedTerm
from cairn.vc.jcs import canonical_json
from cairn.vc.jsonld_context import ABSOLUTE_IRI, UNSET, ActiveContext, Contexts, Term
from cairn.vc.jsonld_literals import native_literal, text_literal
from cairn.vc.nquads import (
    RDF_FIRST,
    RDF_JSON,
    RDF_NIL,
    RDF_REST,
    RDF_TYPE,
    Quad,
    literal,
)

MAX_DEPTH = 64

Path = tuple[Any, ...]
"""Where in the document: a key or position, and before it the path above; () is the root."""

_PLAIN = Term("")
_VALUE_MEMBERS = frozenset(("@value", "@type", "@language", "@direction"))
_MAPS = frozenset(("@language", "@index", "@id", "@type"))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: under which key and term, in which context and graph."""

    active: ActiveContext
    key: str
    term: Term
    graph: str
    path: Path
    depth: int

    def at(self, step: str | int, *, graph: str | None = None) -> Place:
        return Place(
            self.active,
            self.key,
            self.term,
            self.graph if graph is None else graph,
            (self.path, step),
            self.depth + 1,
        )


@dataclass(slots=True)
class Writer:
    """
    Writes the quads of one document.

    Attributes:
        quads: what was written.
        meanings: the IRI of each text that was read as a word and not as it stands.
        whole: `id()` of the values that became one JSON literal each.
    """

    contexts: Contexts
    allow_inline: bool = False
    quads: list[Quad] = field(default_factory=list)
    meanings: dict[str, str] = field(default_factory=dict)
    whole: set[int] = field(default_factory=set)
    blank_nodes: int = 0

    def write(self, document: Mapping[str, Any]) -> None:
        root = Place(self.contexts.root, "", _PLAIN, "", (), 0)
        self._node(document, root)

    def _node(
        self,
        element: Mapping[str, Any],
        place: Place,
        *,
        subject: str | None = None,
        type_key: str | None = None,
        from_map: bool = False,
    ) -> str:
        """Write one object of the document and return its subject."""
        if place.depth > MAX_DEPTH:
            raise BudgetExceeded(f"The document is nested deeper than {MAX_DEPTH} levels")
        active = self._context_of(element, place, from_map=from_map)
        outer = active
        types = self._types(element, outer, place.path)
        if type_key is not None:
            types.append(type_key)
        active = self._typed(active, types)
        subject = self._subject(element, active, place.path, subject)
        for name in types:
            self.quads.append((subject, RDF_TYPE, self._type(name, outer, place), place.graph))
        for key, value in element.items():
            if key != "@context":
                self._member(key, value, subject, active, place)
        return subject

    def _context_of(
        self, element: Mapping[str, Any], place: Place, *, from_map: bool
    ) -> ActiveContext:
        """Return the context inside `element`, but for what its types bring."""
        active = place.active
        if active.previous is not None and not from_map and not _keeps_context(element, active):
            active = active.previous
        if place.term.is_scoped:
            active = self.contexts.scoped_to_property(active, place.term)
        if "@context" in element:
            active = self.contexts.local(
                active, element["@context"], allow_inline=self.allow_inline
            )
        return active

    def _types(self, element: Mapping[str, Any], active: ActiveContext, path: Path) -> list[str]:
        types: list[str] = []
        for key in active.aliases_of("@type"):
            if key in element:
                _refuse_keyword(key, path)
                value = element[key]
                types += value if isinstance(value, list) else [value]
        for name in types:
            if not isinstance(name, str):
                raise UndefinedTerm(f"{show(path)}: a type must be a text, not {name!r:.40}")
        return types

    def _typed(self, active: ActiveContext, types: list[str]) -> ActiveContext:
        outer = active
        for name in sorted(types):
            term = outer.terms.get(name)
            if term is not None and term.is_scoped:
                active = self.contexts.scoped_to_type(active, term)
        return active

    def _type(self, name: str, active: ActiveContext, place: Place) -> str:
        term = active.terms.get(name)
        if term is not None and term.node is not None:
            self.meanings[name] = term.node
            return term.node
        return self._iri(name, active.expand(name, vocab=True), "type", place.path)

    def _subject(
        self,
        element: Mapping[str, Any],
        active: ActiveContext,
        path: Path,
        given: str | None,
    ) -> str:
        for key in active.aliases_of("@id"):
            if key not in element:
                continue
            _refuse_keyword(key, path)
            if given is not None:
                raise UndefinedTerm(f"{show((path, key))}: a second id of the same object")
            given = self._id(element[key], active, (path, key))
        return self._blank() if given is None else given

    def _id(self, value: Any, active: ActiveContext, path: Path) -> str:
        if not isinstance(value, str):
            raise UndefinedTerm(f"{show(path)}: an id must be a URL, not {value!r:.40}")
        return self._iri(value, active.expand(value, vocab=False), "id", path)

    def _iri(self, text: str, iri: str | None, what: str, path: Path) -> str:
        if iri is None or ABSOLUTE_IRI.match(iri) is None:
            raise UndefinedTerm(
                f"{show(path)}: the {what} {text[:80]!r} is not a URL and no context gives it a "
                "meaning, so a signature would not cover it"
            )
        node = f"<{iri}>"
        if iri != text:
            self.meanings[text] = node
        return node

    def _blank(self) -> str:
        self.blank_nodes += 1
        return f"_:b{self.blank_nodes}"

    def _member(
        self, key: str, value: Any, subject: str, active: ActiveContext, above: Place
    ) -> None:
        term = active.terms.get(key)
        if term is not None and term.node is not None:
            predicate = term.node
        else:
            iri = active.expand(key, vocab=True)
            if iri in ("@id", "@type"):
                return
            predicate = _predicate(key, iri, above.path)
        path = (above.path, key)
        place = Place(active, key, term or _PLAIN, above.graph, path, above.depth + 1)
        if value is None:
            raise _null(path)
        if place.term.type == "@json":
            self.quads.append((subject, predicate, self._json(value, value), place.graph))
        elif place.term.container:
            self._contained(value, subject, predicate, place)
        else:
            self._values(value, subject, predicate, place)

    def _values(self, value: Any, subject: str, predicate: str, place: Place) -> None:
        if not isinstance(value, list):
            obj = self._object(value, place)
            self.quads.append((subject, predicate, obj, place.graph))
            return
        if place.depth > MAX_DEPTH:
            raise BudgetExceeded(f"The document is nested deeper than {MAX_DEPTH} levels")
        for position, item in enumerate(value):
            self._values(item, subject, predicate, place.at(position))

    def _contained(self, value: Any, subject: str, predicate: str, place: Place) -> None:
        container = place.term.container
        if isinstance(value, dict) and not _MAPS.isdisjoint(container):
            self._map(value, subject, predicate, place)
        elif "@list" in container:
            items = value if isinstance(value, list) else [value]
            self.quads.append((subject, predicate, self._list(items, place), place.graph))
        elif "@graph" in container:
            self._graphs(value, subject, predicate, place)
        else:
            self._values(value, subject, predicate, place)

    def _list(self, items: list[Any], place: Place) -> str:
        rest = RDF_NIL
        for position in reversed(range(len(items))):
            item, inner = items[position], place.at(position)
            if inner.depth > MAX_DEPTH:
                raise BudgetExceeded(f"The document is nested deeper than {MAX_DEPTH} levels")
            is_list = isinstance(item, list)
            obj = self._list(item, inner) if is_list else self._object(item, inner)
            cell = self._blank()
            self.quads.append((cell, RDF_FIRST, obj, place.graph))
            self.quads.append((cell, RDF_REST, rest, place.graph))
            rest = cell
        return rest

    def _graphs(
        self, value: Any, subject: str, predicate: str, place: Place, name: str | None = None
    ) -> None:
        """Write each value into a graph of its own, or all into the graph `name`."""
        for position, item in enumerate(value if isinstance(value, list) else [value]):
            graph = name or self._blank()
            before = len(self.quads)
            if not isinstance(item, dict):
                raise UndefinedTerm(
                    f"{show(place.path)}: must be an object; a signature would not cover "
                    f"{item!r:.80}"
                )
            self._object(item, place.at(position, graph=graph))
            if len(self.quads) == before:
                raise UndefinedTerm(
                    f"{show(place.path)}: the object says nothing but its id, which a signature "
                    "would not cover"
                )
            self.quads.append((subject, predicate, graph, place.graph))

    def _map(self, value: dict[str, Any], subject: str, predicate: str, place: Place) -> None:
        container = place.term.container
        for key, item in value.items():
            inner = place.at(key)
            if item is None:
                raise _null(inner.path)
            if "@language" in container:
                self._translations(key, item, subject, predicate, inner)
            elif "@graph" in container:
                if "@id" not in container:
                    raise _lost_key(inner.path)
                name = (
                    None if self._is_none(key, place) else self._id(key, place.active, inner.path)
                )
                self._graphs(item, subject, predicate, inner, name)
            elif "@index" in container:
                self._indexed(key, item, subject, predicate, inner)
            else:
                self._keyed(key, item, subject, predicate, inner)

    def _translations(
        self, key: str, item: Any, subject: str, predicate: str, place: Place
    ) -> None:
        language = None if self._is_none(key, place) else key
        direction = _either(place.term.direction, place.active.direction)
        for text in item if isinstance(item, list) else [item]:
            if not isinstance(text, str):
                raise UndefinedTerm(f"{show(place.path)}: must be a text")
            obj = text_literal(text, language=language, direction=direction, where=show(place.path))
            self.quads.append((subject, predicate, obj, place.graph))

    def _keyed(self, key: str, item: Any, subject: str, predicate: str, place: Place) -> None:
        """Write the objects of an id map or type map; the key is their id or one more type."""
        is_none = self._is_none(key, place)
        by_id = "@id" in place.term.container
        for one in item if isinstance(item, list) else [item]:
            if isinstance(one, str) and not by_id and not is_none:
                obj = self._id(one, place.active, place.path)
                kind = self._type(key, place.active, place)
                self.quads.append((obj, RDF_TYPE, kind, place.graph))
            elif not isinstance(one, dict):
                raise UndefinedTerm(f"{show(place.path)}: must be an object")
            else:
                given = self._id(key, place.active, place.path) if by_id and not is_none else None
                obj = self._node(
                    one,
                    place,
                    subject=given,
                    type_key=None if by_id or is_none else key,
                    from_map=True,
                )
            self.quads.append((subject, predicate, obj, place.graph))

    def _indexed(self, key: str, item: Any, subject: str, predicate: str, place: Place) -> None:
        """Write the objects of a property-valued index; a plain index would lose its keys."""
        index = place.term.index
        if index is None or ABSOLUTE_IRI.match(index) is None:
            raise _lost_key(place.path)
        for one in item if isinstance(item, list) else [item]:
            if not isinstance(one, dict):
                raise UndefinedTerm(f"{show(place.path)}: must be an object")
            obj = self._node(one, place, from_map=True)
            if not self._is_none(key, place):
                self.quads.append((obj, f"<{index}>", text_literal(key), place.graph))
            self.quads.append((subject, predicate, obj, place.graph))

    def _is_none(self, key: str, place: Place) -> bool:
        return place.active.expand(key, vocab=True) == "@none"

    def _object(self, value: Any, place: Place) -> str:
        """Write what belongs to one value and return the term that stands for it."""
        if isinstance(value, str):
            return self._text(value, place)
        if isinstance(value, dict):
            if any(key in value for key in place.active.aliases_of("@value")):
                return self._value_object(value, place)
            return self._node(value, place)
        if isinstance(value, bool | int | float):
            return native_literal(value, _datatype(self._rescoped(place).term))
        if value is None:
            raise _null(place.path)
        raise MalformedCredential(f"{show(place.path)}: JSON has no {type(value).__name__}")

    def _text(self, value: str, place: Place) -> str:
        place = self._rescoped(place)
        term, active = place.term, place.active
        if term.type == "@id":
            return self._id(value, active, place.path)
        if term.type == "@vocab":
            return self._iri(value, active.expand(value, vocab=True), "value", place.path)
        datatype = _datatype(term)
        if datatype is not None:
            text_literal(value, where=show(place.path)) if not value.isascii() else None
            return literal(value, datatype=datatype)
        return text_literal(
            value,
            language=_either(term.language, active.language),
            direction=_either(term.direction, active.direction),
            where="" if value.isascii() else show(place.path),
        )

    def _rescoped(self, place: Place) -> Place:
        """Return the place of a value below a member that brings a context."""
        if not place.term.is_scoped:
            return place
        active = self.contexts.scoped_to_property(place.active, place.term)
        term = active.terms.get(place.key, _PLAIN)
        return Place(active, place.key, term, place.graph, place.path, place.depth)

    def _value_object(self, value: dict[str, Any], place: Place) -> str:
        active = place.active
        if place.term.is_scoped:
            active = self.contexts.scoped_to_property(active, place.term)
        members: dict[str, Any] = {}
        for key, item in value.items():
            meaning = active.expand(key, vocab=True)
            if meaning not in _VALUE_MEMBERS or meaning in members:
                raise UndefinedTerm(
                    f"{show((place.path, key))}: a text with a language has @value, @language and "
                    "@direction, nothing else"
                )
            if item is None:
                raise _null((place.path, key))
            members[meaning] = item
        return self._literal(members, active, value, place.path)

    def _literal(
        self, members: dict[str, Any], active: ActiveContext, source: Any, path: Path
    ) -> str:
        value, kind = members["@value"], members.get("@type")
        language, direction = members.get("@language"), members.get("@direction")
        if kind is not None:
            if not isinstance(kind, str) or language is not None or direction is not None:
                raise MalformedCredential(f"{show(path)}: a typed value has no language")
            meaning = active.expand(kind, vocab=True)
            if meaning == "@json":
                return self._json(value, source)
            datatype = self._iri(kind, meaning, "type", path)[1:-1]
            if isinstance(value, str):
                self.meanings[kind] = literal(value, datatype=datatype)
                return self.meanings[kind]
            if isinstance(value, bool | int | float):
                self.meanings[kind] = native_literal(value, datatype)
                return self.meanings[kind]
        elif isinstance(value, str):
            obj = text_literal(value, language=language, direction=direction, where=show(path))
            self.meanings.update({name: obj for name in (language, direction) if name})
            return obj
        elif isinstance(value, bool | int | float) and language is None and direction is None:
            return native_literal(value)
        raise MalformedCredential(f"{show(path)}: @value must be a text, a number or a boolean")

    def _json(self, value: Any, source: Any) -> str:
        obj = literal(canonical_json(value), datatype=RDF_JSON)
        if isinstance(source, dict | list):
            self.whole.add(id(source))
        elif isinstance(source, str):
            self.meanings[source] = obj
        return obj


def show(path: Path) -> str:
    """Return a path as people read it: `$.credentialSubject.achievement[0].name`."""
    steps: list[str] = []
    while path:
        path, step = path
        steps.append(f"[{step}]" if isinstance(step, int) else f".{step[:80]}")
    return "$" + "".join(reversed(steps))


def _keeps_context(element: Mapping[str, Any], active: ActiveContext) -> bool:
    """Tell whether `element` is a mere reference, which a type's context still reaches."""
    return len(element) == 1 and any(key in element for key in active.aliases_of("@id"))


def _predicate(key: str, iri: str | None, path: Path) -> str:
    if iri is not None and iri.startswith("@"):
        raise UndefinedTerm(f"{show((path, key))}: the keyword {iri} is not allowed here")
    if iri is None or ABSOLUTE_IRI.match(iri) is None:
        raise UndefinedTerm(
            f"{show((path, key))}: no context gives this member a meaning, so a signature would "
            "not cover it; remove it or add the context that defines it"
        )
    return f"<{iri}>"


def _refuse_keyword(key: str, path: Path) -> None:
    if key.startswith("@"):
        raise UndefinedTerm(
            f"{show((path, key))}: write {key[1:]} instead; keywords are not allowed here"
        )


def _datatype(term: Term) -> str | None:
    """Return the datatype that a term gives to its values, if it gives one."""
    return None if term.type is None or term.type.startswith("@") else term.type


def _either(own: str | None, inherited: str | None) -> str | None:
    return inherited if own is UNSET else own


def _null(path: Path) -> UndefinedTerm:
    return UndefinedTerm(f"{show(path)}: is null, which a signature would not cover; leave it out")


def _lost_key(path: Path) -> UndefinedTerm:
    return UndefinedTerm(
        f"{show(path)}: the key of an index map, which a signature would not cover"
    )
