"""The board: people by competencies, each with a level and how current it is on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.timezone import localdate
from pydantic import BaseModel, ConfigDict, Field

from cairn.capability.gap import HIGHEST, LOWEST, Ability, NeedGap, Strength, ability_on, need_gap
from cairn_server.accounts.models import Membership, Team
from cairn_server.frameworks.models import Competency
from cairn_server.workforce.access import Sight
from cairn_server.workforce.evidence import (
    Aligned,
    Cover,
    aligned_with,
    covered,
    shown_by,
    strengths,
)
from cairn_server.workforce.holders import ByVersion
from cairn_server.workforce.models import RoleNeed
from cairn_server.workforce.refreshed import current_holders

PEOPLE_A_PAGE = 50
MOST_COLUMNS = 100  # on a page; a file has them all
SHADES = (0.5, 0.625, 0.75, 0.9)  # of currency, from faded to fresh


class BoardFilter(BaseModel):
    """Which people and competencies are wanted; every field narrows."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    team: UUID | None = None  # with the teams that are part of it
    role: UUID | None = None  # its needs are the columns; its level is what counts
    holders: bool = False  # only those who hold the role
    text: str = Field(default="", max_length=100)  # in the name
    sort: UUID | None = None  # a competency: who is best at it comes first; None: by name
    level: int = Field(default=LOWEST, ge=LOWEST, le=HIGHEST)  # from which somebody covers


@dataclass(frozen=True, slots=True)
class Column:
    """A competency on the board, with how many of the people that were asked for cover it."""

    id: UUID
    name: str
    needed: int | None  # level that the chosen role needs
    covered: int
    shown: int


@dataclass(frozen=True, slots=True)
class Row:
    """One person, with what they can do, in the order of the columns; None where nothing is."""

    membership_id: UUID
    name: str
    cells: Sequence[Strength | None]

    @property
    def current(self) -> int:
        return sum(cell is not None and cell.is_current for cell in self.cells)

    @property
    def faded(self) -> int:
        return sum(cell is not None and not cell.is_current for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Board:
    """
    A page of the board; the figures of the columns are about everybody on all pages.

    Args:
        sort: the competency at which the best come first; None if people stand by name.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    people: int
    page: int
    has_more_columns: bool
    sort: UUID | None = None

    @property
    def sorted_by(self) -> Column | None:
        """The column at which the best come first, if it is shown."""
        return next((column for column in self.columns if column.id == self.sort), None)

    @property
    def pages(self) -> int:
        return max(1, -(-self.people // PEOPLE_A_PAGE))


@dataclass(frozen=True, slots=True)
class Listed:
    """A member whose skills are asked for; the ids as the database writes them as texts."""

    membership: str
    person: str
    name: str

    @property
    def membership_id(self) -> UUID:
        return UUID(self.membership)


@dataclass(frozen=True, slots=True)
class CoverRow:
    """Somebody who has shown a competency: how well, how currently, and until when."""

    membership_id: UUID
    name: str
    ability: Ability


def shade(weight: float) -> int:
    """Return 0 (faded) to 4 (fresh): the class of a cell; below 1 it counts no longer."""
    return sum(weight >= bound for bound in SHADES)


def people(sight: Sight, wanted: BoardFilter) -> QuerySet[Membership]:
    """Return the current memberships that are seen and wanted, without an order."""
    rows = sight.memberships()
    if wanted.team is not None:
        rows = rows.filter(team_links__team__in=_with_parts(sight, wanted.team)).distinct()
    if wanted.role is not None and wanted.holders:
        rows = rows.filter(work_roles__work_role=wanted.role)
    if wanted.text:
        rows = rows.filter(
            Q(person__name__icontains=wanted.text) | Q(external_id__iexact=wanted.text)
        )
    return rows


def _with_parts(sight: Sight, team_id: UUID) -> set[UUID]:
    teams = Team.objects.filter(organisation=sight.organisation)
    parts: dict[UUID | None, list[UUID]] = {}
    for key, parent in teams.values_list("pk", "parent_id"):
        parts.setdefault(parent, []).append(key)
    found, waiting = {team_id}, [team_id]
    while waiting:
        new = [key for key in parts.get(waiting.pop(), ()) if key not in found]
        found.update(new)
        waiting.extend(new)
    return found


def board(
    sight: Sight,
    wanted: BoardFilter,
    *,
    at: datetime,
    day: date | None = None,
    page: int = 1,
    limit: int = PEOPLE_A_PAGE,
    most_columns: int | None = None,
) -> Board:
    """
    Return a page of the board, in as many queries for a thousand people as for one.

    Args:
        at: as of when awards are known.
        day: on which currency is told; today if None.
        most_columns: how many skills are shown; all if None.
    """
    day = day or localdate(at)
    members = _listed(sight, wanted)
    awarded = current_holders(sight.organisation, at, day=day)
    needs = role_needs(wanted.role)
    aligned = aligned_with(awarded, needs)
    columns = _columns(awarded, members, aligned, needs, day, wanted.level)
    shown = columns[:most_columns]
    if wanted.sort is not None:
        members = _best_first(awarded, members, aligned, wanted.sort, day)
    found = members[(page - 1) * limit : page * limit]
    rows = _rows(awarded, found, aligned, shown, day)
    return Board(
        columns=shown,
        rows=rows,
        people=len(members),
        page=page,
        has_more_columns=len(shown) < len(columns),
        sort=wanted.sort,
    )


def _rows(
    awarded: ByVersion,
    members: Iterable[Listed],
    aligned: list[Aligned],
    columns: Iterable[Column],
    day: date,
) -> tuple[Row, ...]:
    asked = [one.person for one in members]
    keys = [column.id for column in columns]
    shown = strengths(asked, awarded, aligned, keys, day=day)
    return tuple(Row(one.membership_id, one.name, shown[one.person]) for one in members)


def _listed(sight: Sight, wanted: BoardFilter) -> list[Listed]:
    return listed(people(sight, wanted))


def listed(memberships: QuerySet[Membership]) -> list[Listed]:
    """Return members by name. One query."""
    rows = memberships.annotate(
        membership_text=Cast("pk", CharField()), person_text=Cast("person", CharField())
    ).order_by("person__name", "pk")
    return [
        Listed(*row) for row in rows.values_list("membership_text", "person_text", "person__name")
    ]


def role_needs(role_id: UUID | None) -> dict[UUID, RoleNeed] | None:
    """Return what a role needs, by competency; None without a role. One query."""
    if role_id is None:
        return None
    rows = RoleNeed.objects.filter(work_role=role_id).select_related("competency")
    return {row.competency_id: row for row in rows.order_by("competency__name")}


def _columns(
    awarded: ByVersion,
    members: Iterable[Listed],
    aligned: list[Aligned],
    needs: Mapping[UUID, RoleNeed] | None,
    day: date,
    level: int,
) -> tuple[Column, ...]:
    """Return the needs of a role, or what somebody has shown, with how many cover it."""
    asked = [one.person for one in members]
    levels = {key: need.level for key, need in needs.items()} if needs else {}
    counts = covered(asked, awarded, aligned, day=day, needed=lambda key: levels.get(key, level))
    if needs is None:
        names = _names_of(frozenset(asked), awarded, aligned)
    else:
        names = {key: need.competency.name for key, need in needs.items()}
    none = Cover(0, 0)
    return tuple(
        Column(
            id=key,
            name=name,
            needed=levels.get(key),
            covered=counts.get(key, none).current,
            shown=counts.get(key, none).ever,
        )
        for key, name in names.items()
    )


def _names_of(
    people: frozenset[str], awarded: ByVersion, aligned: Iterable[Aligned]
) -> dict[UUID, str]:
    """Return the competencies that somebody has shown, at whatever level, with their names."""
    return {
        one.competency_id: one.name
        for one in aligned
        if not people.isdisjoint(awarded[one.version].people)
    }


def _best_first(
    awarded: ByVersion,
    members: list[Listed],
    aligned: list[Aligned],
    sort: UUID,
    day: date,
) -> list[Listed]:
    asked = [one.person for one in members]
    of_one = [one for one in aligned if one.competency_id == sort]
    shown = strengths(asked, awarded, of_one, [sort], day=day)
    return sorted(members, key=lambda one: worth(shown[one.person][0]))


def worth(shown: Strength | Ability | None) -> tuple[bool, int, float]:
    """Return the key by which the best comes first: current, then by level, then by currency."""
    if shown is None:
        return True, 1, 0.0
    return not shown.is_current, -shown.level, -shown.weight


def who_covers(
    sight: Sight,
    wanted: BoardFilter,
    competency: Competency,
    *,
    at: datetime,
    day: date | None = None,
) -> list[CoverRow]:
    """Return who has shown a competency, the best first. A fixed number of queries."""
    day = day or localdate(at)
    members = _listed(sight, wanted)
    awarded = current_holders(sight.organisation, at, day=day)
    shown = shown_by(
        [one.person for one in members], awarded, aligned_with(awarded, [competency.pk])
    )
    found = []
    for one in members:
        ability = ability_on(day, shown.get(one.person, {}).get(competency.pk, ()))
        if ability is not None:
            found.append(CoverRow(one.membership_id, one.name, ability))
    return sorted(found, key=lambda row: worth(row.ability))


def gaps_of(
    sight: Sight,
    members: Sequence[Listed],
    needs: Mapping[UUID, int],
    *,
    at: datetime,
    day: date,
) -> dict[str, list[NeedGap]]:
    """Return how each need stands on `day` for each of `members`, by membership."""
    asked = [one.person for one in members]
    awarded = current_holders(sight.organisation, at, day=day)
    aligned = aligned_with(awarded, needs)
    high = [one for one in aligned if one.level >= needs[one.competency_id]]
    best = strengths(asked, awarded, aligned, needs, day=day)
    enough = strengths(asked, awarded, high, needs, day=day)
    return {
        one.membership: [
            need_gap(competency, needed, best=most, enough=least)
            for (competency, needed), most, least in zip(
                needs.items(), best[one.person], enough[one.person], strict=True
            )
        ]
        for one in members
    }
