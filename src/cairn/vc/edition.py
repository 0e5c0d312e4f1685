"""
Documents that differ from one another in a few texts only, such as those of one award.

All that does not depend on these texts is written beforehand: the terms, the lines, and in
which of them a hole is left. What remains to be done for a document is to read its few texts, to
hash again the blank nodes next to them, and to put the blocks of lines into their order. Lines
are sorted by their subject first, for no subject holds a space: those of one stand together.

It gives an answer only where nothing new can have happened. Where two lines, two subjects or
two blank nodes have become alike, there is none, and the way by the shape decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from cairn.vc.compiled import CompiledShape
from cairn.vc.stencil import Picker, Stencil
from cairn.vc.tracing import Reading

if TYPE_CHECKING:
    from cairn.vc.conforming import Conformity


class Form(NamedTuple):
    """A text with holes: a `%`-template, and what picks the terms and names to fill it with."""

    template: str
    pick: Picker


@dataclass(frozen=True, slots=True)
class Text:
    """
    Sorted lines with holes, their order known as far as it can be.

    Attributes:
        whole: all lines, where no hole decides about their order.
        parts: else some at a time: one form alone is lines in their order; of several each is
            a line, and only what stands in their holes tells which comes first.
    """

    whole: Form | None
    parts: tuple[tuple[Form, ...], ...]

    def filled(self, values: Sequence[str]) -> str | None:
        """Return the lines; None where two are alike."""
        if self.whole is not None:
            lines: str = self.whole.template % self.whole.pick(values)
            return lines
        found: list[str] = []
        for forms in self.parts:
            several = [template % pick(values) for template, pick in forms]
            several.sort()
            if len(set(several)) != len(several):
                return None
            found += several
        return "".join(found)


@dataclass(slots=True, eq=False)
class Edition:
    """
    Attributes:
        shape: of all its documents.
        texts: those of its first document.
        readings: how the text in each hole becomes a term.
        hashes: for each blank node its first-degree hash, as far as no hole decides.
        near: the blank nodes where one does, by their number, and the lines that are hashed.
        still: by subject the lines that no hole and no name changes.
        named: what comes behind the subject in lines where nothing else can change, and first
            nothing; by the place of the subject among the terms and names.
        ranks: what picks names that stand in like lines; these follow in their own order.
        blocks: the other lines, by the subject or its place.
        count: how many subjects there are.
        weight: about how many bytes of memory it takes, with its shape.
        latest: the texts that were asked for last, and the answer: a status list, and the
            options of a proof, come again and again.
        conformity: what is left to ask of a document, see `cairn.vc.conforming`.
    """

    shape: CompiledShape
    texts: tuple[str, ...]
    stencil: Stencil
    readings: tuple[Reading, ...]
    hashes: tuple[str, ...]
    near: tuple[tuple[int, Text], ...]
    still: Mapping[str, str]
    named: tuple[tuple[int, tuple[str, ...]], ...]
    ranks: tuple[Picker, ...]
    blocks: tuple[tuple[str | int, Text], ...]
    count: int
    weight: int
    latest: tuple[tuple[str, ...], bytes] | None = None
    conformity: Conformity | None = None

    def digest(self, texts: tuple[str, ...]) -> bytes | None:
        """Return the SHA-256 of `canonical(texts)`; None where there is no answer."""
        latest = self.latest
        if latest is not None and latest[0] == texts:
            return latest[1]
        canonical = self.canonical(texts)
        if canonical is None:
            return None
        digest = sha256(canonical.encode()).digest()
        self.latest = texts, digest
        return digest

    def canonical(self, texts: Sequence[str]) -> str | None:
        """
        Return the canonical N-Quads of the document with these texts in the holes.

        None stands for "go by the shape".
        """
        values: list[str] = []
        for reading, text in zip(self.readings, texts, strict=True):
            term = reading.term(text)
            if term is None:
                return None
            values.append(term)
        names = self._names(values)
        if names is None:
            return None
        values += names
        for pick in self.ranks:
            values += sorted(pick(values))
        return self._written(values)

    def _names(self, terms: Sequence[str]) -> list[str] | None:
        """Return the canonical name of each blank node; None if two have the same hash."""
        hashes = list(self.hashes)
        for number, text in self.near:
            lines = text.filled(terms)
            if lines is None:
                return None
            hashes[number] = sha256(lines.encode()).hexdigest()
        if len(set(hashes)) != len(hashes):
            return None
        names = hashes
        for rank, number in enumerate(sorted(range(len(hashes)), key=hashes.__getitem__)):
            names[number] = f"_:c14n{rank}"
        return names

    def _written(self, values: Sequence[str]) -> str | None:
        found = dict(self.still)
        for place, tails in self.named:
            name = values[place]
            found[name] = name.join(tails)
        for subject, text in self.blocks:
            lines = text.filled(values)
            if lines is None:
                return None
            found[subject if isinstance(subject, str) else values[subject]] = lines
        if len(found) != self.count:
            return None
        return "".join(map(found.__getitem__, sorted(found)))
