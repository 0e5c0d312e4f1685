"""Reads about teams, work roles, who is in them, and ways to what they need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from cairn_server.accounts.models import (
    Membership,
    Organisation,
    Person,
    ReportingLine,
    Team,
)
from cairn_server.catalog.models import AchievementVersion, Alignment
from cairn_server.catalog.queries import newest_published
from cairn_server.credentials.standing import standing_values, standings
from cairn_server.journal.paging import Page as CursorPage
from cairn_server.journal.paging import page_of
from cairn_server.journal.sorting import Order, SortColumn, sheet_of
from cairn_server.workforce.models import RoleNeed, WorkRole

LEVELS = (
    (1, _("1 – knows of it")),
    (2, _("2 – does it with help")),
    (3, _("3 – does it alone")),
    (4, _("4 – helps others with it")),
    (5, _("5 – leads others in it")),
)
OTHERS_A_PAGE = 20
MOST_WORDS = 5
MEMBER_COLUMNS = (
    SortColumn("name", _("Person"), (Lower("person__name"),)),
    SortColumn("number", _("Number"), ("external_id",)),
    SortColumn("manager", _("Reports to"), (Lower("reports_to__manager__person__name"),)),
)


@dataclass(frozen=True, slots=True)
class TeamRow:
    id: UUID
    name: str
    parent_id: UUID | None
    parent: str
    people: int


@dataclass(frozen=True, slots=True)
class TeamMember:
    """Somebody in a team or a role today, and to whom they report; empty for nobody."""

    membership_id: UUID
    name: str
    external_id: str
    manager: str


@dataclass(frozen=True, slots=True)
class RoleRow:
    id: UUID
    name: str
    occupation: str
    needs: int
    holders: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands in an organisation."""

    teams: tuple[tuple[UUID, str], ...]
    roles: tuple[tuple[UUID, str], ...]
    manager: str


def teams(organisation: Organisation) -> list[TeamRow]:
    """Return the teams of an organisation by name, with how many work in each. One query."""
    return [_team_row(one) for one in _teams(organisation).order_by("name", "pk")]


def team_page(organisation: Organisation, *, after: UUID | None, limit: int) -> CursorPage[TeamRow]:
    """Return a page of the same, the newest first. One query."""
    return page_of(_teams(organisation), _team_row, after=after, limit=limit)


def _teams(organisation: Organisation) -> QuerySet[Team]:
    rows = Team.objects.filter(organisation=organisation).select_related("parent")
    here = Q(member_links__membership__until=None)
    return rows.annotate(people=Count("member_links", filter=here))


def _team_row(one: Any) -> TeamRow:
    parent = one.parent.name if one.parent else ""
    return TeamRow(one.pk, one.name, one.parent_id, parent, one.people)


def team_sheet(team: Team, *, order: Order, number: str | None) -> Page[Any]:
    """Return the page of who works in a team with this number, as `TeamMember`. Two queries."""
    return _member_sheet(Q(team_links__team=team), order, number)


def holder_sheet(role: WorkRole, *, order: Order, number: str | None) -> Page[Any]:
    """Return the page of who holds a role with this number, as `TeamMember`. Two queries."""
    return _member_sheet(Q(work_roles__work_role=role), order, number)


def _member_sheet(there: Q, order: Order, number: str | None) -> Page[Any]:
    rows = Membership.objects.filter(there, until=None)
    rows = rows.select_related("person", "reports_to__manager__person")
    return sheet_of(rows, _team_member, order=order, number=number)


def others_sheet(
    organisation: Organisation, there: Q, *, words: str, number: str | None
) -> Page[Any]:
    """
    Return the page of members outside of a team or a role, by name. Two queries.

    Args:
        there: who is in it already.
        words: each stands in the name or the number of whoever is wanted.
    """
    rows = Membership.objects.filter(organisation=organisation, until=None)
    rows = rows.exclude(pk__in=Membership.objects.filter(there).values("pk"))
    return people_sheet(rows, words=words, number=number)


def people_sheet(rows: QuerySet[Membership], *, words: str, number: str | None) -> Page[Any]:
    """Return the page of those of these members whose name or number has all words. 2 queries."""
    for word in words.split()[:MOST_WORDS]:
        nameless = Q(person__name="", person__email__icontains=word)  # who is shown by that
        named = Q(person__name__icontains=word) | Q(external_id__icontains=word)
        rows = rows.filter(named | nameless)
    rows = rows.select_related("person").order_by(Lower("person__name"), "pk")
    return Paginator(rows, OTHERS_A_PAGE).get_page(number)


def _team_member(row: Membership) -> TeamMember:
    line = getattr(row, "reports_to", None)
    return TeamMember(
        membership_id=row.pk,
        name=str(row.person),
        external_id=row.external_id,
        manager=str(line.manager.person) if line and line.manager.until is None else "",
    )


def role_choices(organisation: Organisation) -> list[tuple[UUID, str]]:
    """Return the work roles of an organisation by name. One query."""
    rows = WorkRole.objects.filter(organisation=organisation).order_by("name")
    return list(rows.values_list("pk", "name"))


def roles(organisation: Organisation) -> list[RoleRow]:
    """Return the work roles by name, with what they need and who holds them. One query."""
    return [_role_row(one) for one in _roles(organisation).order_by("name")]


def role_page(organisation: Organisation, *, after: UUID | None, limit: int) -> CursorPage[RoleRow]:
    """Return a page of the same, the newest first. One query."""
    return page_of(_roles(organisation), _role_row, after=after, limit=limit)


def _roles(organisation: Organisation) -> QuerySet[WorkRole]:
    rows = WorkRole.objects.filter(organisation=organisation).select_related("occupation")
    here = Q(holders__membership__until=None)
    return rows.annotate(
        need_count=Count("needs", distinct=True),
        holder_count=Count("holders", filter=here, distinct=True),
    )


def _role_row(one: Any) -> RoleRow:
    occupation = one.occupation.name if one.occupation else ""
    return RoleRow(one.pk, one.name, occupation, one.need_count, one.holder_count)


def known_of(
    organisation: Organisation, *, team: UUID | None, role: UUID | None
) -> tuple[UUID | None, UUID | None]:
    """Return the team and the role if they are of `organisation`, else None. Up to two queries."""
    if team and not Team.objects.filter(organisation=organisation, pk=team).exists():
        team = None
    if role and not WorkRole.objects.filter(organisation=organisation, pk=role).exists():
        role = None
    return team, role


def place_of(membership: Membership) -> Place:
    """Return the teams, roles and manager of a member. Three queries."""
    line = (
        ReportingLine.objects.filter(membership=membership, manager__until=None)
        .select_related("manager__person")
        .first()
    )
    team_links = membership.team_links.order_by("team__name")
    holds = membership.work_roles.order_by("work_role__name")
    return Place(
        teams=tuple(team_links.values_list("team_id", "team__name")),
        roles=tuple(holds.values_list("work_role_id", "work_role__name")),
        manager=str(line.manager.person) if line else "",
    )


def needs_of(role: WorkRole) -> dict[UUID, RoleNeed]:
    """Return what a role needs, by competency, by name. One query."""
    rows = role.needs.select_related("competency__framework").order_by("competency__name")
    return {row.competency_id: row for row in rows}


def needs_of_person(person: Person) -> dict[UUID, int]:
    """Return the levels that the roles of `person` need, wherever they hold one. One query."""
    held = RoleNeed.objects.filter(
        work_role__holders__membership__person=person,
        work_role__holders__membership__until=None,
    )
    return dict(held.order_by("level").values_list("competency", "level"))  # the highest wins


@dataclass(frozen=True, slots=True)
class Way:
    """An achievement that would close a gap, and the minutes that its units take."""

    achievement_id: UUID
    title: str
    issuer: str
    standing: str  # of the issuer: a value of Standing; empty if it has issued nothing yet
    level: int
    learning_seconds: int


def ways_to(needs: dict[UUID, int], *, most: int = 3) -> dict[UUID, list[Way]]:
    """
    Return, by competency, published achievements that show it at the level needed or above.

    The shortest first, at most so many each. Two queries.
    """
    rows = Alignment.objects.filter(
        competency__in=list(needs), version__in=newest_published().values("pk")
    ).select_related("version__achievement__organisation")
    found: dict[UUID, list[Alignment]] = {}
    for one in rows.order_by("version__learning_seconds", "version__title"):
        nearest = found.setdefault(one.competency_id, [])
        if one.level >= needs[one.competency_id] and len(nearest) < most:
            nearest.append(one)
    stands = standing_values(
        one.version.achievement_id for nearest in found.values() for one in nearest
    )
    return {key: [_way(one, stands) for one in nearest] for key, nearest in found.items()}


def _way(one: Alignment, stands: Mapping[UUID, str]) -> Way:
    version = one.version
    return Way(
        version.achievement_id,
        version.title,
        version.achievement.organisation.name,
        stands.get(version.achievement_id, ""),
        one.level,
        version.learning_seconds,
    )


def assignable(competency: str = "") -> list[tuple[UUID, str]]:
    """
    Return the published achievements by title, each with its issuer and what stands behind it.

    Args:
        competency: only those that show it; empty or no id for all.
    """
    versions = newest_published()
    try:
        if competency:
            versions = versions.filter(alignments__competency=UUID(competency))
    except ValueError:
        pass
    rows = list(versions.select_related("achievement__organisation").order_by("title"))
    said = standings(one.achievement_id for one in rows)
    return [(one.achievement_id, _title_and_issuer(one, said)) for one in rows]


def _title_and_issuer(one: AchievementVersion, said: Mapping[UUID, str]) -> str:
    issuer = (one.achievement.organisation.name, said.get(one.achievement_id))
    return f"{one.title} ({', '.join(filter(None, issuer))})"
