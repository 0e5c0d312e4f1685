"""Reads about people and organisations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.paginator import Page as Sheet
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field

from cairn_server.accounts.models import (
    FormerRole,
    Membership,
    Organisation,
    Person,
    PersonKind,
    ReportingLine,
    Role,
    Team,
    TeamMembership,
)
from cairn_server.journal.paging import Page, page_of
from cairn_server.journal.sorting import Order, SortColumn, sheet_of

DEMO_LEARNERS = 6  # of each organisation: a choice, not a register
MEMBER_NAME = Lower("person__name")
MEMBER_COLUMNS = (
    SortColumn("name", _("Person"), (MEMBER_NAME, "person__email")),
    SortColumn("number", _("Number"), ("external_id", MEMBER_NAME)),
    SortColumn("since", _("Member since"), ("since",)),
    SortColumn("signed-in", _("Last signed in"), ("person__last_login", MEMBER_NAME)),
)


@dataclass(frozen=True, slots=True)
class SignInFacts:
    """How somebody can sign in."""

    addresses: int
    has_password: bool
    passkeys: int
    has_app: bool
    has_recovery_codes: bool


@dataclass(frozen=True, slots=True)
class MyOrganisation:
    """An organisation that somebody belongs to, and what they may do there."""

    id: UUID
    name: str
    kind: str
    roles: tuple[str, ...]  # their values
    role_labels: tuple[str, ...]
    since: datetime
    has_reports: bool = False  # somebody reports to them


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One current member of an organisation as its owners see them."""

    id: UUID  # of the membership
    person_id: UUID
    name: str
    email: str
    external_id: str
    roles: tuple[str, ...]
    role_labels: tuple[str, ...]
    since: datetime
    has_signed_in: bool
    signed_in_at: datetime | None = None  # the last time


class MemberFilter(BaseModel):
    """Which members are wanted; every field narrows."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str = Field(default="", max_length=100)  # in name, address or the organisation's number
    role: Literal["", "owner", "author", "evaluator", "manager", "issuer"] = ""

    def condition(self) -> Q:
        wanted = Q()
        if self.text:
            wanted &= (
                Q(person__name__icontains=self.text)
                | Q(person__email__icontains=self.text)
                | Q(external_id__iexact=self.text)
            )
        if self.role:
            role = Role.objects.filter(membership=OuterRef("pk"), name=self.role)
            wanted &= Q(Exists(role))
        return wanted


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody one can be in the demo."""

    id: UUID
    name: str
    roles: tuple[str, ...]  # in words


@dataclass(frozen=True, slots=True)
class DemoOrganisation:
    name: str
    kind: str
    people: tuple[DemoPerson, ...]


def role_names(person: Person) -> frozenset[str]:
    """Return every role that `person` holds in any organisation today. One query."""
    roles = Role.objects.filter(membership__person=person, membership__until=None)
    return frozenset(roles.values_list("name", flat=True))


def last_held(person: Person, organisation_id: UUID, names: Collection[str]) -> datetime | None:
    """
    Return until when `person` held one of these roles in an organisation, if they do no more.

    Two queries. None if they never did; what they hold today is not looked at.
    """
    within = {"membership__person": person, "membership__organisation": organisation_id}
    given_up = FormerRole.objects.filter(**within, name__in=names).values_list("until", flat=True)
    left = Role.objects.filter(**within, name__in=names, membership__until__isnull=False)
    ends = [*given_up, *left.values_list("membership__until", flat=True)]
    return max((one for one in ends if one is not None), default=None)


def sign_in_facts(person: Person) -> SignInFacts:
    """Return how `person` can sign in. Two queries."""
    kinds = list(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    return SignInFacts(
        addresses=EmailAddress.objects.filter(user=person).count(),
        has_password=person.has_usable_password(),
        passkeys=kinds.count(Authenticator.Type.WEBAUTHN),
        has_app=Authenticator.Type.TOTP in kinds,
        has_recovery_codes=Authenticator.Type.RECOVERY_CODES in kinds,
    )


def my_organisations(person: Person) -> list[MyOrganisation]:
    """Return the organisations that `person` belongs to today, by name. Two queries."""
    rows = (
        Membership.objects.filter(person=person, until=None)
        .select_related("organisation")
        .prefetch_related(_roles_by_name())
        .annotate(
            has_reports=Exists(
                ReportingLine.objects.filter(manager=OuterRef("pk"), membership__until=None)
            )
        )
        .order_by("organisation__name", "pk")
    )
    return [
        MyOrganisation(
            id=row.organisation_id,
            name=row.organisation.name,
            kind=row.organisation.get_kind_display(),
            roles=tuple(role.name for role in row.roles.all()),
            role_labels=tuple(role.get_name_display() for role in row.roles.all()),
            since=row.since,
            has_reports=row.has_reports,
        )
        for row in rows
    ]


def members(
    organisation: Organisation, wanted: MemberFilter, *, after: UUID | None = None, limit: int = 50
) -> Page[MemberRow]:
    """Return a page of the current members of `organisation`, newest first. Two queries."""
    return page_of(_members(organisation, wanted), _member_row, after=after, limit=limit)


def member_sheet(
    organisation: Organisation, wanted: MemberFilter, *, order: Order, number: str | None
) -> Sheet[Any]:
    """Return the page of the current members with this number, as `MemberRow`. Three queries."""
    return sheet_of(_members(organisation, wanted), _member_row, order=order, number=number)


def member_row(membership: Membership) -> MemberRow:
    """Return one membership as owners see it. Up to two queries."""
    return _member_row(membership)


def member_count(organisation: Organisation) -> int:
    """Return how many belong to `organisation` today. One query."""
    return Membership.objects.filter(organisation=organisation, until=None).count()


def demo_people() -> list[DemoOrganisation]:
    """Return whom one can be, by organisation: all with roles, and the first few learners."""
    rows = (
        Membership.objects.filter(until=None, person__kind=PersonKind.REGISTERED)
        .select_related("organisation", "person")
        .prefetch_related(_roles_by_name())
        .annotate(role_count=Count("roles"))
        .order_by("organisation__name", "-role_count", "pk")
    )
    groups: dict[UUID, tuple[Organisation, list[DemoPerson]]] = {}
    learners = Counter[UUID]()
    for row in rows:
        _, people = groups.setdefault(row.organisation_id, (row.organisation, []))
        learners[row.organisation_id] += not row.role_count
        if not row.role_count and learners[row.organisation_id] > DEMO_LEARNERS:
            continue
        labels = tuple(role.get_name_display() for role in row.roles.all())
        people.append(DemoPerson(id=row.person_id, name=str(row.person), roles=labels))
    return [
        DemoOrganisation(name=one.name, kind=one.get_kind_display(), people=tuple(people))
        for one, people in groups.values()
    ]


def demo_person(person_id: UUID) -> Person | None:
    """Return somebody whom `demo_people` lists, or None. One query."""
    people = Person.objects.filter(pk=person_id, kind=PersonKind.REGISTERED, is_active=True)
    return people.filter(
        Exists(Membership.objects.filter(person=OuterRef("pk"), until=None))
    ).first()


def people_by_address(addresses: list[str]) -> dict[str, Person]:
    """
    Return who is known by which of the lower-case `addresses`. Two queries.

    An address counts if it is verified or somebody's primary one; one that somebody has only
    claimed beside their own does not make it theirs.
    """
    registered = Person.objects.filter(kind=PersonKind.REGISTERED, email__in=addresses)
    known = {str(person.email).lower(): person for person in registered}
    verified = EmailAddress.objects.filter(
        email__in=addresses, verified=True, user__kind=PersonKind.REGISTERED
    )
    return known | {one.email: one.user for one in verified.select_related("user")}


def membership_called(organisation: Organisation, who: str) -> Membership | None:
    """Return a current membership by address or the organisation's number. 2 or 3 queries."""
    known = people_by_address([who.strip().lower()]).values()
    wanted = Q(person__in=list(known)) | Q(external_id=who.strip())
    members = Membership.objects.filter(wanted, organisation=organisation, until=None)
    return members.select_related("person", "organisation").order_by("pk").first()


def memberships_by_person(organisation: Organisation) -> dict[UUID, Membership]:
    """Return the current memberships of `organisation`. One query."""
    rows = Membership.objects.filter(organisation=organisation, until=None)
    return {row.person_id: row for row in rows}


def roles_by_membership(organisation: Organisation) -> dict[UUID, frozenset[str]]:
    """Return what the current members of `organisation` may do, where anything. One query."""
    held: dict[UUID, set[str]] = {}
    roles = Role.objects.filter(
        membership__organisation=organisation, membership__until=None
    ).values_list("membership_id", "name")
    for membership_id, name in roles:
        held.setdefault(membership_id, set()).add(name)
    return {membership_id: frozenset(names) for membership_id, names in held.items()}


def members_elsewhere(people: list[UUID], organisation: Organisation) -> set[UUID]:
    """Return which of `people` have ever belonged to another organisation. One query."""
    others = Membership.objects.filter(person__in=people).exclude(organisation=organisation)
    return set(others.values_list("person_id", flat=True))


def teams_by_name(organisation: Organisation) -> dict[str, Team]:
    """Return the teams of `organisation` by their names in small letters. One query."""
    return {team.name.lower(): team for team in Team.objects.filter(organisation=organisation)}


def teams_of_members(organisation: Organisation) -> dict[UUID, set[UUID]]:
    """Return the ids of the teams that each current member works in. One query."""
    links = TeamMembership.objects.filter(
        membership__organisation=organisation, membership__until=None
    ).values_list("membership_id", "team_id")
    found: dict[UUID, set[UUID]] = {}
    for membership_id, team_id in links:
        found.setdefault(membership_id, set()).add(team_id)
    return found


def reporting_lines(organisation: Organisation) -> dict[UUID, UUID]:
    """Return which current membership reports to which current one. One query."""
    lines = ReportingLine.objects.filter(
        membership__organisation=organisation, membership__until=None, manager__until=None
    )
    return dict(lines.values_list("membership_id", "manager_id"))


def names_of_members(memberships: Iterable[UUID]) -> dict[UUID, str]:
    """Return the name behind each membership. One query."""
    rows = Membership.objects.filter(pk__in=list(memberships)).select_related("person")
    return {row.pk: str(row.person) for row in rows}


def _members(organisation: Organisation, wanted: MemberFilter) -> QuerySet[Membership]:
    rows = Membership.objects.filter(wanted.condition(), organisation=organisation, until=None)
    return rows.select_related("person").prefetch_related(_roles_by_name())


def _roles_by_name() -> Prefetch[str]:
    return Prefetch("roles", queryset=Role.objects.order_by("name"))


def _member_row(row: Membership) -> MemberRow:
    return MemberRow(
        id=row.pk,
        person_id=row.person_id,
        name=row.person.name,
        email=row.person.email or "",
        external_id=row.external_id,
        roles=tuple(role.name for role in row.roles.all()),
        role_labels=tuple(role.get_name_display() for role in row.roles.all()),
        since=row.since,
        has_signed_in=row.person.last_login is not None,
        signed_in_at=row.person.last_login,
    )
