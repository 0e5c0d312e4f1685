"""
What awards show that people can do: levels of competencies, and how current they are.

An organisation sees that something was shown, when and at which level; never answers or evidence.
A competency fades by its own half-life, or by that of the achievement where this is shorter.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from math import floor
from uuid import UUID

from cairn.capability.gap import Shown, Strength
from cairn.pathways.currency import DAYS_PER_YEAR
from cairn_server.catalog.models import Alignment
from cairn_server.workforce.awarded import text_of
from cairn_server.workforce.holders import NOBODY, ByVersion

ByCompetency = dict[UUID, list[Shown]]
KINDS_KEPT = 32  # of evidence, by half-life, level and day: a megabyte for ten years of days


@dataclass(frozen=True, slots=True)
class Aligned:
    """That a version of an achievement shows a competency at a level."""

    version: str  # its id as the database writes it
    competency_id: UUID
    name: str
    level: int
    half_life_years: float | None

    def shown(self, day: date, source: object = None) -> Shown:
        """Return what an award of the version on `day` shows."""
        return Shown(self.level, day, self.half_life_years, source)

    def current_from(self, day: date) -> str:
        """Return the first day, as ISO text, whose awards are current on `day`."""
        if self.half_life_years is None:
            return ""
        return (day - timedelta(days=floor(self.half_life_years * DAYS_PER_YEAR))).isoformat()


@dataclass(frozen=True, slots=True)
class Cover:
    """How many people have shown a competency at a level, and how many of them are current."""

    ever: int
    current: int


def aligned_with(
    versions: Iterable[str], competencies: Collection[UUID] | None = None
) -> list[Aligned]:
    """Return what `versions` show, by name of the competency. One query."""
    found = Alignment.objects.filter(version__in=[UUID(key) for key in versions])
    if competencies is not None:
        found = found.filter(competency__in=list(competencies))
    values = found.values_list(
        "version_id",
        "competency_id",
        "competency__name",
        "level",
        "competency__half_life_years",
        "version__half_life_years",
    )
    return [
        Aligned(text_of(row[0]), *row[1:4], half_life_years=_shorter(row[4], row[5]))
        for row in values.order_by("competency__name", "competency", "pk")
    ]


def shown_by(
    people: Iterable[str], awarded: ByVersion, aligned: Iterable[Aligned]
) -> dict[str, ByCompetency]:
    """Return what each of `people` has shown, by competency."""
    found: dict[str, ByCompetency] = {key: {} for key in people}
    for one in aligned:
        held = awarded.get(one.version, NOBODY)
        for person, day in zip(held.people, held.days, strict=True):
            mine = found.get(person)
            if mine is not None:
                shown = one.shown(date.fromisoformat(day))
                mine.setdefault(one.competency_id, []).append(shown)
    return found


def strengths(
    people: Iterable[str],
    awarded: ByVersion,
    aligned: Iterable[Aligned],
    competencies: Iterable[UUID],
    *,
    day: date,
) -> dict[str, list[Strength | None]]:
    """
    Return how much what each of `people` showed counts on `day`, in the order of `competencies`.

    What one kind of evidence of one day counts is told once, however many people showed it.
    """
    place = {key: number for number, key in enumerate(competencies)}
    found: dict[str, list[Strength | None]] = {key: [None] * len(place) for key in people}
    for one in aligned:
        number = place.get(one.competency_id)
        if number is None:
            continue
        faded = _faded(one.half_life_years, one.level, day)
        held = awarded.get(one.version, NOBODY)
        for mine, on in zip(map(found.get, held.people), held.days, strict=True):
            if mine is None:
                continue
            new, old = faded[on], mine[number]
            if old is None or new > old:
                mine[number] = new
    return found


class _Faded(dict[str, Strength]):
    """How much evidence of one level and half-life counts on a day, by the day it was shown."""

    def __init__(self, half_life_years: float | None, level: int, day: date) -> None:
        super().__init__()
        self._half_life_years, self._level, self._day = half_life_years, level, day

    def __missing__(self, shown_on: str) -> Strength:
        shown = Shown(self._level, date.fromisoformat(shown_on), self._half_life_years)
        self[shown_on] = strength = shown.strength(self._day)
        return strength


@lru_cache(maxsize=KINDS_KEPT)
def _faded(half_life_years: float | None, level: int, day: date) -> _Faded:
    """Return what was told of such evidence before: the same for everybody, everywhere."""
    return _Faded(half_life_years, level, day)


def covered(
    people: Iterable[str],
    awarded: ByVersion,
    aligned: Iterable[Aligned],
    *,
    day: date,
    needed: Callable[[UUID], int],
) -> dict[UUID, Cover]:
    """
    Return how many of `people` have shown each competency, and are current on `day`.

    Args:
        needed: the level from which somebody counts, by competency.
    """
    ever: dict[UUID, set[str]] = {}
    current: dict[UUID, set[str]] = {}
    for one in aligned:
        key = one.competency_id
        ever.setdefault(key, set())
        current.setdefault(key, set())
        if one.level >= needed(key):
            held = awarded.get(one.version, NOBODY)
            ever[key].update(held.people)
            current[key].update(held.since(one.current_from(day)))
    asked = frozenset(people)
    return {key: Cover(len(asked & ever[key]), len(asked & current[key])) for key in ever}


def _shorter(of_competency: float | None, of_version: float | None) -> float | None:
    return min((years for years in (of_competency, of_version) if years), default=None)
