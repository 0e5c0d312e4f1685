"""
What a person remembers of one item: the recalls behind it and the state that follows.

The words are those of FSRS: stability is the time after which the probability of recall has
fallen to 90 %, difficulty lies between 1 and 10, retrievability is that probability now.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from math import pow
from uuid import UUID


class Rating(IntEnum):
    """How a recall went. Everything but AGAIN is a success."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True, slots=True, order=True)
class Recall:
    """
    One attempt to recall an item.

    Recalls are ordered by meaning, then moment, then id (a tie-break without significance that
    every device resolves alike), so that any set of them has exactly one order.

    Args:
        meaning: number of the meaning of the item that was asked; it grows when a new version
            of the item asks for something else, and memory then starts anew.
        at: when the person answered; aware, kept in UTC.
        id: id of the review, unique.
        rating: how it went.
    """

    meaning: int
    at: datetime
    id: UUID
    rating: Rating

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("the moment of a recall needs a time zone")
        object.__setattr__(self, "at", self.at.astimezone(UTC))


@dataclass(frozen=True, slots=True)
class MemoryState:
    """
    The memory of one item after its last recall.

    Args:
        meaning: number of the meaning that is remembered.
        reviewed_at: moment of the last recall, in UTC.
        stability_days: greater than zero, in days.
        difficulty: between 1 and 10, without unit.
        due_at: when the next recall is due, in UTC.
        review_count: number of recalls of this meaning; at least 1.
    """

    meaning: int
    reviewed_at: datetime
    stability_days: float
    difficulty: float
    due_at: datetime
    review_count: int

    def precedes(self, recall: Recall) -> bool:
        """
        Return whether a step with `recall` gives what a replay of all recalls gives.

        That is so if the recall is later than the last one, or of a newer meaning. At the very
        same moment only a replay knows which of the two ids comes first, so this is False.
        """
        return (self.meaning, self.reviewed_at) < (recall.meaning, recall.at)


def retrievability(elapsed: timedelta, stability_days: float, *, decay: float = 0.1542) -> float:
    """
    Return the probability that a person recalls an item now.

    With t = whole days elapsed and S = stability in days::

        R(t, S) = (1 + F * t / S) ** -decay      F = 0.9 ** (-1 / decay) - 1

    so that R(S, S) = 0.9 for every decay: stability is the interval after which recall
    has fallen to 90 %.

    Args:
        elapsed: time since the last review; not negative. Only whole days count, as in
            py-fsrs: 47 hours are 1 day. What a page draws comes from `retrievability_curve`.
        stability_days: S, in days; greater than zero.
        decay: shape of the curve, without unit; between 0.1 and 0.8 in FSRS-6.

    Returns:
        A probability, greater than 0 and at most 1; 1.0 on the day of the review.

    Raises:
        ValueError: if `elapsed` is negative or `stability_days` is not positive.

    Source:
        Open Spaced Repetition, "The Algorithm", section FSRS-6, forgetting curve.
    """
    if elapsed < timedelta(0):
        raise ValueError(f"elapsed must not be negative, got {elapsed}")
    return retrievability_curve(elapsed.days, stability_days, decay=decay)


def retrievability_curve(days: float, stability_days: float, *, decay: float = 0.1542) -> float:
    """Return the same curve at a fraction of a day: for displays, never for scheduling."""
    if stability_days <= 0:
        raise ValueError(f"stability_days must be positive, got {stability_days}")
    factor = pow(0.9, -1 / decay) - 1
    return pow(1 + factor * days / stability_days, -decay)
