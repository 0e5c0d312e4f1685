"""
What somebody can do today, and what a work role needs beyond it.

Evidence is a level that was shown on a day; it fades by its half-life. A level once shown is never
lost, only stale: it is missing if it was never shown, and met while what showed it is current.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import exp2
from operator import itemgetter
from typing import NamedTuple, TypeVar

from cairn.pathways.currency import DAYS_PER_YEAR, Currency, CurrencyPolicy, currency_on

K = TypeVar("K", bound=Hashable)
LOWEST, HIGHEST = 1, 5  # levels: knows of it .. leads others in it
STALE_BELOW = CurrencyPolicy(None).lapse_below


class NeedState(StrEnum):
    """How far a need is met, from the best to the worst."""

    MET = "met"
    STALE = "stale"
    MISSING = "missing"


class Strength(NamedTuple):
    """
    How much one piece of evidence counts on a day; the greater of two is the one that counts.

    What is current counts before what has faded, then the higher level, then the fresher.
    """

    is_current: bool
    level: int
    weight: float
    on: date


@dataclass(frozen=True, slots=True)
class Shown:
    """
    That somebody showed a competency.

    Args:
        level: 1 to 5.
        half_life_years: how fast it fades; None if never.
        source: whatever the caller knows it by; carried along, never compared.
    """

    level: int
    on: date
    half_life_years: float | None
    source: object = None

    def __post_init__(self) -> None:
        if not LOWEST <= self.level <= HIGHEST:
            raise ValueError(f"a level is between {LOWEST} and {HIGHEST}, not {self.level}")

    def currency(self, day: date) -> Currency:
        """Return how current it is on `day`; what is dated later counts as shown that day."""
        policy = CurrencyPolicy(self.half_life_years)
        return currency_on(day, demonstrated_on=min(self.on, day), policy=policy)

    def weight(self, day: date) -> float:
        """Return the weight of `currency` alone: 1 on the day, 0.5 a half-life later."""
        if self.half_life_years is None or day <= self.on:
            return 1.0
        return exp2((self.on - day).days / DAYS_PER_YEAR / self.half_life_years)

    def strength(self, day: date) -> Strength:
        """Return how much it counts on `day`."""
        weight = self.weight(day)
        return Strength(weight >= STALE_BELOW, self.level, weight, self.on)


@dataclass(frozen=True, slots=True)
class Ability:
    """
    The level somebody has on a day, and how current what showed it best is.

    Args:
        weight: of the currency: 1 fresh, below 0.5 stale.
    """

    level: int
    weight: float
    shown: Shown
    day: date

    @property
    def is_current(self) -> bool:
        return self.weight >= STALE_BELOW

    @property
    def on(self) -> date:
        """The day on which it was shown."""
        return self.shown.on

    @property
    def currency(self) -> Currency:
        """How current it is, with the days on which that changes."""
        return self.shown.currency(self.day)


@dataclass(frozen=True, slots=True)
class NeedGap:
    """
    One need, and how far somebody is from it.

    Args:
        competency: whatever the caller knows it by.
        needed: the level that is needed.
        best: what counts most of what was shown; None if nothing was.
        level_weight: currency of the best evidence at the needed level or above; 0 if none.
    """

    competency: Hashable
    needed: int
    state: NeedState
    best: Strength | None
    level_weight: float

    @property
    def levels_short(self) -> int:
        """How many levels were never shown."""
        if self.state != NeedState.MISSING:
            return 0
        return self.needed - (self.best.level if self.best else 0)


def ability_on(day: date, shown: Iterable[Shown]) -> Ability | None:
    """
    Return the highest level that is current on `day`; if none is, the highest ever shown.

    Its currency is that of the freshest evidence at that level: whatever shows a higher one has
    faded. None without evidence.
    """
    known = [(one.strength(day), one) for one in shown]
    if not known:
        return None
    strength, best = max(known, key=itemgetter(0))
    return Ability(strength.level, strength.weight, best, day)


def gap_on(day: date, needs: Mapping[K, int], shown: Mapping[K, Iterable[Shown]]) -> list[NeedGap]:
    """
    Return how each need stands on `day`, in the order of `needs`.

    Args:
        needs: the level needed, 1 to 5, by competency.
        shown: the evidence of one person, by competency.
    """
    gaps = []
    for name, level in needs.items():
        known = [one.strength(day) for one in shown.get(name, ())]
        best = max(known, default=None)
        enough = max((one for one in known if one.level >= level), default=None)
        gaps.append(need_gap(name, level, best=best, enough=enough))
    return gaps


def need_gap(
    competency: Hashable, needed: int, *, best: Strength | None, enough: Strength | None
) -> NeedGap:
    """
    Return how one need stands, by the greatest strengths of what was shown.

    Args:
        best: of all of it.
        enough: of what shows the needed level or a higher one.
    """
    if enough is None:
        return NeedGap(competency, needed, NeedState.MISSING, best, 0.0)
    state = NeedState.MET if enough.is_current else NeedState.STALE
    return NeedGap(competency, needed, state, best, enough.weight)
