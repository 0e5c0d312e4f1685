"""Reads of scheduled sessions: what is coming up, who booked, who was there."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from pydantic import BaseModel, ConfigDict

from cairn_server.accounts.models import Membership, Organisation, Person
from cairn_server.accounts.queries import membership_called
from cairn_server.catalog import queries as catalog
from cairn_server.catalog.models import (
    AchievementGathering,
    AchievementVersion,
    GatheringKind,
    GatheringVersion,
)
from cairn_server.journal.paging import Page
from cairn_server.learning.models import Attendance, Booking, Enrolment, ScheduledSession


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """A scheduled session as everybody who may see it sees it."""

    id: UUID
    gathering_id: UUID
    organisation_id: UUID
    organisation: str
    title: str
    kind: str  # in words
    summary: str  # Markdown
    starts_at: datetime
    ends_at: datetime
    time_zone: str  # where it is held
    venue: str
    is_online: bool
    places: int | None  # None: as many as come
    taken: int
    is_cancelled: bool

    @property
    def places_left(self) -> int | None:
        return None if self.places is None else max(self.places - self.taken, 0)

    @property
    def is_full(self) -> bool:
        return self.places_left == 0


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session as one person sees it: what they booked, whether they were there."""

    session: SessionSummary
    booking: Booking | None
    attended_at: datetime | None

    @property
    def is_booked(self) -> bool:
        return self.booking is not None and self.booking.has_place

    @property
    def is_waiting(self) -> bool:
        return self.booking is not None and not self.booking.has_place


class SessionFilter(BaseModel):
    """Which sessions are wanted; every field narrows."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    gathering: UUID | None = None
    on_the_way: bool | None = None  # named by what the person has set out for, or not
    booked: bool | None = None  # by the person, or not


def next_sessions(gathering_ids: Collection[UUID], at: datetime) -> dict[UUID, SessionSummary]:
    """Return the next session of each gathering that has one coming or running. One query."""
    rows = _coming(at).filter(gathering__in=list(gathering_ids)).order_by("starts_at", "pk")
    found: dict[UUID, SessionSummary] = {}
    for row in rows:
        found.setdefault(row.gathering_id, _summary(row))
    return found


def attended_at(person: Person, gathering_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """Return when `person` first attended each of these gatherings, where at all. One query."""
    rows = (
        attendances()
        .filter(person=person, session__gathering__in=list(gathering_ids))
        .order_by("-attended_at")
        .values_list("session__gathering_id", "attended_at")
    )
    return dict(rows)


def attendances() -> QuerySet[Attendance]:
    """Return the attendances that stand: those that were not withdrawn."""
    return Attendance.objects.filter(withdrawal=None)


def sessions_for(
    person: Person,
    wanted: SessionFilter,
    *,
    at: datetime,
    after: UUID | None = None,
    limit: int = 25,
) -> Page[SessionRow]:
    """Return a page of the coming sessions that `person` may book, the next first. 3 queries."""
    rows = _coming(at).filter(may_see(person), _wanted(wanted, person))
    if after is not None:
        rows = rows.filter(_follows(after))
    found = list(rows.order_by("starts_at", "pk")[: limit + 1])
    shown = found[:limit]
    cursor = shown[-1].pk if len(found) > limit else None
    return Page(_as_seen_by(person, [_summary(row) for row in shown]), cursor)


def my_sessions(person: Person, *, at: datetime) -> list[SessionRow]:
    """Return the coming sessions that `person` booked, cancelled ones too. 3 queries."""
    rows = (
        _described()
        .filter(Exists(_bookings_of(person)), ends_at__gt=at)
        .order_by("starts_at", "pk")
    )
    return _as_seen_by(person, [_summary(row) for row in rows])


def session_row(person: Person, session: ScheduledSession) -> SessionRow:
    """Return one session, coming or not, as `person` sees it. 3 queries."""
    [row] = _as_seen_by(person, [summary_of(session)])
    return row


def summary_of(session: ScheduledSession) -> SessionSummary:
    """Return one session, coming or not. One query."""
    return _summary(_described().get(pk=session.pk))


def hosted_by(
    organisation: Organisation, *, after: UUID | None = None, limit: int = 25
) -> Page[SessionSummary]:
    """Return a page of all sessions of an organisation, the latest first. One query."""
    rows = _described().filter(gathering__organisation=organisation)
    if after is not None:
        rows = rows.filter(~_follows(after), ~Q(pk=after))
    found = list(rows.order_by("-starts_at", "-pk")[: limit + 1])
    cursor = found[limit - 1].pk if len(found) > limit else None
    return Page([_summary(row) for row in found[:limit]], cursor)


def gatherings_of(organisation: Organisation) -> list[GatheringVersion]:
    """Return what an organisation can hold sessions of, by title. One query."""
    rows = GatheringVersion.objects.filter(
        gathering__organisation=organisation, published_at__isnull=False
    )
    newest = {row.gathering_id: row for row in rows.order_by("number")}
    return sorted(newest.values(), key=lambda row: row.title.casefold())


def attendance_of(session: ScheduledSession, person: Person) -> Attendance | None:
    """Return the attendance of `person` that stands. One query."""
    return attendances().filter(session=session, person=person).first()


def booking_of(session: ScheduledSession, person: Person) -> Booking | None:
    """Return the current booking of `person`. One query."""
    return Booking.objects.filter(session=session, person=person, cancelled_at=None).first()


def session_with_code(code: str) -> ScheduledSession | None:
    """Return the session that goes by this code, whenever it is. One query."""
    found = ScheduledSession.objects.filter(code=code).exclude(code="")
    return found.select_related("gathering").first()


def booking_with_person(booking_id: UUID) -> Booking | None:
    """Return a booking with its person and session. One query."""
    return Booking.objects.filter(pk=booking_id).select_related("person", "session").first()


def booked_people(session_id: UUID) -> list[Booking]:
    """Return the current bookings with their people, in the order of booking. One query."""
    rows = Booking.objects.filter(session=session_id, cancelled_at=None)
    return list(rows.select_related("person").order_by("booked_at", "pk"))


def member_called(organisation: Organisation, who: str) -> Person | None:
    """Return a current member by e-mail address or the organisation's number. 2 or 3 queries."""
    found = membership_called(organisation, who)
    return found.person if found else None


def may_see(person: Person) -> Q:
    """
    Return which sessions `person` may see and book.

    Those that a published achievement leads to are open to everybody; those of another
    gathering to the members of the organisation that holds it.
    """
    open_to_all = AchievementGathering.objects.filter(
        gathering=OuterRef("gathering"), version__published_at__isnull=False
    )
    member = Membership.objects.filter(
        organisation=OuterRef("gathering__organisation"), person=person, until=None
    )
    return Q(Exists(open_to_all)) | Q(Exists(member))


def _described() -> QuerySet[Any]:
    """Return all sessions with what is attended and how many places are taken."""
    newest = GatheringVersion.objects.filter(
        gathering=OuterRef("gathering"), published_at__isnull=False
    ).order_by("-number")
    current = Q(bookings__cancelled_at=None, bookings__place__isnull=False)
    return ScheduledSession.objects.select_related("gathering__organisation").annotate(
        title=Subquery(newest.values("title")[:1]),
        kind=Subquery(newest.values("kind")[:1]),
        summary=Subquery(newest.values("summary")[:1]),
        taken=Count("bookings", filter=current),
    )


def _coming(at: datetime) -> QuerySet[Any]:
    return _described().filter(ends_at__gt=at, cancelled_at=None, title__isnull=False)


def _wanted(wanted: SessionFilter, person: Person) -> Q:
    condition = Q()
    if wanted.gathering is not None:
        condition &= Q(gathering=wanted.gathering)
    if wanted.on_the_way is not None:
        on_the_way = Q(gathering__in=_gatherings_on_the_way(person))
        condition &= on_the_way if wanted.on_the_way else ~on_the_way
    if wanted.booked is not None:
        booked = Q(Exists(_bookings_of(person)))
        condition &= booked if wanted.booked else ~booked
    return condition


def _bookings_of(person: Person) -> QuerySet[Booking]:
    return Booking.objects.filter(person=person, cancelled_at=None, session=OuterRef("pk"))


def _gatherings_on_the_way(person: Person) -> QuerySet[AchievementGathering, UUID]:
    versions: QuerySet[AchievementVersion] = catalog.newest_published().filter(
        achievement__in=Enrolment.objects.filter(person=person).values("achievement")
    )
    links = AchievementGathering.objects.filter(version__in=versions)
    return links.values_list("gathering_id", flat=True)


def _follows(after: UUID) -> Q:
    """Return which sessions come after that one, in the order of their start."""
    start = ScheduledSession.objects.filter(pk=after).values("starts_at")[:1]
    return Q(starts_at__gt=Subquery(start)) | Q(starts_at=Subquery(start), pk__gt=after)


def _as_seen_by(person: Person, sessions: list[SessionSummary]) -> list[SessionRow]:
    ids = [one.id for one in sessions]
    mine = Booking.objects.filter(person=person, cancelled_at=None, session__in=ids)
    bookings = {row.session_id: row for row in mine}
    attended = attendances().filter(person=person, session__in=ids)
    came = dict(attended.values_list("session_id", "attended_at"))
    return [SessionRow(one, bookings.get(one.id), came.get(one.id)) for one in sessions]


def _summary(row: Any) -> SessionSummary:
    session = cast(ScheduledSession, row)
    organisation = session.gathering.organisation
    return SessionSummary(
        id=session.pk,
        gathering_id=session.gathering_id,
        organisation_id=organisation.pk,
        organisation=organisation.name,
        title=row.title or session.gathering.key,
        kind=str(GatheringKind(row.kind).label) if row.kind else "",
        summary=row.summary or "",
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        time_zone=session.time_zone,
        venue=session.venue,
        is_online=bool(session.url),
        places=session.places,
        taken=row.taken,
        is_cancelled=session.cancelled_at is not None,
    )
