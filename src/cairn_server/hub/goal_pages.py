"""Goals as their person sees them: what is left, by when it can be done, what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from cairn.pathways.criteria import Met
from cairn.pathways.pacing import minutes_a_day_for, reached_on
from cairn_server.accounts.models import Person
from cairn_server.catalog.models import AchievementKind
from cairn_server.hub.known_ways import KnownWays, known_ways
from cairn_server.learning.days import learning_day
from cairn_server.learning.goal_queries import goals_of, parts_of
from cairn_server.learning.models import Goal


class Pace(StrEnum):
    """Whether the minutes a day that somebody has chosen are enough for their date."""

    NO_DATE = "no_date"
    ENOUGH = "enough"
    TOO_SLOW = "too_slow"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class GoalPartRow:
    """
    An achievement of a goal.

    Args:
        minutes: what it would still take by itself; 0 once it is held.
    """

    achievement_id: UUID
    title: str
    kind: str
    is_held: bool
    minutes: float


@dataclass(frozen=True, slots=True)
class GoalPage:
    """
    A goal as it stands.

    Args:
        minutes_left: the shortest way to all of it; what parts share counts once.
        reached_on: the last day of that, at the minutes a day of its person.
        minutes_a_day: those minutes; `minutes_needed` what its date asks for, where it has one.
    """

    id: UUID
    name: str
    by: date | None
    parts: tuple[GoalPartRow, ...]
    minutes_left: float
    reached_on: date
    minutes_a_day: int
    minutes_needed: int | None

    @property
    def held(self) -> int:
        return sum(part.is_held for part in self.parts)

    @property
    def is_reached(self) -> bool:
        return bool(self.parts) and self.held == len(self.parts)

    @property
    def pace(self) -> Pace:
        if self.by is None:
            return Pace.NO_DATE
        if self.minutes_needed is None:
            return Pace.PAST
        return Pace.ENOUGH if self.minutes_needed <= self.minutes_a_day else Pace.TOO_SLOW


def goal_pages(person: Person, *, at: datetime) -> list[GoalPage]:
    """Return the goals of `person`, the nearest day first. As many queries for one as for many."""
    goals = goals_of(person)
    if not goals:
        return []
    known = known_ways(person, parts_of(goals), at=at)
    return [goal_page(person, goal, known, at=at) for goal in goals]


def goal_page(person: Person, goal: Goal, known: KnownWays, *, at: datetime) -> GoalPage:
    """Return one goal, for which `known` has been read."""
    ids = [str(part.achievement_id) for part in goal.parts.all()]
    verdict = known.verdict([id for id in ids if id in known.rules]) if ids else None
    minutes = 0.0 if verdict is None or isinstance(verdict, Met) else verdict.minutes
    start = learning_day(at, person.time_zone)
    return GoalPage(
        id=goal.pk,
        name=goal.name,
        by=goal.by,
        parts=_rows(ids, known),
        minutes_left=minutes,
        reached_on=reached_on(minutes, minutes_a_day=person.minutes_a_day, start=start),
        minutes_a_day=person.minutes_a_day,
        minutes_needed=minutes_a_day_for(minutes, start=start, by=goal.by) if goal.by else None,
    )


def _rows(ids: Sequence[str], known: KnownWays) -> tuple[GoalPartRow, ...]:
    rows = []
    for id in ids:
        version = known.definitions.get(id)
        if version is None:  # withdrawn from the catalogue
            continue
        is_held = id in known.facts.credentials
        rows.append(
            GoalPartRow(
                achievement_id=version.achievement_id,
                title=version.title,
                kind=str(AchievementKind(version.kind).label),
                is_held=is_held,
                minutes=0.0 if is_held else known.facts.minutes.get(id, 0.0),
            )
        )
    return tuple(rows)
