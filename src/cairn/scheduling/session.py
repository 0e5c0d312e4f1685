"""
What to do in the next one to ten minutes: first what is about to be forgotten, then something new.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class DueItem:
    """An item due for recall; `retrievability` between 0 and 1, `seconds` to answer it."""

    item_id: str
    due_at: datetime
    retrievability: float
    seconds: int


@dataclass(frozen=True, slots=True)
class NewUnit:
    """The unit that comes next for the learner, and how many seconds it takes."""

    id: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Session:
    """What to do now: recalls in this order, then the unit, if any; `seconds` is the sum."""

    recalls: list[DueItem]
    unit: NewUnit | None
    seconds: int


def compose(*, due: Sequence[DueItem], unit: NewUnit | None, minutes: int) -> Session:
    """
    Return the best use of `minutes`.

    Due recalls come first, those most at risk of being forgotten before the others; the new
    unit follows if it still fits. A recall that alone takes longer than `minutes` is given all
    the same if it is the first: a session is only empty when there is nothing to do.

    Args:
        due: items due for recall, in any order; may be empty.
        unit: the next unit, or None. If nothing is due it is given even when it takes longer.
        minutes: time that the learner has; at least 1.

    Raises:
        ValueError: if `minutes` is less than 1.
    """
    if minutes < 1:
        raise ValueError(f"a session takes at least one minute, not {minutes}")
    budget = minutes * 60
    recalls, seconds = _most_at_risk(due, budget)
    if unit is None or (due and seconds + unit.seconds > budget):
        return Session(recalls, None, seconds)
    return Session(recalls, unit, seconds + unit.seconds)


def _most_at_risk(due: Sequence[DueItem], budget: int) -> tuple[list[DueItem], int]:
    chosen: list[DueItem] = []
    seconds = 0
    for item in sorted(due, key=lambda one: (one.retrievability, one.due_at, one.item_id)):
        if chosen and seconds + item.seconds > budget:
            break
        chosen.append(item)
        seconds += item.seconds
    return chosen, seconds
