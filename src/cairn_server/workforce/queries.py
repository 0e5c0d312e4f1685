"""Reads about teams, work roles, single people and what they are asked to earn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from cairn.capability.gap import Ability, Shown, ability_on
from cairn_server.accounts.models import (
    Membership,
    Organisation,
    Person,
    ReportingLine,
    Team,
)
from cairn_server.catalog.models import Alignment
from cairn_server.catalog.queries import newest_published
from cairn_server.credentials.models import Award
from cairn_server.journal.paging import Page as CursorPage
from cairn_server.journal.paging import page_of
from cairn_server.journal.sorting import Order, SortColumn, sheet_of
from cairn_server.workforce.awarded import standing_awards, text_of, visible_awards
from cairn_server.workforce.evidence import aligned_with
from cairn_server.workforce.models import RoleNeed, WorkRole
from cairn_server.workforce.recall_queries import (
    ByAchievement,
    held_versions,
    kept_now,
    lets_know,
    noted_days,
)

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
class Rests:
    """
    What a level rests on: a credential, when it was awarded and by whom.

    Args:
        kept_on: the last day by which recall had kept it current; None if it did not.
    """

    award_id: UUID
    title: str
    issuer: str
    level: int
    on: date
    weight: float
    credential_id: str  # empty while its page is off
    kept_on: date | None = None


@dataclass(frozen=True, slots=True)
class Skill:
    """A competency of one person, and what shows it."""

    competency_id: UUID
    name: str
    ability: Ability
    rests_on: tuple[Rests, ...]


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


def skills_of(membership: Membership, *, at: datetime) -> list[Skill]:
    """Return what a member's organisation sees that they can do, by name. At most six queries."""
    organisation, me = membership.organisation, membership.person_id
    kept = noted_days(me) if lets_know(me, organisation, at=at) else {}
    return _skills(visible_awards(organisation, at), me, at, kept)


def own_skills(person: Person, *, at: datetime) -> list[Skill]:
    """
    Return what all standing awards of a person show, by name, for themself. Eight queries.

    What recall keeps current is told as it is at this moment.
    """
    return _skills(standing_awards(at), person.pk, at, _kept_days(person, at))


def own_shown(person: Person, *, at: datetime) -> dict[UUID, list[Shown]]:
    """Return the same as evidence, by competency, for gaps of one's own. Eight queries."""
    return _shown(standing_awards(at), person.pk, _kept_days(person, at))[1]


def _kept_days(person: Person, at: datetime) -> ByAchievement:
    kept = noted_days(person)
    for key, day in kept_now(person, held_versions(person, at=at), at=at).items():
        kept[key] = max(day, kept.get(key, day))
    return kept


def _skills(awards: QuerySet[Award], me: UUID, at: datetime, kept: ByAchievement) -> list[Skill]:
    names, shown = _shown(awards, me, kept)
    day = at.date()
    return [
        Skill(key, names[key], ability, _rests_on(those, day))
        for key, those in shown.items()
        if (ability := ability_on(day, those)) is not None
    ]


def _shown(
    awards: QuerySet[Award], me: UUID, kept: ByAchievement
) -> tuple[dict[UUID, str], dict[UUID, list[Shown]]]:
    """Return the names of the competencies that these awards show, and how they show them."""
    parts = "achievement_version", "organisation", "credential"
    of_version: dict[str, list[Award]] = {}
    for award in awards.filter(person=me).select_related(*parts):
        of_version.setdefault(text_of(award.achievement_version_id), []).append(award)
    names: dict[UUID, str] = {}
    shown: dict[UUID, list[Shown]] = {}
    for one in aligned_with(of_version):
        names[one.competency_id] = one.name
        shown.setdefault(one.competency_id, []).extend(
            one.shown(_counted_from(award, kept), award) for award in of_version[one.version]
        )
    return names, shown


def _counted_from(award: Award, kept: ByAchievement) -> date:
    """Return the day from which currency is counted: of the award, or of the last recall."""
    awarded = award.awarded_at.date()
    return max(awarded, kept.get(award.achievement_version.achievement_id, awarded))


def _rests_on(shown: list[Shown], day: date) -> tuple[Rests, ...]:
    return tuple(_rests(one, day) for one in sorted(shown, key=lambda one: one.on, reverse=True))


def _rests(shown: Shown, day: date) -> Rests:
    award = shown.source
    if not isinstance(award, Award):
        raise TypeError("a skill rests on awards")
    credential = getattr(award, "credential", None)
    is_open = credential is not None and credential.is_public and credential.signed_at
    return Rests(
        award_id=award.pk,
        title=award.achievement_version.title,
        issuer=award.organisation.name,
        level=shown.level,
        on=award.awarded_at.date(),
        weight=shown.weight(day),
        credential_id=str(credential.pk) if credential and is_open else "",
        kept_on=shown.on if shown.on > award.awarded_at.date() else None,
    )


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
    level: int
    learning_seconds: int


def ways_to(needs: dict[UUID, int], *, most: int = 3) -> dict[UUID, list[Way]]:
    """
    Return, by competency, published achievements that show it at the level needed or above.

    The shortest first, at most so many each. One query.
    """
    rows = Alignment.objects.filter(
        competency__in=list(needs), version__in=newest_published().values("pk")
    ).select_related("version__achievement__organisation")
    found: dict[UUID, list[Way]] = {}
    for one in rows.order_by("version__learning_seconds", "version__title"):
        ways = found.setdefault(one.competency_id, [])
        if one.level >= needs[one.competency_id] and len(ways) < most:
            version = one.version
            ways.append(
                Way(
                    version.achievement_id,
                    version.title,
                    version.achievement.organisation.name,
                    one.level,
                    version.learning_seconds,
                )
            )
    return found


def assignable(competency: str = "") -> list[tuple[UUID, str]]:
    """Return the published achievements by title; only those that show a competency if given."""
    versions = newest_published()
    try:
        if competency:
            versions = versions.filter(alignments__competency=UUID(competency))
    except ValueError:
        pass
    rows = versions.select_related("achievement__organisation").order_by("title")
    return [
        (one.achievement_id, f"{one.title} ({one.achievement.organisation.name})") for one in rows
    ]
