"""A learner's ways: what was set out for, how far it is, and what comes next on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from cairn.pathways.criteria import UnitFact


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """
    Where a person stands with one unit.

    Args:
        learned_at: when it was finished; None while it is not.
        recall: mean probability, 0 to 1, of recalling its questions now, an unanswered one
            counting 0; None if it has none.
        items: number of its practice questions.
        seconds: what the whole unit takes.
        minutes_left: what it still takes to finish it; 0 once learned.
        minutes_to_refresh: what answering its questions once takes.
        recalled_since: since when each of its questions was answered last; None if not all were.
    """

    unit_id: UUID
    title: str
    learned_at: datetime | None
    recall: float | None
    items: int
    seconds: int
    is_begun: bool
    minutes_left: float
    minutes_to_refresh: float
    recalled_since: datetime | None = None

    def fact_after(self, after: datetime | None) -> UnitFact:
        """
        Return the same as `cairn.pathways.criteria` wants it, learned after a moment.

        A unit is learned anew once each of its questions was answered after; one without
        questions counts as it did.
        """
        if after is None or not self.items or self.learned_at is None:
            return self.fact
        is_anew = self.recalled_since is not None and self.recalled_since > after
        return UnitFact(self.recalled_since if is_anew else None, self.recall, self.items)

    @property
    def fact(self) -> UnitFact:
        """The same as `cairn.pathways.criteria` wants it."""
        return UnitFact(self.learned_at, self.recall, self.items)

    @property
    def seconds_left(self) -> int:
        return round(self.minutes_left * 60)


@dataclass(frozen=True, slots=True)
class Way:
    """One achievement that a person has set out for."""

    achievement_id: UUID
    title: str
    units: tuple[UnitStanding, ...]
    task_count: int  # what has to be shown: tasks and quizzes
    is_wanted: bool = False  # a goal names it, or what it is a part of

    @property
    def learned(self) -> int:
        return sum(unit.learned_at is not None for unit in self.units)

    @property
    def is_learned(self) -> bool:
        return self.learned == len(self.units)

    @property
    def next_unit(self) -> UnitStanding | None:
        """The unit that was begun, else the first in order that is not learned."""
        open_units = [unit for unit in self.units if unit.learned_at is None]
        begun = [unit for unit in open_units if unit.is_begun]
        return next(iter(begun or open_units), None)

    @property
    def recall(self) -> float | None:
        """Mean recall over the questions of its units; None if there are none."""
        known = [(unit.recall, unit.items) for unit in self.units if unit.recall is not None]
        items = sum(count for _, count in known)
        return sum(recall * count for recall, count in known) / items if items else None


@dataclass(frozen=True, slots=True)
class KeepCurrent:
    """An achievement whose units are learned and of which something is due."""

    achievement_id: UUID
    title: str
    recall: float
    due: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Day:
    """A day of this week, Monday first."""

    day: date
    is_done: bool
    is_today: bool
    is_ahead: bool


def next_unit(ways: Iterable[Way]) -> UnitStanding | None:
    """
    Return the unit to learn next: on a way that a goal wants, else on any.

    One that was begun comes first, else that of the first way.
    """
    candidates = [(way, way.next_unit) for way in ways if way.next_unit is not None]
    candidates.sort(key=lambda one: (not one[0].is_wanted, not one[1].is_begun))  # stable
    return candidates[0][1] if candidates else None


def wanted_first(ways: Iterable[Way], wanted: Sequence[UUID]) -> tuple[Way, ...]:
    """Return the ways that goals want, in the order of `wanted`, then the others as they were."""
    place = {achievement_id: number for number, achievement_id in enumerate(wanted)}
    marked = [replace(way, is_wanted=way.achievement_id in place) for way in ways]
    return tuple(sorted(marked, key=lambda way: place.get(way.achievement_id, len(place))))


def to_keep_current(
    ways: Sequence[Way], due_seconds: Mapping[UUID, Sequence[int]]
) -> tuple[KeepCurrent, ...]:
    """
    Return the learned ways of which something is due, faintest first.

    Args:
        due_seconds: for each unit the expected seconds of its due questions.
    """
    found = []
    for way in ways:
        seconds = [one for unit in way.units for one in due_seconds.get(unit.unit_id, ())]
        if way.is_learned and seconds and way.recall is not None:
            found.append(
                KeepCurrent(way.achievement_id, way.title, way.recall, len(seconds), sum(seconds))
            )
    return tuple(sorted(found, key=lambda one: (one.recall, one.title)))


def week_of(today: date, done: Iterable[date]) -> tuple[Day, ...]:
    """Return the seven days of the week of `today`; `done` are the days with an answer."""
    monday = today - timedelta(days=today.weekday())
    days = [monday + timedelta(days=number) for number in range(7)]
    active = set(done)
    return tuple(Day(day, day in active, day == today, day > today) for day in days)
