"""
Compiling a shape: from one document, by the full way, to what all documents like it share.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cairn.vc.compiled import EDGE, GROUND, TAIL, BlankNodes, CompiledShape, LineKind, Lines
from cairn.vc.documents import ContextLoader
from cairn.vc.nquads import Quad, line_of
from cairn.vc.rdfc import (
    blank_nodes_of,
    canonicalize,
    first_degree_hash,
    first_degree_line,
    renamed,
)
from cairn.vc.shape import Described, picker
from cairn.vc.tracing import Reading, TracedTerm, traced_quads

_BYTES_A_QUAD = 600
_COPIES = 6


def compile_shape(
    document: Mapping[str, Any], described: Described, *, load: ContextLoader
) -> tuple[CompiledShape | None, str]:
    """
    Return the shape of a document, and its canonical N-Quads.

    The shape is None where it would not help: if two blank nodes look alike at first sight.

    Args:
        described: what `describe` says of `document`.

    Raises what `cairn.vc.jsonld.signable_quads` and `cairn.vc.rdfc.canonicalize` do.
    """
    quads = tuple(traced_quads(document, load=load))
    canonical = canonicalize(quads)
    shape = _shape_of(described.texts, quads, weight=_weight(quads, canonical))
    # what the full way says is what the short way must say, or the short way is not taken
    return (shape if shape.canonical(described.texts) == canonical else None), canonical


def _shape_of(texts: Sequence[str], quads: tuple[Quad, ...], *, weight: int) -> CompiledShape:
    readings: dict[int, Reading] = {}
    stands_at: dict[int, list[tuple[int, int]]] = {}
    for number, quad in enumerate(quads):
        for role, term in enumerate(quad):
            if isinstance(term, TracedTerm):
                readings[term.text] = term.reading
                stands_at.setdefault(term.text, []).append((number, role))
    pick = picker([position for position in range(len(texts)) if position not in readings])
    nodes = _nodes_of(quads)
    return CompiledShape(
        texts=tuple(texts),
        pick_fixed=pick,
        fixed=pick(texts),
        readings=readings,
        stands_at=stands_at,
        subjects=frozenset(str(quad[0]) for quad in quads if quad[0][0] == "<"),
        quads=quads,
        nodes=nodes,
        lines=_lines_of(quads, nodes.names({}) or {}),
        weight=weight,
    )


def _nodes_of(quads: Sequence[Quad]) -> BlankNodes:
    of_quad = {number: blank_nodes_of(quad) for number, quad in enumerate(quads)}
    mentions: dict[str, list[tuple[int, str]]] = {}
    for number, labels in of_quad.items():
        for label in labels:
            line = first_degree_line(quads[number], label)
            mentions.setdefault(label, []).append((number, line))
    hashes = {
        label: first_degree_hash({quads[number]: line for number, line in lines}.values())
        for label, lines in mentions.items()
    }
    return BlankNodes(quads, mentions, of_quad, hashes)


def _lines_of(quads: Sequence[Quad], names: Mapping[str, str]) -> Lines:
    """Return the lines, sorted as `names` sorts them: sorting nearly sorted lines is quick."""
    in_order = sorted(range(len(quads)), key=lambda number: line_of(renamed(quads[number], names)))
    ground: list[str] = []
    tails: list[str] = []
    subjects: list[str] = []
    edges: list[Quad] = []
    place_of: dict[int, tuple[LineKind, int]] = {}
    for number in in_order:
        quad = quads[number]
        labels = blank_nodes_of(quad)
        if not labels:
            place_of[number] = GROUND, len(ground)
            ground.append(line_of(quad))
        elif labels == (quad[0],) and quad[2] != quad[0] and quad[3] != quad[0]:
            place_of[number] = TAIL, len(tails)
            tails.append(line_of(quad)[len(quad[0]) :])
            subjects.append(quad[0])
        else:
            place_of[number] = EDGE, len(edges)
            edges.append(quad)
    return Lines(ground, tails, subjects, edges, place_of)


def _weight(quads: Sequence[Quad], canonical: str) -> int:
    return len(quads) * _BYTES_A_QUAD + len(canonical) * _COPIES
