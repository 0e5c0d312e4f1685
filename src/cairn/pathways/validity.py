"""
How long a credential counts, and what has to be done again to renew it.

A credential that ends is not renewed by asking: what is named in `again` has to be shown anew,
after the award that ends. Who renews early loses nothing, because the new time is counted from
the end of the old one.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from cairn.pathways.requirement import (
    AllOf,
    AnyOf,
    Credential,
    Leaf,
    NOf,
    Points,
    PointsEntry,
    Quiz,
    Requirement,
    Task,
    leaves,
    references,
)

MOST_MONTHS = 600
MOST_RENEWAL_DAYS = 366
RENEWAL_DAYS = 90


@dataclass(frozen=True, slots=True)
class Validity:
    """
    How long a credential counts.

    Args:
        months: of the calendar, from the award.
        renew_from_days: how long before its end it may be renewed.
        again: ids of what has to be done again; empty for every performance that is required.
    """

    months: int
    renew_from_days: int = RENEWAL_DAYS
    again: tuple[str, ...] = ()

    def ends_at(self, awarded_at: datetime, *, renews: datetime | None = None) -> datetime:
        """
        Return the first moment at which a credential awarded at `awarded_at` has ended.

        Args:
            renews: when the credential ends that it renews; None if it renews none.
        """
        start = awarded_at if renews is None else max(awarded_at, renews)
        return months_after(start, self.months)

    def renewable_from(self, ends_at: datetime) -> datetime:
        """Return from when a credential that ends at `ends_at` may be renewed."""
        return ends_at - timedelta(days=self.renew_from_days)


def months_after(moment: datetime, months: int) -> datetime:
    """
    Return the same time of day so many months of the calendar later.

    Where the month has no such day it is the last that it has: a month after 31 January is 28 or
    29 February.
    """
    years, month = divmod(moment.month - 1 + months, 12)
    year, month = moment.year + years, month + 1
    day = min(moment.day, monthrange(year, month)[1])
    return moment.replace(year=year, month=month, day=day)


def renewal_of(requirement: Requirement, again: Collection[str] = ()) -> Requirement:
    """
    Return what has to be done again of `requirement` to renew.

    What is not asked again counts as it did. So all of a group is all of what is asked again of
    it, and n of a group or its points are less by what is not asked again, though never nothing:
    at least one thing of each group is asked again wherever one is named.

    Args:
        again: ids as `requirement` names them, or what `Reference` has as id of an outside
            credential. Where none of them is named the performances are asked again (tasks,
            quizzes and smaller credentials), and where there is no performance everything.
    """
    for is_asked in (_named(again), _is_performance):
        found = _restricted(requirement, is_asked)
        if found is not None:
            return found
    return requirement


def _named(again: Collection[str]) -> Callable[[Leaf], bool]:
    return lambda leaf: any(one.id in again for one in references(leaf))


def _is_performance(leaf: Leaf) -> bool:
    return isinstance(leaf, Task | Quiz | Credential)


def _restricted(requirement: Requirement, is_asked: Callable[[Leaf], bool]) -> Requirement | None:
    """Return what is asked again of a tree; None if nothing is."""
    match requirement:
        case AllOf(parts):
            kept = _each(parts, is_asked)
            return AllOf(kept) if kept else None
        case AnyOf(parts):
            kept = _each(parts, is_asked)
            return AnyOf(kept) if kept else None
        case NOf(n, parts):
            kept = _each(parts, is_asked)
            return NOf(max(n - (len(parts) - len(kept)), 1), kept) if kept else None
        case Points(at_least, entries):
            return _points(at_least, entries, is_asked)
        case _:
            return requirement if is_asked(requirement) else None


def _each(
    parts: tuple[Requirement, ...], is_asked: Callable[[Leaf], bool]
) -> tuple[Requirement, ...]:
    found = (_restricted(part, is_asked) for part in parts)
    return tuple(part for part in found if part is not None)


def _points(
    at_least: float, entries: tuple[PointsEntry, ...], is_asked: Callable[[Leaf], bool]
) -> Points | None:
    tried = [(entry, _restricted(entry.requirement, is_asked)) for entry in entries]
    kept = tuple(PointsEntry(one.points, part) for one, part in tried if part is not None)
    if not kept:
        return None
    standing = sum(one.points for one, part in tried if part is None)
    return Points(max(at_least - standing, min(one.points for one in kept)), kept)


def unknown_again(requirement: Requirement, again: Collection[str]) -> list[str]:
    """Return what `again` names and `requirement` does not, in the order of `again`."""
    known = {one.id for one in references(requirement)}
    return [one for one in again if one not in known]


def drops_performance(requirement: Requirement, again: Collection[str]) -> bool:
    """Return whether a renewal asks no performance again, though some were required."""
    renewed = any(_is_performance(leaf) for leaf in leaves(renewal_of(requirement, again)))
    return not renewed and any(_is_performance(leaf) for leaf in leaves(requirement))
