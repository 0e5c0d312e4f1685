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
from itertools import compress, count
from operator import add, ne
from typing import Any, Final, Literal

from cairn.vc.nquads import Quad, line_of
from cairn.vc.rdfc import first_degree_hash, first_degree_line
from cairn.vc.tracing import Reading

Changed = Mapping[int, Sequence[str]]
"""The quads that differ from those of the first document, by their number."""


LineKind = Literal["ground", "tail", "edge"]
GROUND: Final = "ground"
TAIL: Final = "tail"
EDGE: Final = "edge"
"""The three kinds of lines, see `Lines`."""


@dataclass(frozen=True, slots=True)
class CompiledShape:
    """
    What all documents of one shape have in common, and the first of them in full.

    Attributes:
        texts: those of the first document.
        pick_fixed: picks the texts that must be as in the first document.
        fixed: what it picks there.
        readings: how each of the other texts becomes a term, by its position.
        stands_at: where each of them stands: the numbers of quads, and as which of their terms.
        subjects: the IRIs that the first document says something of.
        quads: all quads of the first document, repeated ones as well.
        weight: about how many bytes of memory it takes.
    """

    texts: tuple[str, ...]
    pick_fixed: Callable[[Sequence[str]], Any]
    fixed: Any
    readings: Mapping[int, Reading]
    stands_at: Mapping[int, Sequence[tuple[int, int]]]
    subjects: frozenset[str]
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
        changed = self.changed(texts)
        if changed is None:
            return None
        names = self.nodes.names(changed)
        return None if names is None else self.lines.written(changed, names)

    def changed(self, texts: Sequence[str]) -> Changed | None:
        """Return the quads that these texts change; None where only the full way can say."""
        changed: dict[int, list[str]] = {}
        called: dict[str, str] = {}
        for position in compress(count(), map(ne, texts, self.texts)):
            term = self.readings[position].term(texts[position])
            if term is None:
                return None
            places = self.stands_at[position]
            before = next((self.quads[number][0] for number, role in places if role == 0), None)
            if before is not None and (
                term in self.subjects or called.setdefault(term, before) != before
            ):
                return None  # two objects may have become one node
            for number, role in places:
                if number not in changed:
                    changed[number] = list(self.quads[number])
                changed[number][role] = term
        return changed


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
        lines = [
            first_degree_line(changed[number], label) if number in changed else line
            for number, line in self.mentions[label]
        ]
        if len(set(lines)) < len(lines):
            # of two equal quads one counts, but of two equal lines both do
            numbers = (number for number, _ in self.mentions[label])
            quads = (tuple(changed.get(number, self.quads[number])) for number in numbers)
            lines = list(dict(zip(quads, lines, strict=True)).values())
        return first_degree_hash(lines)


@dataclass(frozen=True, slots=True)
class Lines:
    """
    The lines of three kinds of quads, in about the order in which they are signed.

    Attributes:
        ground: lines without a blank node.
        tails: lines with one blank node, as their subject, without that subject.
        subjects: the labels that are missing there.
        edges: all other quads.
        place_of: for each number of a quad its place in the one of the three that holds it.
    """

    ground: Sequence[str]
    tails: Sequence[str]
    subjects: Sequence[str]
    edges: Sequence[Sequence[str]]
    place_of: Mapping[int, tuple[LineKind, int]]

    def written(self, changed: Changed, names: Mapping[str, str]) -> str:
        """Return all lines in their order, each once."""
        ground, tails, edges = list(self.ground), list(self.tails), list(self.edges)
        for number, quad in changed.items():
            kind, place = self.place_of[number]
            if kind is GROUND:
                ground[place] = line_of(quad)
            elif kind is TAIL:
                tails[place] = line_of(quad)[len(quad[0]) :]
            else:
                edges[place] = quad
        ground += map(add, map(names.__getitem__, self.subjects), tails)
        ground += [
            f"{names.get(s, s)} {p} {names.get(o, o)}{' ' + names.get(g, g) if g else ''} .\n"
            for s, p, o, g in edges
        ]
        ground.sort()
        ground.append("")  # what comes after the last line is another one
        return "".join(compress(ground, map(ne, ground, ground[1:])))
