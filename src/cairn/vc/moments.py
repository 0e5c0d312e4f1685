"""
Moments in credentials: XSD dateTimeStamp, a date and time that always has its offset.

Source: W3C XML Schema Definition Language 1.1 Part 2, section "dateTimeStamp".
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import Any

from cairn.errors import MalformedCredential

_STAMP = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?"
    r"(?:Z|([+-])([0-9]{2}):([0-9]{2}))",
    re.ASCII,
)

_LONGEST = 64


def read_moment(text: Any) -> datetime:
    """
    Return the aware moment that a dateTimeStamp names, in its own offset.

    Fractions finer than a microsecond are cut off, and 24:00:00 is the next midnight.

    Raises:
        MalformedCredential: if it is no such text: an offset is missing, a day does not
            exist, or the year is not between 1 and 9999.
    """
    if not isinstance(text, str) or len(text) > _LONGEST:
        raise _no_moment(text)
    return _read(text)


@lru_cache(maxsize=1_024)  # one credential is asked for each of its moments several times
def _read(text: str) -> datetime:
    match = _STAMP.fullmatch(text)
    if match is None:
        raise _no_moment(text)
    try:
        if match[7] is None and match[8] is None and match[4] != "24":
            return datetime.fromisoformat(match[0])
        return _moment(match)
    except (ValueError, OverflowError) as error:
        raise MalformedCredential(f"{text!r} is not a moment that exists") from error


def _no_moment(value: Any) -> MalformedCredential:
    shown = repr(value)[:60]
    return MalformedCredential(
        f"{shown} is not a date and time with offset such as 2026-03-02T09:00:00Z"
    )


def _moment(match: re.Match[str]) -> datetime:
    year, month, day, hour, minute, second = (int(part) for part in match.groups()[:6])
    microsecond = int((match[7] or "0")[:6].ljust(6, "0"))
    midnight_after = (hour, minute, second, microsecond) == (24, 0, 0, 0)
    moment = datetime(
        year,
        month,
        day,
        0 if midnight_after else hour,
        minute,
        second,
        microsecond,
        tzinfo=_offset(match),
    )
    return moment + timedelta(days=midnight_after)


def _offset(match: re.Match[str]) -> timezone:
    if match[8] is None:
        return UTC
    hours, minutes = int(match[9]), int(match[10])
    if minutes > 59 or hours * 60 + minutes > 14 * 60:
        raise ValueError("offsets lie between -14:00 and +14:00")
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if match[8] == "-" else offset)


@lru_cache(maxsize=64)  # of a thousand credentials most are signed at the same moment
def moment_text(moment: datetime) -> str:
    """
    Return `moment` in UTC, to the second, with Z: one spelling for signing.

    Raises ValueError if `moment` has no offset.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment in a credential needs its offset")
    return moment.astimezone(UTC).isoformat(timespec="seconds").removesuffix("+00:00") + "Z"
