"""
Documents that differ from one another in a few texts only, such as those of one award.

All that does not depend on these texts is written beforehand: the terms, the lines, and in
which of them a hole is left. What remains to be done for a document is to read its few texts, to
hash again the blank nodes next to them, and to put the blocks of lines into their order. Lines
are sorted by their subject first, for no subject holds a space: those of one stand together. Those
of a definition often come before all that changes; they are hashed beforehand as well.

It gives an answer only where nothing new can have happened. Where two lines, two subjects or
two blank nodes have become alike, there is none, and the way by the shape decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from cairn.vc.compiled import CompiledShape
from cairn.vc.stencil import Stencil
from cairn.vc.tracing import Reading

if TYPE_CHECKING:
    from hashlib import _Hash

    from cairn.vc.conforming import Conformity


Picker = Callable[[Any], Any]

_WITH_ONE_HOLE = 3
MAX_OPENED = 32
"""Most states of a hash that are kept for one edition, each after another opening."""


class Form(NamedTuple):
    """
    A text with holes.

    Attributes:
        pieces: the text, with an empty piece in the place of each hole: every second one.
        pick: picks the terms and names that come there.
    """

    pieces: tuple[str, ...]
    pick: Picker

    def filled(self, values: Sequence[str]) -> str:
        """Return the text; joined, for a `%`-template would be read letter by letter."""
        if len(self.pieces) == _WITH_ONE_HOLE:
            before, _, after = self.pieces
            (value,) = self.pick(values)
            return f"{before}{value}{after}"
        pieces = list(self.pieces)
        pieces[1::2] = self.pick(values)
        return "".join(pieces)


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
            return self.whole.filled(values)
        found: list[str] = []
        for forms in self.parts:
            several = sorted(form.filled(values) for form in forms)
            if len(set(several)) != len(several):
                return None
            found += several
        return "".join(found)


class Head(NamedTuple):
    """
    Lines that stand first, unless a subject that changes comes before one of theirs.

    Attributes:
        blocks: the lines by their subject.
        last: the last of the subjects.
        text: all lines.
        state: SHA-256, after it was given the text.
    """

    blocks: Mapping[str, str]
    last: str
    text: str
    state: _Hash

    @classmethod
    def of(cls, blocks: Mapping[str, str]) -> Head:
        """Return these lines, in the order of their subjects."""
        subjects = sorted(blocks)
        text = "".join(map(blocks.__getitem__, subjects))
        return cls(blocks, subjects[-1] if subjects else "", text, sha256(text.encode()))


class Opening(NamedTuple):
    """
    The lines of the subject after the head, if only names of blank nodes change in them.

    The names are few, and those of one document come again with others.
    """

    subject: str
    form: Form


class _Written(NamedTuple):
    """
    Attributes:
        values: the terms and names, if what stands first by `Edition` does; its lines are not
            among these. None if these are all lines.
    """

    values: Sequence[str] | None
    lines: str


@dataclass(slots=True, eq=False)
class Edition:
    """
    Attributes:
        shape: of all its documents.
        texts: those of its first document.
        readings: how the text in each hole becomes a term.
        hashes: for each blank node its first-degree hash, as far as no hole decides.
        ranked: the canonical names, in the order of the hashes.
        near: the blank nodes where one does, by their number, and the lines that are hashed.
        head: lines that no hole and no name changes, and that stand first.
        opening: the lines that come next, if only names change in them.
        still: by subject other lines that do not change.
        named: what comes behind the subject in lines where nothing else can change, and first
            nothing; by the place of the subject among the terms and names.
        ranks: what picks names that stand in like lines; these follow in their own order.
        blocks: the other lines, by the subject or its place.
        count: how many subjects there are without those of the head and the opening.
        weight: about how many bytes of memory it takes, with its shape.
        opened: SHA-256, after it was given the head and the opening, by the names in it.
        latest: the texts that were asked for last, and the answer: a status list, and the
            options of a proof, come again and again.
        conformity: what is left to ask of a document, see `cairn.vc.conforming`.
    """

    shape: CompiledShape
    texts: tuple[str, ...]
    stencil: Stencil
    readings: tuple[Reading, ...]
    hashes: tuple[bytes, ...]
    ranked: tuple[str, ...]
    near: tuple[tuple[int, Text], ...]
    head: Head
    opening: Opening | None
    still: Mapping[str, str]
    named: tuple[tuple[int, tuple[str, ...]], ...]
    ranks: tuple[Picker, ...]
    blocks: tuple[tuple[str | int, Text], ...]
    count: int
    weight: int
    opened: dict[tuple[str, ...], _Hash] = field(default_factory=dict)
    latest: tuple[tuple[str, ...], bytes] | None = None
    conformity: Conformity | None = None

    def digest(self, texts: tuple[str, ...]) -> bytes | None:
        """Return the SHA-256 of `canonical(texts)`; None where there is no answer."""
        latest = self.latest
        if latest is not None and latest[0] == texts:
            return latest[1]
        written = self._written(texts)
        if written is None:
            return None
        state = self._begun(written.values)
        state.update(written.lines.encode())
        digest = state.digest()
        self.latest = texts, digest  # threads share it: what is returned is this one's own
        return digest

    def canonical(self, texts: Sequence[str]) -> str | None:
        """
        Return the canonical N-Quads of the document with these texts in the holes.

        None stands for "go by the shape".
        """
        written = self._written(texts)
        if written is None or written.values is None:
            return None if written is None else written.lines
        opening = "" if self.opening is None else self.opening.form.filled(written.values)
        return self.head.text + opening + written.lines

    def _written(self, texts: Sequence[str]) -> _Written | None:
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
        return self._joined(values)

    def _names(self, terms: Sequence[str]) -> list[str] | None:
        """Return the canonical name of each blank node; None if two have the same hash."""
        hashes = list(self.hashes)
        for number, text in self.near:
            lines = text.filled(terms)
            if lines is None:
                return None
            hashes[number] = sha256(lines.encode()).digest()
        in_order = sorted(set(hashes))
        if len(in_order) != len(hashes):
            return None
        name_of = dict(zip(in_order, self.ranked, strict=True))
        return list(map(name_of.__getitem__, hashes))

    def _joined(self, values: Sequence[str]) -> _Written | None:
        """Return all lines with these terms and names in their order; None if two are alike."""
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
        subjects, opening = sorted(found), self.opening
        if subjects[0] > (self.head.last if opening is None else opening.subject):
            return _Written(values, "".join(map(found.__getitem__, subjects)))
        first = dict(self.head.blocks)
        if opening is not None:
            first[opening.subject] = opening.form.filled(values)
        if not first.keys().isdisjoint(found):
            return None
        return _Written(None, Head.of(first | found).text)

    def _begun(self, values: Sequence[str] | None) -> _Hash:
        """Return SHA-256, after it was given what stands first in the document of these values."""
        if values is None:
            return sha256()
        if self.opening is None:
            return self.head.state.copy()
        form = self.opening.form
        names = tuple(form.pick(values))
        state = self.opened.get(names)
        if state is None:
            state = self.head.state.copy()
            state.update(form.filled(values).encode())
            if len(self.opened) < MAX_OPENED:
                self.opened[names] = state
        return state.copy()
