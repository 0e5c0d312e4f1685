"""
The canonical form of one shape, worked out once: each further document changes a few lines of it.

Two documents of one shape, in the same contexts, give the same quads but for the terms that
stand for their texts (see `cairn.vc.tracing`). So of the canonical N-Quads only these must be
made anew: the lines with a changed text, the first-degree hashes of the blank nodes on those
lines, and the names of the blank nodes, which follow from the order of the hashes.

Why it is safe: a shape is compiled from a document that went the full way, with every check,
and holds all that this way has read: what is not a text, the texts that decide how others are
read (`fixed`), and the rule for each other text. Where a document differs in anything else,
where a rule refuses a text, or where two blank nodes have the same hash, so that RDFC-1.0 would
look further, there is no answer here and the full way decides. No text can be lost: one may
change only if it was traced to a term of a quad.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import add, eq, ne
from typing import Any

from cairn.vc.nquads import Quad, line_of
from cairn.vc.rdfc import first_degree_hash, first_degree_line, renamed
from cairn.vc.tracing import Reading, TracedTerm

Changed = Mapping[int, Quad]
"""The quads that differ from those of the first document, by their number."""


@dataclass(frozen=True, slots=True)
class CompiledShape:
    """
    What all documents of one shape have in common, and the first of them in full.

    Attributes:
        texts: those of the first document.
        pick_fixed: picks the texts that must be as in the first document.
        fixed: what it picks there.
        readings: how each of the other texts becomes a term, by its position.
        quads_with: the numbers of the quads in which each of them stands.
        quads: all quads of the first document, repeated ones as well.
        weight: about how many bytes of memory it takes.
    """

    texts: tuple[str, ...]
    pick_fixed: Callable[[Sequence[str]], Any]
    fixed: Any
    readings: Mapping[int, Reading]
    quads_with: Mapping[int, Sequence[int]]
    quads: tuple[Quad, ...]
    nodes: BlankNodes
    lines: Lines
    weight: int

    def canonical(self, texts: Sequence[str]) -> str | None:
        """
        Return the canonical N-Quads of the document of this shape that has these texts.

        None stands for "go the full way".
        """
        if self.pick_fixed(texts) != self.fixed:
            return None
        changed = self._changed(texts)
        if changed is None:
            return None
        names = self.nodes.names(changed)
        return None if names is None else self.lines.written(changed, names)

    def _changed(self, texts: Sequence[str]) -> Changed | None:
        terms: dict[int, str] = {}
        numbers: set[int] = set()
        for position, differs in enumerate(map(ne, texts, self.texts)):
            if differs:
                term = self.readings[position].term(texts[position])
                if term is None:
                    return None
                terms[position] = term
                numbers.update(self.quads_with[position])
        return {number: _exchanged(self.quads[number], terms) for number in numbers}


@dataclass(frozen=True, slots=True)
class BlankNodes:
    """
    What the names of the blank nodes follow from.

    Attributes:
        quads: as in the shape.
        mentions: for each label the quads that mention it, each with its line in the hash.
        of_quad: for each number of a quad the labels that it mentions.
        hashes: for each label its first-degree hash in the first document.
    """

    quads: Sequence[Quad]
    mentions: Mapping[str, Sequence[tuple[int, str]]]
    of_quad: Mapping[int, Sequence[str]]
    hashes: Mapping[str, str]

    def names(self, changed: Changed) -> dict[str, str] | None:
        """Return for each label its canonical name; None if two nodes have the same hash."""
        hashes = dict(self.hashes)
        for label in {label for number in changed for label in self.of_quad[number]}:
            hashes[label] = self._hash(label, changed)
        if len(set(hashes.values())) != len(hashes):
            return None
        by_hash = sorted(hashes, key=hashes.__getitem__)
        return {label: f"_:c14n{rank}" for rank, label in enumerate(by_hash)}

    def _hash(self, label: str, changed: Changed) -> str:
        # by quad, because of two equal quads one counts, but of two equal lines both do
        lines: dict[Quad, str] = {}
        for number, line in self.mentions[label]:
            quad = changed.get(number)
            if quad is None:
                lines[self.quads[number]] = line
            else:
                lines[quad] = first_degree_line(quad, label)
        return first_degree_hash(lines.values())


@dataclass(frozen=True, slots=True)
class Lines:
    """
    The lines of three kinds of quads, each kind by the number of its quad.

    Attributes:
        ground: lines without a blank node.
        tails: lines with one blank node, as their subject, without that subject.
        subjects: the labels that are missing there, in the same order.
        edges: all other quads.
    """

    ground: Mapping[int, str]
    tails: Mapping[int, str]
    subjects: Sequence[str]
    edges: Mapping[int, Quad]

    def written(self, changed: Changed, names: Mapping[str, str]) -> str:
        """Return all lines in their order, each once."""
        ground, tails, edges = dict(self.ground), dict(self.tails), dict(self.edges)
        for number, quad in changed.items():
            if number in ground:
                ground[number] = line_of(quad)
            elif number in tails:
                tails[number] = line_of(quad)[len(quad[0]) :]
            else:
                edges[number] = quad
        lines = [*ground.values(), *map(add, map(names.__getitem__, self.subjects), tails.values())]
        lines += [line_of(renamed(quad, names)) for quad in edges.values()]
        lines.sort()
        if any(map(eq, lines, lines[1:])):
            return "".join(dict.fromkeys(lines))
        return "".join(lines)


def _exchanged(quad: Quad, terms: Mapping[int, str]) -> Quad:
    subject, predicate, obj, graph = (
        terms.get(term.text, term) if type(term) is TracedTerm else term for term in quad
    )
    return subject, predicate, obj, graph
