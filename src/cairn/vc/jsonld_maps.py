"""
Members whose object is a map: language, id, type, graph and property-valued index maps.

A plain index map is refused: JSON-LD drops its keys on the way to RDF.

Source: W3C Recommendation, JSON-LD 1.1 Processing Algorithms and API, section "Expansion
Algorithm", the steps on container mappings.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cairn.errors import UndefinedTerm
from cairn.vc.jsonld_context import ABSOLUTE_IRI, UNSET
from cairn.vc.jsonld_literals import text_literal
from cairn.vc.jsonld_place import Path, Place, not_covered, null_at
from cairn.vc.nquads import RDF_TYPE, literal

if TYPE_CHECKING:
    from cairn.vc.jsonld_rdf import Writer

MAPS = frozenset(("@language", "@index", "@id", "@type"))


def write_map(
    writer: Writer, value: Mapping[str, Any], subject: str, predicate: str, place: Place
) -> None:
    """Write the members of a map as what its term's container says."""
    container = place.term.container
    for key, item in value.items():
        inner = place.at(key)
        if item is None:
            raise null_at(inner.path)
        name = None if place.active.expand(key, vocab=True) == "@none" else key
        if "@graph" in container:
            _write_graphs(writer, name, item, subject, predicate, inner)
            continue
        for position, one in enumerate(item if isinstance(item, list) else [item]):
            at = inner.at(position) if isinstance(item, list) else inner
            obj = _object(writer, name, one, at)
            writer.quads.append((subject, predicate, obj, place.graph))


def _object(writer: Writer, name: str | None, one: Any, place: Place) -> str:
    container = place.term.container
    if "@language" in container:
        return _translation(writer, name, one, place)
    if isinstance(one, str) and "@type" in container:
        obj = writer.values.id_of(one, place.active, place.path)
        if name is not None:
            kind = writer.values.type_of(name, place.active, place.path)
            writer.quads.append((obj, RDF_TYPE, kind, place.graph))
            writer.keyed.append((place.graph, obj, place.path))
        return obj
    if not isinstance(one, dict):
        raise not_covered(place.path, "must be an object")
    if "@id" in container:
        given = None if name is None else writer.values.id_of(name, place.active, place.path)
        return writer.node(one, place, subject=given, from_map=True)
    if "@type" in container:
        return _typed(writer, name, one, place)
    return _indexed(writer, name, one, place)


def _write_graphs(
    writer: Writer, name: str | None, item: Any, subject: str, predicate: str, place: Place
) -> None:
    if "@id" not in place.term.container:
        raise _lost_key(place.path)
    graph = None if name is None else writer.values.id_of(name, place.active, place.path)
    writer.write_graphs(item, subject, predicate, place, name=graph, from_map=True)


def _translation(writer: Writer, language: str | None, text: Any, place: Place) -> str:
    if not isinstance(text, str):
        raise not_covered(place.path, "must be a text")
    term, active = place.term, place.active
    direction = active.direction if term.direction is UNSET else term.direction
    return text_literal(text, language=language, direction=direction, path=place.path)


def _typed(writer: Writer, name: str | None, one: dict[str, Any], place: Place) -> str:
    if name is None:
        return writer.node(one, place, from_map=True)
    outer = place.active.previous or place.active
    term = outer.terms.get(name)
    inner = place
    if term is not None and term.is_scoped:
        inner = place._replace(active=writer.contexts.scoped_to_type(outer, term))
    obj = writer.node(one, inner, from_map=True)
    kind = writer.values.type_of(name, place.active, place.path)
    writer.quads.append((obj, RDF_TYPE, kind, place.graph))
    writer.keyed.append((place.graph, obj, place.path))
    return obj


def _indexed(writer: Writer, name: str | None, one: dict[str, Any], place: Place) -> str:
    index = place.term.index
    if index is None or ABSOLUTE_IRI.match(index) is None:
        raise _lost_key(place.path)
    obj = writer.node(one, place, from_map=True)
    if name is not None:
        writer.quads.append((obj, f"<{index}>", literal(name), place.graph))
        writer.keyed.append((place.graph, obj, place.path))
    return obj


def _lost_key(path: Path) -> UndefinedTerm:
    return not_covered(path, "the key of an index map, which a signature would not cover")
