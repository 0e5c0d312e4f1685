"""The learning day: it turns at four in the morning where the learner lives."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

TURNS_AT = time(4)


def learning_day(at: datetime, zone: str) -> date:
    """Return the day that `at` belongs to in the IANA zone `zone`: 03:59 is still yesterday."""
    local = at.astimezone(ZoneInfo(zone))
    return local.date() if local.time() >= TURNS_AT else local.date() - timedelta(days=1)


def day_begins(day: date, zone: str) -> datetime:
    """Return the moment at which the learning day `day` begins."""
    return datetime.combine(day, TURNS_AT, ZoneInfo(zone))


def day_ends(day: date, zone: str) -> datetime:
    """Return the moment at which the next learning day begins."""
    return day_begins(day + timedelta(days=1), zone)
