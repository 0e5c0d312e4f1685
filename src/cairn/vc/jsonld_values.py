"""
From the values of a JSON-LD document - ids, texts, numbers, value objects - to RDF terms.

Source: W3C Recommendation, JSON-LD 1.1 Processing Algorithms and API, sections "Value
Expansion", "IRI Expansion" and "Object to RDF Conversion".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cairn.errors import MalformedCredential
from cairn.vc.jcs import canonical_json
from cairn.vc.jsonld_context import ABSOLUTE_IRI, UNSET, ActiveContext, Contexts, Term
from cairn.vc.jsonld_literals import native_literal, text_literal
from cairn.vc.jsonld_place import PLAIN, Path, Place, not_covered, null_at, show
from cairn.vc.nquads import RDF_JSON

_VALUE_MEMBERS = frozenset(("@value", "@type", "@language", "@direction"))


@dataclass(slots=True)
class Values:
    """
    Reads the values of one document.

    Attributes:
        meanings: the RDF term of each text that was not read as it stands.
        whole: `id()` of the arrays and objects that became one JSON literal each.
    """

    contexts: Contexts
    meanings: dict[str, str] = field(default_factory=dict)
    whole: set[int] = field(default_factory=set)

    def id_of(self, value: Any, active: ActiveContext, path: Path) -> str:
        """Return the IRI of an `id`, which must be absolute: the base is null."""
        if not isinstance(value, str):
            raise not_covered(path, f"an id must be a URL, not {value!r:.40}")
        return self.iri(value, active.expand(value, vocab=False), "id", path)

    def type_of(self, name: str, active: ActiveContext, path: Path) -> str:
        term = active.terms.get(name)
        if term is not None and term.node is not None:
            self.meanings[name] = term.node
            return term.node
        node = self.iri(name, active.expand(name, vocab=True), "type", path)
        refuse_long_form(node[1:-1], active, path)
        return node

    def iri(self, text: str, iri: str | None, what: str, path: Path) -> str:
        """Return the term of `iri`, which is what `text` expands to."""
        if iri is None or ABSOLUTE_IRI.match(iri) is None:
            raise not_covered(
                path,
                f"the {what} {text[:80]!r} is not a URL and no context gives it a meaning, so a "
                "signature would not cover it",
            )
        node = f"<{iri}>"
        if iri != text:
            self.meanings[text] = node
        return node

    def scalar(self, value: Any, place: Place) -> str:
        """Return the term of a text, number or boolean under the term of its place."""
        if value is None:
            raise null_at(place.path)
        if place.term.is_scoped:
            active = self.contexts.scoped_to_property(place.active, place.term)
            term = active.terms.get(place.key, PLAIN)
        else:
            active, term = place.active, place.term
        if isinstance(value, str):
            return self._text(value, term, active, place.path)
        if isinstance(value, bool | int | float):
            return native_literal(value, datatype_of(term))
        raise MalformedCredential(f"{show(place.path)}: JSON has no {type(value).__name__}")

    def _text(self, value: str, term: Term, active: ActiveContext, path: Path) -> str:
        if term.type == "@id":
            return self.id_of(value, active, path)
        if term.type == "@vocab":
            return self.iri(value, active.expand(value, vocab=True), "value", path)
        datatype = datatype_of(term)
        if datatype is not None:
            return text_literal(value, datatype=datatype, path=path)
        language = active.language if term.language is UNSET else term.language
        direction = active.direction if term.direction is UNSET else term.direction
        return text_literal(value, language=language, direction=direction, path=path)

    def value_object(self, value: Mapping[str, Any], place: Place) -> str:
        """Return the term of an object with `@value`."""
        active = place.active
        if place.term.is_scoped:
            active = self.contexts.scoped_to_property(active, place.term)
        members: dict[str, Any] = {}
        for key, item in value.items():
            meaning = active.expand(key, vocab=True)
            if meaning not in _VALUE_MEMBERS or meaning in members:
                raise not_covered(
                    (place.path, key),
                    "a text with a language has @value, @language and @direction, nothing else",
                )
            if item is None:
                raise null_at((place.path, key))
            members[meaning] = item
        if "@type" in members:
            return self._typed_literal(members, active, value, place.path)
        return self._tagged_literal(members, place.path)

    def _typed_literal(
        self, members: dict[str, Any], active: ActiveContext, source: Any, path: Path
    ) -> str:
        value, kind = members["@value"], members["@type"]
        if not isinstance(kind, str) or len(members) > 2:
            raise MalformedCredential(f"{show(path)}: a value with a @type has nothing else")
        meaning = active.expand(kind, vocab=True)
        if meaning == "@json":
            return self.json_literal(value, source)
        datatype = self.iri(kind, meaning, "type", path)[1:-1]
        if isinstance(value, str):
            obj = text_literal(value, datatype=datatype, path=path)
        elif isinstance(value, bool | int | float):
            obj = native_literal(value, datatype)
        else:
            raise MalformedCredential(f"{show(path)}: @value must be a text, number or boolean")
        self.meanings[kind] = obj
        return obj

    def _tagged_literal(self, members: dict[str, Any], path: Path) -> str:
        value = members["@value"]
        language, direction = members.get("@language"), members.get("@direction")
        if isinstance(value, bool | int | float) and len(members) == 1:
            return native_literal(value)
        if not all(isinstance(member, str) for member in members.values()):
            raise MalformedCredential(
                f"{show(path)}: @value, @language and @direction must be texts"
            )
        obj = text_literal(value, language=language, direction=direction, path=path)
        self.meanings.update((name, obj) for name in (language, direction) if name is not None)
        return obj

    def json_literal(self, value: Any, source: Any) -> str:
        """Return the JSON literal of `value`, which stands in the document as `source`."""
        obj = text_literal(canonical_json(value), datatype=RDF_JSON)
        if isinstance(source, dict | list):
            self.whole.add(id(source))
        elif isinstance(source, str):
            self.meanings[source] = obj
        return obj


def refuse_long_form(iri: str, active: ActiveContext, path: Path) -> None:
    """
    Refuse an IRI for which the context has a word.

    Both are the same RDF, so a signature allows the exchange; but who reads the JSON looks for
    the word, and would miss an expiry or a status that was hidden behind its IRI.
    """
    word = active.word_for(iri)
    if word is not None:
        raise MalformedCredential(f"{show(path)}: write {word} and not {iri[:120]}")


def datatype_of(term: Term) -> str | None:
    """Return the datatype that a term gives to its values, if it gives one."""
    return None if term.type is None or term.type.startswith("@") else term.type
