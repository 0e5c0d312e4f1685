"""How long a way takes at some minutes a day, and how many minutes a day a date asks for."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil


def reached_on(minutes: float, *, minutes_a_day: int, start: date) -> date:
    """
    Return the day on which the last of `minutes` is spent, `start` being the first day.

    Raises ValueError if `minutes_a_day` is not positive.
    """
    if minutes_a_day <= 0:
        raise ValueError(f"minutes_a_day must be positive, not {minutes_a_day}")
    days = max(ceil(minutes / minutes_a_day), 1)
    return start + timedelta(days=days - 1)


def minutes_a_day_for(minutes: float, *, start: date, by: date) -> int | None:
    """Return the least whole minutes a day that reach the end on day `by`; None if it is past."""
    days = (by - start).days + 1
    if days < 1:
        return None
    return ceil(minutes / days)
