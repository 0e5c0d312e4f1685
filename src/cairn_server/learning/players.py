"""What the player shows: one card of a unit or of a recall session, or the end of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from cairn_server.accounts.models import Person
from cairn_server.catalog import cards as stored
from cairn_server.catalog import queries as catalog
from cairn_server.catalog.models import AchievementVersion, ItemVersion, Unit, UnitVersion
from cairn_server.journal.ids import new_id
from cairn_server.learning import queries
from cairn_server.learning.days import learning_day
from cairn_server.learning.models import Memory, Review
from cairn_server.learning.shown_cards import (
    ShownAnswer,
    ShownQuestion,
    answered_question,
    shown_answer,
    shown_question,
)
from cairn_server.learning.ways import UnitStanding


@dataclass(frozen=True, slots=True)
class UnitEnd:
    """
    What is said when the last card was passed.

    Args:
        open_card: number of the first question that was left out; None once the unit is learned.
        resources: where to read further, as the author states it.
        comes_back_at: when the first of its questions is due.
        next_unit: the unit that follows on the way; None if it was the last.
    """

    open_card: int | None
    outcomes: Sequence[str]
    resources: Sequence[Mapping[str, str]]
    questions: int
    comes_back_at: datetime | None
    achievement: AchievementVersion | None
    next_unit: UnitVersion | None


@dataclass(frozen=True, slots=True)
class RecallEnd:
    """What is said when nothing is left for now; `left` items could still be answered today."""

    minutes: int
    answered: int
    left: int
    next_unit: UnitStanding | None


@dataclass(frozen=True, slots=True)
class Play:
    """
    One screen of the player.

    Args:
        at: number of the card, from 0; of the end, the number of cards.
        cards: how many there are.
        seconds_left: expected, this card included.
        card: a text or a picture, as stored; None where a question or the end is shown.
        hidden: the fields that every form here carries, by name.
        next_url: where the screen after this one is.
        errors: what was wrong with the answer that was sent.
    """

    title: str
    at: int
    cards: int
    seconds_left: int
    leave_url: str
    next_url: str
    hidden: Mapping[str, str]
    unit_id: UUID | None = None
    card: stored.StoredCard | None = None
    question: ShownQuestion | None = None
    answer: ShownAnswer | None = None
    end: UnitEnd | None = None
    recall_end: RecallEnd | None = None
    errors: tuple[str, ...] = ()
    review_id: UUID | None = None

    @property
    def steps(self) -> list[str]:
        """One word a card: done, current or nothing."""
        return [
            "done" if n < self.at else "current" if n == self.at else "" for n in range(self.cards)
        ]

    @property
    def number(self) -> int:
        return min(self.at + 1, self.cards)


def unit_play(
    person: Person | None,
    unit: UnitVersion,
    *,
    card: int | None,
    review: Review | None,
    at: datetime,
    errors: Sequence[str] = (),
) -> Play:
    """
    Return the screen of `unit` at `card`.

    Args:
        card: None for where `person` is; more than there are for the end.
        review: the answer that was just given to this card, if one was.
    """
    count = len(unit.cards)
    number = min(_place(person, unit) if card is None else card, count)
    here = reverse("learning:unit", args=[unit.unit_id])
    frame = Play(
        title=unit.title,
        at=number,
        cards=count,
        seconds_left=round(unit.seconds * (1 - number / max(count, 1))),
        leave_url=_leave_url(person, unit),
        next_url=f"{here}?card={number + 1}",
        hidden={"unit": str(unit.unit_id), "card": str(number)},
        unit_id=unit.unit_id,
        errors=tuple(errors),
        review_id=new_id(),
    )
    if number == count:
        return replace(frame, end=unit_end(person, unit))
    shown = unit.cards[number]
    if shown["kind"] != "question":
        return replace(frame, card=shown)
    version = catalog.items_by_id([UUID(shown["version"])]).get(UUID(shown["version"]))
    if version is None:  # withdrawn since: nothing to ask
        return replace(frame, card={"kind": "text", "text": ""})
    return _asked(frame, person, version, review, at, seed=None)


def _place(person: Person | None, unit: UnitVersion) -> int:
    progress = queries.progress_of(person, [unit.unit_id]).get(unit.unit_id)
    if progress is None or progress.version_id != unit.pk:
        return 0
    return progress.card


def _leave_url(person: Person | None, unit: UnitVersion) -> str:
    if person is not None:
        return reverse("hub:today")
    achievements = catalog.achievements_with(unit.unit_id)
    if not achievements:
        return reverse("hub:catalogue")
    return reverse("hub:achievement", args=[achievements[0].achievement_id])


def _asked(
    frame: Play,
    person: Person | None,
    version: ItemVersion,
    review: Review | None,
    at: datetime,
    *,
    seed: str | None,
) -> Play:
    if review is None or review.version_id != version.pk or person is None:
        return replace(frame, question=shown_question(version, seed=seed))
    memory = Memory.objects.filter(person=person, item=version.item_id).first()
    answer = shown_answer(review, memory, at=at)
    if answer is None:
        return replace(frame, question=shown_question(version, seed=seed))
    question = answered_question(version, review.response or {}, seed=seed)
    return replace(frame, question=question, answer=answer)


def unit_end(person: Person | None, unit: UnitVersion) -> UnitEnd:
    """Return what is said at the end of `unit`."""
    items = stored.question_items(unit.cards)
    missing = set(queries.open_questions(person, unit)) if person else set(items)
    open_card = next(
        (
            number
            for number, card in enumerate(unit.cards)
            if card["kind"] == "question" and UUID(card["item"]) in missing
        ),
        None,
    )
    achievement = next(iter(catalog.achievements_with(unit.unit_id)), None)
    return UnitEnd(
        open_card=open_card,
        outcomes=unit.outcomes,
        resources=unit.resources,
        questions=len(items),
        comes_back_at=queries.first_due(person, items) if person else None,
        achievement=achievement,
        next_unit=_following(person, unit.unit, achievement),
    )


def _following(
    person: Person | None, unit: Unit, achievement: AchievementVersion | None
) -> UnitVersion | None:
    if achievement is None:
        return None
    order = list(achievement.unit_links.values_list("unit_id", flat=True))
    progress = queries.progress_of(person, order)
    open_units = [
        one
        for one in order
        if one != unit.pk and (one not in progress or progress[one].finished_at is None)
    ]
    newest = catalog.newest_units(open_units)
    return next((newest[one] for one in open_units if one in newest), None)


def recall_play(
    person: Person,
    *,
    review: Review | None,
    at: datetime,
    more: bool = False,
    errors: Sequence[str] = (),
    version: ItemVersion | None = None,
) -> Play:
    """
    Return the next screen of a recall session: a due question, its answer, or the end.

    Args:
        review: the answer that was just given.
        version: the question to ask again, if its answer could not be taken.
        more: the learner goes on beyond the minutes of the day.
    """
    due = queries.due_cards(person, at=at)
    plan = queries.session_for(person, at, due=due, more=more)
    done = queries.answered_today(person, at=at)
    frame = Play(
        title=_("Recall"),
        at=max(done - 1, 0) if review else done,
        cards=done + len(plan.recalls),
        seconds_left=plan.recall_seconds,
        leave_url=reverse("hub:today"),
        next_url=reverse("learning:recall") + ("?more=1" if more else ""),
        hidden={"more": "1"} if more else {},
        errors=tuple(errors),
        review_id=new_id(),
    )
    seed = f"{person.pk} {learning_day(at, person.time_zone)}"
    if review is not None:
        return _asked(frame, person, review.version, review, at, seed=seed)
    if version is not None:
        return replace(frame, question=shown_question(version, seed=seed))
    if plan.recalls:
        return replace(frame, question=shown_question(plan.recalls[0].version, seed=seed))
    end = RecallEnd(round(plan.spent / 60), done, due.count, plan.unit)
    return replace(frame, recall_end=end)
