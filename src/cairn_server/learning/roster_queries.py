"""Reads of the roster of a session: who booked, who waits, who came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page as Sheet
from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from cairn_server.accounts.models import Person
from cairn_server.journal.paging import Page, page_of
from cairn_server.journal.sorting import Order, SortColumn, sheet_of
from cairn_server.learning.models import AttendanceMethod, ScheduledSession
from cairn_server.learning.session_queries import attendances

CAME, HAS_PLACE, WAITS = 0, 1, 2  # the order in which states stand
NAME = Lower("name")
ROSTER_COLUMNS = (
    SortColumn("name", _("Person"), (NAME,)),
    SortColumn("booked", _("Booked"), ("booked_at", NAME)),
    SortColumn("state", _("Here"), ("stands", NAME)),
)


@dataclass(frozen=True, slots=True)
class RosterRow:
    """Somebody who booked or came."""

    person_id: UUID
    name: str
    place: int | None
    is_waiting: bool
    is_booked: bool
    attended_at: datetime | None
    method: str  # in words; empty where nobody was there
    booked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RosterCounts:
    """How many came, and how many of the others wait for a place."""

    here: int
    waiting: int


def roster_page(
    session: ScheduledSession, *, after: UUID | None = None, limit: int = 50
) -> Page[RosterRow]:
    """Return a page of everybody who booked or came, the newest account first. One query."""
    return page_of(_people(session), _row, after=after, limit=limit)


def roster_sheet(session: ScheduledSession, *, order: Order, number: str | None) -> Sheet[Any]:
    """Return the page of the roster with this number, as `RosterRow`. Two queries."""
    return sheet_of(_people(session), _row, order=order, number=number)


def roster_counts(session: ScheduledSession) -> RosterCounts:
    """Return how many came and how many wait. Two queries."""
    came = attendances().filter(session=session)
    waiting = session.bookings.filter(cancelled_at=None, place=None)
    return RosterCounts(
        here=came.count(), waiting=waiting.exclude(person__in=came.values("person")).count()
    )


def roster_row(session: ScheduledSession, person: Person) -> RosterRow:
    """Return one line of the roster, also of somebody who neither booked nor came. One query."""
    return _row(_described(session).get(pk=person.pk))


def _people(session: ScheduledSession) -> QuerySet[Any]:
    booked = session.bookings.filter(cancelled_at=None).values("person")
    came = attendances().filter(session=session).values("person")
    return _described(session).filter(Q(pk__in=booked) | Q(pk__in=came))


def _described(session: ScheduledSession) -> QuerySet[Any]:
    """Return all people with how they stand to a session."""
    booked = session.bookings.filter(cancelled_at=None, person=OuterRef("pk"))
    came = attendances().filter(session=session, person=OuterRef("pk"))
    return Person.objects.annotate(
        place=Subquery(booked.values("place")[:1]),
        booked_at=Subquery(booked.values("booked_at")[:1]),
        attended_at=Subquery(came.values("attended_at")[:1]),
        method=Subquery(came.values("method")[:1]),
        stands=Case(
            When(attended_at__isnull=False, then=CAME),
            When(place__isnull=False, then=HAS_PLACE),
            default=WAITS,
        ),
    )


def _row(one: Any) -> RosterRow:
    has_come = one.attended_at is not None
    return RosterRow(
        person_id=one.pk,
        name=str(one),
        place=one.place,
        is_waiting=one.booked_at is not None and one.place is None and not has_come,
        is_booked=one.booked_at is not None,
        attended_at=one.attended_at,
        method=str(AttendanceMethod(one.method).label) if has_come else "",
        booked_at=one.booked_at,
    )
