"""The gap of people to a work role on a day: per need who meets it, and what would close it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cairn.capability.gap import NeedGap, NeedState
from cairn_server.workforce import queries
from cairn_server.workforce.access import Sight
from cairn_server.workforce.board import BoardFilter, Listed, gaps_of, listed, people
from cairn_server.workforce.models import RoleNeed, WorkRole
from cairn_server.workforce.queries import Way

CLOSED = {NeedState.MET}
MOST_CHOSEN = 60  # in one address


@dataclass(frozen=True, slots=True)
class PersonNeed:
    """How one need stands for one person."""

    membership_id: UUID
    name: str
    gap: NeedGap


@dataclass(frozen=True, slots=True)
class NeedRow:
    """One need of the role, with the people on each side of it, and ways to close it."""

    need: RoleNeed
    met: tuple[PersonNeed, ...]
    stale: tuple[PersonNeed, ...]
    missing: tuple[PersonNeed, ...]
    ways: tuple[Way, ...]

    @property
    def is_closed(self) -> bool:
        return not self.stale and not self.missing

    @property
    def short(self) -> tuple[UUID, ...]:
        """The memberships of those who fall short; empty if too many to choose one by one."""
        if len(self.missing) + len(self.stale) > MOST_CHOSEN:
            return ()
        return tuple(one.membership_id for one in self.missing + self.stale)

    @property
    def people(self) -> int:
        return len(self.met) + len(self.stale) + len(self.missing)


@dataclass(frozen=True, slots=True)
class PersonGaps:
    """How every need of a role stands for one person."""

    membership_id: UUID
    name: str
    needs: tuple[tuple[RoleNeed, NeedGap], ...]


@dataclass(frozen=True, slots=True)
class RoleGaps:
    """
    The needs of a role, the widest gap first.

    Args:
        members: who was asked about, by name.
        ready: how many of them meet every need.
        person: the name of the one person, if only one was asked about.
    """

    day: date
    rows: tuple[NeedRow, ...]
    members: tuple[Listed, ...]
    ready: int
    wanted: BoardFilter
    person_id: UUID | None
    person: str

    @property
    def people(self) -> int:
        """How many were asked about."""
        return len(self.members)

    def page(self, number: int, limit: int) -> list[PersonGaps]:
        """Return the page of people with this number, from 1, each with all needs."""
        asked = self.members[(number - 1) * limit : number * limit]
        found: dict[UUID, list[tuple[RoleNeed, NeedGap]]] = {one.membership_id: [] for one in asked}
        for row in self.rows:
            for one in (*row.met, *row.stale, *row.missing):
                if (mine := found.get(one.membership_id)) is not None:
                    mine.append((row.need, one.gap))
        return [
            PersonGaps(one.membership_id, one.name, tuple(found[one.membership_id]))
            for one in asked
        ]

    def cells(self) -> Iterator[tuple[object, ...]]:
        """Yield one row of a table per person and need."""
        for row in self.rows:
            for one in (*row.met, *row.stale, *row.missing):
                best = one.gap.best
                yield (
                    one.name,
                    row.need.competency.name,
                    row.need.level,
                    best.level if best else None,
                    round(one.gap.level_weight, 3),
                    one.gap.state.value,
                    self.day.isoformat(),
                )


def role_gaps(
    sight: Sight,
    role: WorkRole,
    wanted: BoardFilter,
    *,
    at: datetime,
    day: date,
    person: UUID | None = None,
) -> RoleGaps:
    """
    Return how the people who are wanted stand to a role on `day`. A fixed number of queries.

    Args:
        person: a membership; only this one is asked about, whatever else is wanted.
    """
    seen = sight.memberships().filter(pk=person) if person else people(sight, wanted)
    members = listed(seen)
    needs = queries.needs_of(role)
    levels = {key: need.level for key, need in needs.items()}
    found = gaps_of(sight, members, levels, at=at, day=day)
    by_need: dict[UUID, list[PersonNeed]] = {key: [] for key in needs}
    for member in members:
        key = member.membership_id
        for need, gap in zip(needs, found[member.membership], strict=True):
            by_need[need].append(PersonNeed(key, member.name, gap))
    ways = queries.ways_to(levels)
    rows = [_row(needs[key], those, ways.get(key, [])) for key, those in by_need.items()]
    ready = sum(all(gap.state in CLOSED for gap in gaps) for gaps in found.values())
    return RoleGaps(
        day=day,
        rows=tuple(sorted(rows, key=lambda row: (-len(row.missing), -len(row.stale)))),
        members=tuple(members),
        ready=ready,
        wanted=wanted,
        person_id=members[0].membership_id if person and members else None,
        person=members[0].name if person and members else "",
    )


def _row(need: RoleNeed, people: list[PersonNeed], ways: list[Way]) -> NeedRow:
    by_state = {
        state: tuple(one for one in people if one.gap.state == state) for state in NeedState
    }
    return NeedRow(
        need,
        by_state[NeedState.MET],
        by_state[NeedState.STALE],
        by_state[NeedState.MISSING],
        tuple(ways),
    )
