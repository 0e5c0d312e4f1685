"""
How near an achievement brings somebody to what they want to be able to do.

What counts is what they still lack of it: needs that the achievement would close, then needs that
it would bring nearer without closing them, then the minutes that it takes.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from cairn.capability.gap import NeedGap, NeedState

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Offer(Generic[K]):
    """
    Something that can be earned.

    Args:
        key: whatever the caller knows it by.
        shows: the level that it shows, by competency.
        minutes: that learning it takes; 0 if it is only shown, which no number tells.
        is_wanted: it is itself one of the things that are wanted.
    """

    key: K
    shows: Mapping[Any, int]
    minutes: float
    is_wanted: bool = False


@dataclass(frozen=True, slots=True)
class Fit:
    """
    What an offer does for the needs that somebody lacks.

    Args:
        closes: how many needs would be met by it.
        nears: how many others it would show at a higher level than was ever shown.
        lacking: how many needs are not met now.
    """

    closes: int
    nears: int
    lacking: int
    is_wanted: bool

    @property
    def is_near(self) -> bool:
        return bool(self.closes or self.nears or self.is_wanted)


def fit_of(offer: Offer[K], gaps: Iterable[NeedGap]) -> Fit:
    """Return what `offer` does for the needs of `gaps` that are not met."""
    lacking = [gap for gap in gaps if gap.state != NeedState.MET]
    levels = [(offer.shows.get(gap.competency, 0), gap) for gap in lacking]
    closes = sum(level >= gap.needed for level, gap in levels)
    nears = sum(_ever_shown(gap) < level < gap.needed for level, gap in levels)
    return Fit(closes, nears, len(lacking), offer.is_wanted)


def closest_first(offers: Iterable[Offer[K]], gaps: Iterable[NeedGap]) -> dict[K, Fit]:
    """
    Return what each of `offers` does for the needs, by key, the best first.

    Most needs closed; then most brought nearer; then what is itself wanted; then fewest minutes,
    with what is only shown after what is learned. Equals, and all that brings nothing, stay in
    the order in which they were offered.
    """
    open_gaps = [gap for gap in gaps if gap.state != NeedState.MET]
    found = [(one, fit_of(one, open_gaps)) for one in offers]
    return {one.key: fit for one, fit in sorted(found, key=lambda pair: _place(*pair))}


def _place(offer: Offer[K], fit: Fit) -> tuple[float, ...]:
    minutes = (offer.minutes or float("inf")) if fit.is_near else 0.0
    return (-fit.closes, -fit.nears, not fit.is_wanted, minutes)


def _ever_shown(gap: NeedGap) -> int:
    """Return the highest level that was shown of a need; what has faded closes at its level."""
    if gap.state == NeedState.STALE:
        return gap.needed
    return gap.best.level if gap.best else 0
