"""
Reads about who is asked to earn what, by when, and whether they have.

What is due on a day is late once that day is over where the reader is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.core.paginator import Page as Sheet
from django.db.models import Case, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Lower
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field

from cairn_server.accounts.models import Membership, Organisation, Person, Role, RoleName
from cairn_server.catalog.queries import newest_published
from cairn_server.credentials.models import Award
from cairn_server.journal.paging import Page, page_of
from cairn_server.journal.sorting import Order, SortColumn, sheet_of
from cairn_server.workforce.access import Sight
from cairn_server.workforce.awarded import awards_seen_by, standing_awards, visible_awards
from cairn_server.workforce.board import BoardFilter, people
from cairn_server.workforce.models import Assignment

NAME = Lower("person__name")
LATE, OPEN, DONE = 0, 1, 2  # the order in which states stand
ASSIGNMENT_COLUMNS = (
    SortColumn("name", _("Person"), (NAME, "due_on")),
    SortColumn("achievement", _("Achievement"), (Lower("title"), "due_on", NAME)),
    SortColumn("due", _("By"), ("due_on", NAME)),
    SortColumn("state", _("Now"), ("stands", "due_on", NAME)),
)
State = Literal["", "late", "open", "done"]


class AssignmentFilter(BaseModel):
    """Which assignments are wanted; every field narrows."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    state: State = ""
    team: UUID | None = None  # with the teams that are part of it
    text: str = Field(default="", max_length=100)  # in the name


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """
    Somebody asked to earn something by a day, and when they have.

    Args:
        done_at: when it was earned, as far as the organisation that asks sees it.
    """

    id: UUID
    membership_id: UUID | None
    person_id: UUID
    name: str
    achievement_id: UUID
    title: str
    organisation: str
    due_on: date
    done_at: datetime | None
    reminded_at: datetime | None
    days_left: int

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    @property
    def is_late(self) -> bool:
        return not self.is_done and self.days_left < 0

    @property
    def days_late(self) -> int:
        return -self.days_left

    @property
    def state(self) -> str:
        return "done" if self.is_done else "late" if self.is_late else "open"


@dataclass(frozen=True, slots=True)
class DueRow(AssignmentRow):
    """
    The same, told to whoever is asked and to nobody else.

    Args:
        held_at: when they earned it, if the organisation that asks does not see that.
    """

    held_at: datetime | None


def assignments(sight: Sight, wanted: AssignmentFilter, *, at: datetime) -> list[AssignmentRow]:
    """Return what people who are seen are asked to earn: late ones first. One query."""
    found = _seen(sight, wanted, at).order_by("due_on", "person__name", "pk")
    return sorted((_row(one, at) for one in found), key=lambda row: (row.is_done, row.due_on))


def assignment_page(
    sight: Sight,
    wanted: AssignmentFilter,
    *,
    at: datetime,
    after: UUID | None = None,
    limit: int = 50,
) -> Page[AssignmentRow]:
    """Return a page of what people who are seen are asked to earn, newest first. One query."""
    rows = _seen(sight, wanted, at)
    return page_of(rows, lambda one: _row(one, at), after=after, limit=limit)


def assignment_sheet(
    sight: Sight, wanted: AssignmentFilter, *, order: Order, number: str | None, at: datetime
) -> Sheet[Any]:
    """Return the page of what is asked with this number, as `AssignmentRow`. Two queries."""
    rows = _seen(sight, wanted, at).annotate(
        stands=Case(
            When(done_at__isnull=False, then=Value(DONE)),
            When(due_on__lt=localdate(at), then=Value(LATE)),
            default=Value(OPEN),
            output_field=IntegerField(),
        )
    )
    return sheet_of(rows, lambda one: _row(one, at), order=order, number=number)


def late_count(sight: Sight, wanted: AssignmentFilter, *, at: datetime) -> int:
    """Return how many of what is wanted is late. One query."""
    if wanted.state not in ("", "late"):
        return 0
    return _seen(sight, wanted.model_copy(update={"state": "late"}), at).count()


def late_by_organisation(manager: Person, *, at: datetime) -> dict[Organisation, int]:
    """
    Return how many of those whom somebody manages are late, where any are. One query.

    Managed is who belongs to an organisation where `manager` holds that role.
    """
    managed = Role.objects.filter(
        name=RoleName.MANAGER, membership__person=manager, membership__until=None
    ).values("membership__organisation")
    late = _rows(at).filter(
        organisation__in=managed,
        done_at=None,
        due_on__lt=localdate(at),
        membership_id__isnull=False,
    )
    return dict(Counter(one.organisation for one in late))


def _seen(sight: Sight, wanted: AssignmentFilter, at: datetime) -> QuerySet[Any]:
    """Return what people who are seen are asked to earn, without an order."""
    members = people(sight, BoardFilter(team=wanted.team))
    rows = _rows(at).filter(organisation=sight.organisation, person__in=members.values("person"))
    if wanted.text:
        rows = rows.filter(person__name__icontains=wanted.text)
    if wanted.state == "done":
        rows = rows.filter(done_at__isnull=False)
    elif wanted.state:
        rows = rows.filter(done_at=None)
        before = Q(due_on__lt=localdate(at))
        rows = rows.filter(before if wanted.state == "late" else ~before)
    return rows


def assignments_to(membership: Membership, *, at: datetime) -> list[AssignmentRow]:
    """Return what a member is asked to earn by their organisation. One query."""
    rows = _rows(at).filter(organisation=membership.organisation_id, person=membership.person_id)
    return [_row(one, at) for one in rows.order_by("due_on", "pk")]


def due_for(person: Person, *, at: datetime) -> list[DueRow]:
    """
    Return what somebody is asked to earn and is not seen to have earned, the soonest first.

    One query.
    """
    here = Membership.objects.filter(person=person, until=None).values("organisation")
    rows = _rows(at).filter(person=person, organisation__in=here, done_at=None)
    rows = rows.annotate(held_at=_earned(standing_awards(at).filter(person=person)))
    return [_due_row(one, at) for one in rows.order_by("due_on", "pk")]


def already_done(
    achievement_id: UUID, people: Iterable[UUID], *, organisation: Organisation, at: datetime
) -> frozenset[UUID]:
    """Return who of `people` is seen by an organisation to hold an achievement. Two queries."""
    held = visible_awards(organisation, at).filter(
        achievement_version__achievement=achievement_id, person__in=list(people)
    )
    return frozenset(held.exclude(person=None).values_list("person_id", flat=True))


def _rows(at: datetime) -> QuerySet[Any]:
    """
    Return the standing assignments with the moment that each was fulfilled.

    What the organisation that asks may not see does not count: an assignment is no way to learn
    what somebody earned elsewhere.
    """
    awards = awards_seen_by(OuterRef("organisation"), OuterRef("person"), at=at)
    title = newest_published().filter(achievement=OuterRef("achievement")).values("title")
    member = Membership.objects.filter(
        person=OuterRef("person"), organisation=OuterRef("organisation"), until=None
    )
    return (
        Assignment.objects.filter(cancelled_at=None)
        .annotate(
            done_at=_earned(awards),
            title=Subquery(title[:1]),
            membership_id=Subquery(member.values("pk")[:1]),
        )
        .select_related("person", "organisation")
    )


def _earned(awards: QuerySet[Award]) -> Subquery:
    """Return the column of when the achievement of an assignment was first earned by `awards`."""
    of_it = awards.filter(achievement_version__achievement=OuterRef("achievement"))
    return Subquery(of_it.order_by("awarded_at").values("awarded_at")[:1])


def _row(one: Any, at: datetime) -> AssignmentRow:
    return AssignmentRow(**_columns(one, at))


def _due_row(one: Any, at: datetime) -> DueRow:
    return DueRow(**_columns(one, at), held_at=one.held_at)


def _columns(one: Any, at: datetime) -> dict[str, Any]:
    return {
        "id": one.pk,
        "membership_id": one.membership_id,
        "person_id": one.person_id,
        "name": str(one.person),
        "achievement_id": one.achievement_id,
        "title": one.title or "",
        "organisation": one.organisation.name,
        "due_on": one.due_on,
        "done_at": one.done_at,
        "reminded_at": one.reminded_at,
        "days_left": (one.due_on - localdate(at)).days,
    }
