"""Reads of what a person has learned, remembers and should do next."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Sum

from cairn.scheduling import session
from cairn.scheduling.memory import MemoryState, Rating, Recall
from cairn_server.accounts.models import Person
from cairn_server.catalog import cards
from cairn_server.catalog import queries as catalog
from cairn_server.catalog.models import (
    Achievement,
    AchievementVersion,
    Item,
    ItemVersion,
    UnitVersion,
)
from cairn_server.journal.paging import Page, page_of
from cairn_server.learning.days import day_begins, day_ends, learning_day
from cairn_server.learning.goal_queries import wanted_achievements
from cairn_server.learning.models import Enrolment, Memory, Review, UnitProgress
from cairn_server.learning.recall_queries import mean_of_items, recall_now
from cairn_server.learning.ways import (
    Day,
    KeepCurrent,
    UnitStanding,
    Way,
    next_unit,
    to_keep_current,
    wanted_first,
    week_of,
)


@dataclass(frozen=True, slots=True)
class DueCard:
    """One item to recall now, in the version that is asked."""

    version: ItemVersion
    due_at: datetime
    retrievability: float

    @property
    def seconds(self) -> int:
        return self.version.seconds


@dataclass(frozen=True, slots=True)
class DueCards:
    """All that is due, most at risk first."""

    cards: tuple[DueCard, ...]

    @property
    def count(self) -> int:
        return len(self.cards)

    @property
    def first(self) -> DueCard | None:
        return self.cards[0] if self.cards else None

    @property
    def seconds(self) -> int:
        return sum(card.seconds for card in self.cards)


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """
    What to do now, within the minutes that the learner gives to a day.

    Args:
        recalls: the due cards to answer, in order.
        unit: the unit to learn after them, if it fits.
        seconds: what both take.
        spent: seconds given to answers in this learning day already.
        is_done: whether the minutes of the day are used up.
    """

    recalls: tuple[DueCard, ...]
    unit: UnitStanding | None
    seconds: int
    spent: int
    is_done: bool

    @property
    def recall_seconds(self) -> int:
        return sum(card.seconds for card in self.recalls)


@dataclass(frozen=True, slots=True)
class Today:
    """What the page Today shows of learning."""

    minutes: int
    due: DueCards
    session: SessionPlan
    ways: tuple[Way, ...]
    keep_current: tuple[KeepCurrent, ...]
    week: tuple[Day, ...]

    @property
    def on_the_way(self) -> tuple[Way, ...]:
        return tuple(way for way in self.ways if not way.is_learned)


def counted_reviews(person: Person) -> QuerySet[Review]:
    """Return the reviews that memory is made of: those that no other of theirs replaces."""
    replacing = Review.objects.filter(person=OuterRef("person"), replaces=OuterRef("pk"))
    rows = Review.objects.filter(~Exists(replacing), person=person)
    return rows.select_related("version")


def reviews_about(person: Person, review_id: UUID, replaces: UUID | None) -> dict[UUID, Review]:
    """
    Return, by id, whatever a new review may meet. One query.

    That is who has its id or that of the review it replaces, whoever they belong to, and which
    of the person's own reviews replace either.
    """
    ids = [review_id] if replaces is None else [review_id, replaces]
    return {
        one.pk: one
        for one in Review.objects.filter(Q(pk__in=ids) | Q(person=person, replaces__in=ids))
    }


def recalls(person: Person, item: Item) -> list[Recall]:
    counted = counted_reviews(person).filter(version__item=item)
    rows = counted.values_list("version__meaning", "reviewed_at", "pk", "rating")
    return [Recall(meaning, at, key, Rating(rating)) for meaning, at, key, rating in rows]


def recalls_by_item(person: Person) -> dict[UUID, list[Recall]]:
    found: dict[UUID, list[Recall]] = {}
    for review in counted_reviews(person):
        found.setdefault(review.version.item_id, []).append(review.recall)
    return found


def states_by_item(person: Person) -> dict[UUID, MemoryState | None]:
    return {one.item_id: one.state for one in Memory.objects.filter(person=person)}


def enrolled_at(person: Person, item: ItemVersion) -> datetime:
    """
    Return since when `person` can have answered `item`.

    That is when they began its unit or set out for an achievement that names it, whichever was
    first, or else when we first met them.
    """
    unit = Q(unit=item.item.unit_id)
    begun = UnitProgress.objects.filter(unit, person=person).aggregate(at=Min("started_at"))
    of_unit = Q(achievement__versions__unit_links__unit=item.item.unit_id)
    enrolled = Enrolment.objects.filter(of_unit, person=person).aggregate(at=Min("started_at"))
    moments = [at for at in (begun["at"], enrolled["at"]) if at is not None]
    return min(moments, default=person.created_at)


def enrolments(person: Person, *, after: UUID | None, limit: int) -> Page[Enrolment]:
    """Return a page of what `person` has set out for, newest first. One query."""
    rows = Enrolment.objects.filter(person=person)
    return page_of(rows, lambda row: row, after=after, limit=limit)


def is_enrolled(person: Person, achievements: Iterable[Achievement]) -> bool:
    """Return whether `person` is on the way to one of these. One query."""
    return Enrolment.objects.filter(person=person, achievement__in=list(achievements)).exists()


def open_questions(person: Person, unit: UnitVersion) -> list[UUID]:
    """Return the ids of the unit's questions that `person` has never answered, in order."""
    items = cards.question_items(unit.cards)
    answered = set(
        Review.objects.filter(person=person, version__item__in=items).values_list(
            "version__item_id", flat=True
        )
    )
    return [item for item in items if item not in answered]


def due_cards(person: Person, *, at: datetime) -> DueCards:
    """
    Return what `person` should recall in the learning day of `at`, most at risk first.

    What falls due later on the same day counts: an item answered at nine in the evening is due
    for tomorrow's session, whatever its hour. Two queries.
    """
    until = day_ends(learning_day(at, person.time_zone), person.time_zone)
    memories = list(Memory.objects.filter(person=person, due_at__lt=until))
    versions = catalog.newest_items(one.item_id for one in memories)
    due = [
        DueCard(versions[one.item_id], state.due_at, recall_now(state, at))
        for one in memories
        if one.item_id in versions and (state := one.state) is not None
    ]
    due.sort(key=lambda card: (card.retrievability, card.due_at, card.version.item_id))
    return DueCards(tuple(due))


def seconds_spent(person: Person, *, at: datetime) -> int:
    """Return the expected seconds of what was answered in the learning day of `at`. One query."""
    since = day_begins(learning_day(at, person.time_zone), person.time_zone)
    rows = Review.objects.filter(person=person, reviewed_at__gte=since, replaces=None)
    return rows.aggregate(seconds=Sum("version__seconds"))["seconds"] or 0


def answered_today(person: Person, *, at: datetime) -> int:
    """Return how many answers `person` gave in the learning day of `at`. One query."""
    since = day_begins(learning_day(at, person.time_zone), person.time_zone)
    return Review.objects.filter(person=person, reviewed_at__gte=since, replaces=None).count()


def first_due(person: Person, items: Collection[UUID]) -> datetime | None:
    """Return when the first of these items is due. One query."""
    found: datetime | None = Memory.objects.filter(person=person, item__in=items).aggregate(
        at=Min("due_at")
    )["at"]
    return found


def last_review_of(person: Person, review_id: UUID) -> Review | None:
    """Return the review with this id, or the one that replaces it, last of all."""
    found = (
        Review.objects.filter(Q(pk=review_id) | Q(replaces=review_id), person=person)
        .select_related("version__item")
        .order_by("replaces")
    )
    rows = {row.replaces: row for row in found}
    return rows.get(review_id) or rows.get(None) or next(iter(rows.values()), None)


def progress_of(person: Person | None, unit_ids: Iterable[UUID]) -> dict[UUID, UnitProgress]:
    """Return the progress of `person` in these units, where there is any. One query."""
    if person is None:
        return {}
    rows = UnitProgress.objects.filter(person=person, unit__in=list(unit_ids))
    return {row.unit_id: row for row in rows}


def unit_to_go_on_with(person: Person | None, achievement: AchievementVersion) -> UUID | None:
    """Return the unit that was begun, else the first that is not learned; None once all are."""
    order = list(achievement.unit_links.values_list("unit_id", flat=True))
    progress = progress_of(person, order)
    left = [one for one in order if one not in progress or progress[one].finished_at is None]
    begun = [one for one in left if one in progress]
    return next(iter(begun or left), None)


def unit_facts(
    person: Person, unit_ids: Collection[UUID], at: datetime
) -> dict[UUID, UnitStanding]:
    """Return where `person` stands with each of the units that are open. Four queries."""
    units = catalog.newest_units(unit_ids)
    progress = progress_of(person, units)
    items = {unit_id: cards.question_items(unit.cards) for unit_id, unit in units.items()}
    everything = [item for of_unit in items.values() for item in of_unit]
    states = _states_of(person, everything)
    seconds = catalog.seconds_of(everything)
    return {
        unit_id: _standing(unit, progress.get(unit_id), items[unit_id], states, seconds, at)
        for unit_id, unit in units.items()
    }


def _states_of(person: Person, items: list[UUID]) -> dict[UUID, MemoryState]:
    rows = Memory.objects.filter(person=person, item__in=items)
    return {row.item_id: state for row in rows if (state := row.state) is not None}


def _standing(
    unit: UnitVersion,
    progress: UnitProgress | None,
    items: list[UUID],
    states: Mapping[UUID, MemoryState],
    seconds: Mapping[UUID, int],
    at: datetime,
) -> UnitStanding:
    recalls = {item: recall_now(states[item], at) for item in items if item in states}
    learned_at = progress.finished_at if progress else None
    passed = progress.card if progress and progress.version_id == unit.pk else 0
    share_left = 1 - passed / max(len(unit.cards), 1)
    refresh = sum(seconds.get(item, 0) for item in items)
    return UnitStanding(
        unit_id=unit.unit_id,
        title=unit.title,
        learned_at=learned_at,
        recall=mean_of_items(recalls, items),
        items=len(items),
        seconds=unit.seconds,
        is_begun=progress is not None,
        minutes_left=0.0 if learned_at else unit.seconds * share_left / 60,
        minutes_to_refresh=refresh / 60,
        recalled_since=_recalled_since(items, states),
    )


def _recalled_since(items: list[UUID], states: Mapping[UUID, MemoryState]) -> datetime | None:
    if not items or any(item not in states for item in items):
        return None
    return min(states[item].reviewed_at for item in items)


def ways_of(person: Person, *, at: datetime) -> tuple[Way, ...]:
    """Return what `person` has set out for, what goals want first, then the newest. 8 queries."""
    enrolled = Enrolment.objects.filter(person=person).order_by("-started_at", "-pk")
    achievements = list(enrolled.values_list("achievement", flat=True))
    versions = {
        version.achievement_id: version
        for version in catalog.newest_published()
        .filter(achievement__in=achievements)
        .prefetch_related("unit_links", "task_links", "quiz_links")
    }
    known = unit_facts(
        person, {link.unit_id for one in versions.values() for link in one.unit_links.all()}, at
    )
    ways = (
        Way(
            achievement_id=achievement_id,
            title=version.title,
            units=tuple(
                known[link.unit_id] for link in version.unit_links.all() if link.unit_id in known
            ),
            task_count=len(version.task_links.all()) + len(version.quiz_links.all()),
        )
        for achievement_id in achievements
        if (version := versions.get(achievement_id)) is not None
    )
    return wanted_first(ways, wanted_achievements(person))


def session_for(
    person: Person,
    at: datetime,
    *,
    due: DueCards | None = None,
    ways: Sequence[Way] | None = None,
    more: bool = False,
) -> SessionPlan:
    """
    Return what `person` should do now; nothing once the minutes of the day are used up.

    Args:
        due, ways: where the caller has read them already.
        more: the learner wants to go on: plan the minutes of the day once more.
    """
    due = due_cards(person, at=at) if due is None else due
    ways = ways_of(person, at=at) if ways is None else ways
    spent = seconds_spent(person, at=at)
    budget = person.minutes_a_day * 60 - (0 if more else spent)
    if budget <= 0:
        return SessionPlan((), None, 0, spent, is_done=True)
    unit = next_unit(ways)
    plan = session.compose(
        due=[
            session.DueItem(str(one.version.item_id), one.due_at, one.retrievability, one.seconds)
            for one in due.cards
        ],
        unit=None if unit is None else session.NewUnit(str(unit.unit_id), unit.seconds_left),
        minutes=max(round(budget / 60), 1),
    )
    by_id = {str(card.version.item_id): card for card in due.cards}
    recalls = tuple(by_id[one.item_id] for one in plan.recalls)
    return SessionPlan(recalls, unit if plan.unit else None, plan.seconds, spent, is_done=False)


def today(person: Person, at: datetime) -> Today:
    """Return what Today shows. As many queries for one card and one way as for thirty."""
    due = due_cards(person, at=at)
    ways = ways_of(person, at=at)
    due_seconds: dict[UUID, list[int]] = {}
    for card in due.cards:
        due_seconds.setdefault(card.version.item.unit_id, []).append(card.seconds)
    return Today(
        minutes=person.minutes_a_day,
        due=due,
        session=session_for(person, at, due=due, ways=ways),
        ways=ways,
        keep_current=to_keep_current(ways, due_seconds),
        week=_week(person, at),
    )


def _week(person: Person, at: datetime) -> tuple[Day, ...]:
    zone = person.time_zone
    this_day = learning_day(at, zone)
    monday = this_day - timedelta(days=this_day.weekday())
    rows = Review.objects.filter(person=person, reviewed_at__gte=day_begins(monday, zone))
    moments = rows.values_list("reviewed_at", flat=True)
    return week_of(this_day, {learning_day(moment, zone) for moment in moments})
