"""
Making an edition: of one document, all that does not depend on what stands in its holes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from cairn.vc.compiled import CompiledShape
from cairn.vc.edition import MAX_OPENED, Edition, Form, Head, Opening, Picker, Text
from cairn.vc.jsonld_place import Path
from cairn.vc.nquads import line_of
from cairn.vc.rdfc import first_degree_hash
from cairn.vc.stencil import Stencil
from cairn.vc.tracing import Reading

Marked = tuple[str | int, ...]
"""A quad; a number stands for the hole, or the name of a blank node, that is written there."""

_NAME = "_:c14n"
_HOLE = "\0"  # stands in no term: literals escape it, and no IRI may hold it
_BYTES_A_QUAD = 400
_COPIES = 4
_OPENED = MAX_OPENED * 1024  # bytes


def edition_of(
    shape: CompiledShape,
    document: Mapping[str, object],
    texts: Sequence[str],
    *,
    holes: Collection[int],
    places: Mapping[Path, int],
) -> Edition | None:
    """
    Return the edition of a document and of those that differ from it in some texts.

    None if it would not help: where one of these texts decides how others are read, or two
    lines, subjects or blank nodes are alike.

    Args:
        shape: of the document.
        texts: those of the document.
        holes: positions of the texts that may differ.
        places: where the texts stand, see `places_of_texts`.
    """
    canonical = shape.canonical(texts)
    if not canonical or not shape.readings.keys() >= set(holes):
        return None
    stencil = Stencil.of(document, holes, places)
    quads = _marked(shape, texts, stencil.holes)
    labels = _labels_of(quads)
    readings = tuple(shape.readings[position] for position in stencil.holes)
    starts = [reading.starts for reading in readings] + [_NAME] * len(labels)
    hashes, near = _hashed(quads, labels, starts)
    blocks = _blocks_of(quads, labels, starts)
    head, opening = blocks.begin([texts[position] for position in stencil.holes], readings)
    edition = Edition(
        shape=shape,
        texts=tuple(texts),
        stencil=stencil,
        readings=readings,
        hashes=hashes,
        near=near,
        head=head,
        opening=opening,
        still={one: blocks.still[one] for one in blocks.still.keys() - head.blocks.keys()},
        ranked=tuple(f"{_NAME}{rank}" for rank in range(len(labels))),
        named=tuple(blocks.named),
        blocks=tuple(blocks.others),
        ranks=tuple(blocks.ranks),
        weight=shape.weight + len(quads) * _BYTES_A_QUAD + len(canonical) * _COPIES + _OPENED,
        count=len(blocks.still) - len(head.blocks) + len(blocks.named) + len(blocks.others),
    )
    # what the shape says is what the edition must say, or it is not used
    same = edition.canonical([texts[position] for position in stencil.holes]) == canonical
    return edition if same else None


def _marked(shape: CompiledShape, texts: Sequence[str], holes: Sequence[int]) -> list[Marked]:
    """Return the quads of the document, each once, with the numbers of the holes in them."""
    changed = shape.changed(texts) or {}
    quads: list[list[str | int]] = [
        list(changed.get(number, quad)) for number, quad in enumerate(shape.quads)
    ]
    for hole, position in enumerate(holes):
        for number, role in shape.stands_at[position]:
            quads[number][role] = hole
    return list(dict.fromkeys(map(tuple, quads)))


def _is_label(term: str | int) -> bool:
    return isinstance(term, str) and term[:1] == "_"


def _labels_of(quads: Sequence[Marked]) -> dict[str | int, int]:
    """Return the labels of the blank nodes, numbered."""
    labels = dict.fromkeys(term for quad in quads for term in quad if _is_label(term))
    return {label: number for number, label in enumerate(labels)}


def _hashed(
    quads: Sequence[Marked], labels: Mapping[str | int, int], starts: Sequence[str]
) -> tuple[tuple[bytes, ...], tuple[tuple[int, Text], ...]]:
    """Return the hash of each blank node without holes in its lines, and the lines of others."""
    lines: list[list[Marked]] = [[] for _ in labels]
    for quad in quads:
        for label in labels.keys() & set(quad):
            seen = ("_:a" if term == label else "_:z" if _is_label(term) else term for term in quad)
            lines[labels[label]].append(tuple(seen))
    fixed = [[line_of(list(map(str, quad))) for quad in own] for own in lines]
    near = tuple(
        (number, _text(own, starts)) for number, own in enumerate(lines) if any(map(_numbers, own))
    )
    return tuple(bytes.fromhex(first_degree_hash(own)) for own in fixed), near


@dataclass(slots=True)
class _Blocks:
    """
    The lines by their subject, see `Edition`.

    Attributes:
        starts: with what each hole and name begins.
        first_name: the place of the first name.
        of_names: the subjects in whose lines nothing but names changes.
    """

    starts: list[str]
    first_name: int
    still: dict[str, str] = field(default_factory=dict)
    named: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    others: list[tuple[str | int, Text]] = field(default_factory=list)
    ranks: list[Picker] = field(default_factory=list)
    of_names: set[str | int] = field(default_factory=set)

    def add(self, subject: str | int, quads: Sequence[Marked]) -> None:
        """Add the lines of one subject."""
        numbers = {number for quad in quads for number in _numbers(quad[1:])}
        if numbers:
            if min(numbers) >= self.first_name:
                self.of_names.add(subject)
            self.others.append((subject, _text(self._ranked(quads), self.starts, subject=False)))
            return
        tails = ("", *sorted(line_of(["", *map(str, quad[1:])]) for quad in quads))
        if isinstance(subject, int):
            self.named.append((subject, tails))
        else:
            self.still[subject] = subject.join(tails)

    def begin(
        self, texts: Sequence[str], readings: Sequence[Reading]
    ) -> tuple[Head, Opening | None]:
        """
        Take out what stands first in the document with these texts in its holes.

        Nothing does where nothing but names changes: what has a name stands last anyway.
        """
        changing = [
            subject if isinstance(subject, str) else readings[subject].term(texts[subject]) or ""
            for subject, _ in self.others
            if isinstance(subject, str) or subject < self.first_name
        ]
        least = min(changing, default="")
        head = Head.of({one: lines for one, lines in self.still.items() if one < least})
        text = dict(self.others).get(least)
        if text is None or text.whole is None or least not in self.of_names:
            return head, None
        self.others.remove((least, text))
        return head, Opening(least, text.whole)

    def _ranked(self, quads: Sequence[Marked]) -> list[Marked]:
        """Return the quads, with names that only their own order tells apart called by rank."""
        alike: dict[Marked, list[int]] = {}
        for quad in quads:
            if isinstance(quad[2], int) and quad[2] >= self.first_name:
                alike.setdefault((quad[1], quad[3]), []).append(quad[2])
        called: dict[Marked, int] = {}
        for (predicate, graph), names in alike.items():
            if len(names) > 1 and sum(predicate == other for other, _ in alike) == 1:
                for rank, name in enumerate(names):
                    called[predicate, name, graph] = len(self.starts)
                    self.starts.append(f"{_NAME}{rank:06}")
                self.ranks.append(itemgetter(*names))
        return [(*quad[:2], called.get(quad[1:], quad[2]), quad[3]) for quad in quads]


def _blocks_of(
    quads: Sequence[Marked], labels: Mapping[str | int, int], starts: Sequence[str]
) -> _Blocks:
    first_name = len(starts) - len(labels)
    numbers = {label: first_name + number for label, number in labels.items()}
    by_subject: dict[str | int, list[Marked]] = {}
    for quad in quads:
        own = tuple(numbers.get(term, term) for term in quad)
        by_subject.setdefault(own[0], []).append(own)
    blocks = _Blocks(list(starts), first_name)
    for subject, own_quads in by_subject.items():
        blocks.add(subject, own_quads)
    return blocks


def _text(quads: Sequence[Marked], starts: Sequence[str], *, subject: bool = True) -> Text:
    """
    Return the lines of these quads, in their order as far as no hole decides.

    Args:
        starts: with what each hole and name begins, whatever will stand there.
        subject: whether the subjects tell the order; not where all have the same.
    """
    keyed = [(_start(quad if subject else ("", *quad[1:]), starts), quad) for quad in quads]
    parts: list[tuple[Form, ...]] = []
    settled: list[Marked] = []
    for group in _groups(sorted(keyed, key=itemgetter(0))):
        if len(group) == 1:
            settled += group
            continue
        if settled:
            parts.append((_form(settled),))
        parts.append(tuple(_form([quad]) for quad in group))
        settled = []
    if settled:
        parts.append((_form(settled),))
    return Text(parts[0][0] if len(parts) == 1 == len(parts[0]) else None, tuple(parts))


def _groups(keyed: Sequence[tuple[str, Marked]]) -> list[list[Marked]]:
    """Put together the quads of which one may come before or after the other."""
    groups: list[list[Marked]] = []
    first = ""
    for key, quad in keyed:
        is_open = bool(groups) and not first.endswith("\n")
        if is_open and key.startswith(first):
            groups[-1].append(quad)
        else:
            groups.append([quad])
            first = key
    return groups


def _start(quad: Sequence[str | int], starts: Sequence[str]) -> str:
    """Return how the line of a quad begins, as far as that is known; all of it has its end."""
    known: list[str] = []
    for term in quad:
        if isinstance(term, int):
            return " ".join([*known, starts[term]])
        known.append(term)
    return line_of(known)


def _numbers(quad: Sequence[str | int]) -> list[int]:
    return [term for term in quad if isinstance(term, int)]


def _form(quads: Sequence[Marked]) -> Form:
    """Return the lines of these quads, one after the other, with their holes."""
    numbers = [number for quad in quads for number in _numbers(quad)]
    lines = "".join(
        line_of([_HOLE if isinstance(term, int) else term for term in quad]) for quad in quads
    )
    pieces = [""] * (2 * len(numbers) + 1)
    pieces[::2] = lines.split(_HOLE)
    return Form(tuple(pieces), _pick(numbers))


def _pick(numbers: Sequence[int]) -> Picker:
    """Return what picks the values of these numbers from a list."""
    if len(numbers) > 1:
        return itemgetter(*numbers)
    first = numbers[0] if numbers else 0
    # a piece of the list: quicker than a function of ours
    return itemgetter(slice(first, first + len(numbers)))
