"""
Questions in Moodle's GIFT format, as questions of Cairn and as a content pack.

Whatever cannot be said in a question of Cairn is reported item by item, never left out silently.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from cairn.exchange.gift_questions import WORDS_READ_IN_A_SECOND, Report, question_of
from cairn.exchange.gift_syntax import GiftType, parse_gift
from cairn.exchange.markdown import as_card, count_words, from_plain
from cairn.exchange.pack import Card, CardKind, Finding, Pack, PackUnit
from cairn.exchange.participation import participation_badge
from cairn.exchange.slugs import Slugs, slug
from cairn.psychometrics.questions import Question

SECONDS_OF_A_UNIT = 600
LONGEST_NAME = 180  # of a category, in characters; a title has at most 200


@dataclass(frozen=True, slots=True)
class GiftEntry:
    """
    One item of the file that could be read: a question, or a text without one.

    Args:
        category: path of the category, as `$CATEGORY` gives it; empty before the first.
        tags: from the comments above the item.
        text: Markdown of a description; empty for a question.
    """

    line: int
    category: str
    title: str
    tags: tuple[str, ...]
    question: Question | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class GiftResult:
    """What a file holds, in its order, and what of it could not be taken over."""

    entries: tuple[GiftEntry, ...]
    categories: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(entry.question for entry in self.entries if entry.question is not None)


def read_gift(text: str) -> GiftResult:
    """
    Return the questions of a GIFT file.

    Raises:
        MalformedInput: if the text holds characters that no text may hold.
    """
    category = ""
    categories: dict[str, None] = {}
    entries: list[GiftEntry] = []
    report = Report()
    ids = Slugs()
    for item in parse_gift(text):
        report.item = item
        if item.type is GiftType.CATEGORY:
            category = item.title
            categories[category] = None
        elif item.type is GiftType.DESCRIPTION:
            body = report.markdown(item.stem)
            entries.append(GiftEntry(item.line, category, item.title, item.tags, text=body))
        elif question := question_of(item, report, ids):
            entries.append(GiftEntry(item.line, category, item.title, item.tags, question))
    return GiftResult(tuple(entries), tuple(categories), tuple(report.findings))


def gift_pack(
    result: GiftResult,
    *,
    title: str,
    language: str,
    licence: str,
    publisher: str,
    version: str = "1.0",
) -> Pack:
    """
    Return a pack whose units ask the questions of `result`, category by category.

    A unit takes at most ten minutes; a category with more questions becomes several units in a
    row. Descriptions become text cards where they stood. Whoever has learned all units has
    earned the pack's one achievement, a participation badge; it has the name of the category if
    all is in one, else that of the pack.

    Args:
        title: of the pack, and of what is in no category.
        publisher: to whom the questions are owed; told, with the licence, by the badge.
    """
    id = slug(title, "questions")
    units = _units(result.entries, title)
    named = {_name(entry.category, title) for entry in result.entries}
    owed = f"From a question bank in the GIFT format. Publisher: {publisher}. Licence: {licence}."
    return Pack(
        id=id,
        title=title,
        language=language,
        licence=licence,
        publisher=publisher,
        version=version,
        achievements=participation_badge(
            pack_id=id,
            title=named.pop() if len(named) == 1 else title,
            units=units,
            about=from_plain(owed),
        ),
        units=tuple(sorted(units, key=lambda unit: unit.id)),
    )


def _units(all_entries: Sequence[GiftEntry], title: str) -> list[PackUnit]:
    ids = Slugs()
    units: list[PackUnit] = []
    by_category: dict[str, list[GiftEntry]] = {}
    for entry in all_entries:
        by_category.setdefault(entry.category, []).append(entry)
    for category, entries in by_category.items():
        name = _name(category, title)
        runs = _runs(entries)
        previous: tuple[str, ...] = ()
        for number, run in enumerate(runs, start=1):
            shown = name if len(runs) == 1 else f"{name}, part {number}"
            unit = _unit(ids.new(shown, "unit"), shown, run, previous, order=len(units) + 1)
            previous = (unit.id,)
            units.append(unit)
    return units


def _name(category: str, title: str) -> str:
    return category.rpartition("/")[2].strip()[:LONGEST_NAME].strip() or title


def _runs(entries: Sequence[GiftEntry]) -> list[list[GiftEntry]]:
    runs: list[list[GiftEntry]] = []
    total = 0
    for entry in entries:
        seconds = _seconds(entry)
        if not runs or total + seconds > SECONDS_OF_A_UNIT:
            runs.append([])
            total = 0
        runs[-1].append(entry)
        total += seconds
    return runs


def _seconds(entry: GiftEntry) -> int:
    if entry.question is not None:
        return entry.question.seconds
    return ceil(count_words(entry.text) / WORDS_READ_IN_A_SECOND)


def _unit(
    id: str, title: str, entries: Sequence[GiftEntry], after: tuple[str, ...], *, order: int
) -> PackUnit:
    seconds = sum(_seconds(entry) for entry in entries)
    return PackUnit(
        id=id,
        title=title,
        minutes=min(max(ceil(seconds / 60), 1), SECONDS_OF_A_UNIT // 60),
        cards=tuple(_card(entry) for entry in entries),
        after=after,
        order=order,
        questions=tuple(entry.question for entry in entries if entry.question is not None),
    )


def _card(entry: GiftEntry) -> Card:
    if entry.question is not None:
        return Card(CardKind.QUESTION, question=entry.question.id)
    return Card(CardKind.TEXT, text=as_card(entry.text))
