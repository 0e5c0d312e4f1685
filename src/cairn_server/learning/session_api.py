"""Sessions, bookings and attendance for other programs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import available_timezones

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import now
from ninja import Query, Router, Schema, Status
from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field, HttpUrl

from cairn_server.accounts.api_auth import IdempotencyKey, caller, once
from cairn_server.accounts.limiting import spend
from cairn_server.accounts.models import Organisation
from cairn_server.accounts.organisation_api import without_nul
from cairn_server.journal.paging import Page, PageLimit
from cairn_server.learning import session_queries as queries
from cairn_server.learning.answers import calendar_answer
from cairn_server.learning.attending import GUESSES, attend_by_code, takes_code, tick, untick
from cairn_server.learning.booking import book, cancel_booking
from cairn_server.learning.models import ScheduledSession
from cairn_server.learning.roster_queries import RosterRow, roster_page, roster_row
from cairn_server.learning.scheduling_sessions import (
    SessionDetails,
    cancel_session,
    change_session,
    schedule_session,
)
from cairn_server.learning.session_access import (
    attendee_for,
    gathering_to_hold,
    hosted_session,
    hosting_organisation,
    session_for,
)
from cairn_server.learning.session_queries import SessionFilter, SessionRow, SessionSummary

router = Router(tags=["sessions"])
HOSTED = "/organisations/{organisation_id}/sessions"


def _zone(text: str) -> str:
    if text not in available_timezones():
        raise ValueError("not an IANA time zone like Europe/Berlin")
    return text


class SessionOut(Schema):
    id: UUID
    gathering_id: UUID
    organisation_id: UUID
    organisation: str
    title: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    venue: str
    is_online: bool
    places: int | None = Field(description="null: as many as come")
    taken: int
    is_cancelled: bool


class SeenSessionOut(Schema):
    """A session, and where the caller stands with it."""

    session: SessionOut
    is_booked: bool
    is_waiting: bool
    attended_at: datetime | None


class SeenSessionPage(Schema):
    items: list[SeenSessionOut]
    next_cursor: UUID | None


class SessionPage(Schema):
    items: list[SessionOut]
    next_cursor: UUID | None


class DetailsIn(Schema):
    model_config = ConfigDict(extra="forbid")

    starts_at: AwareDatetime
    ends_at: AwareDatetime
    time_zone: Annotated[str, Field(max_length=64), AfterValidator(_zone)]
    venue: Annotated[str, Field(max_length=300), AfterValidator(without_nul)] = ""
    url: Annotated[HttpUrl, Field(max_length=500)] | None = Field(
        None, description="where one joins from afar; only who has a place sees it"
    )
    places: int | None = Field(None, ge=1, le=100_000)

    @property
    def details(self) -> SessionDetails:
        return SessionDetails(
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            time_zone=self.time_zone,
            venue=self.venue,
            url=str(self.url or ""),
            places=self.places,
        )


class ScheduleIn(DetailsIn):
    gathering_id: UUID


class CodeIn(Schema):
    model_config = ConfigDict(extra="forbid")

    code: str = Field(max_length=40)


class AttendanceOut(Schema):
    session_id: UUID
    attended_at: datetime


class SessionCodeOut(Schema):
    """What whoever is there types to say so."""

    code: str
    url: str = Field(description="where it is typed; as a QR code it fills it in")
    counts_now: bool


class RosterOut(Schema):
    person_id: UUID
    name: str
    place: int | None
    is_waiting: bool
    is_booked: bool
    attended_at: datetime | None


class RosterPage(Schema):
    items: list[RosterOut]
    next_cursor: UUID | None


@router.get("/sessions", response=SeenSessionPage)
def list_sessions(
    request: HttpRequest,
    wanted: Query[SessionFilter],
    cursor: UUID | None = None,
    limit: PageLimit = 25,
) -> Page[SessionRow]:
    """List the coming sessions that one may book, the next first."""
    return queries.sessions_for(caller(request), wanted, at=now(), after=cursor, limit=limit)


@router.get("/sessions/{session_id}", response=SeenSessionOut)
def get_session(request: HttpRequest, session_id: UUID) -> SessionRow:
    """Return one session."""
    return queries.session_row(caller(request), session_for(caller(request), session_id))


@router.get("/sessions/{session_id}/calendar.ics", response=None)
def get_calendar(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Return a session as a file for a calendar; the link to join for who has a place."""
    found = session_for(caller(request), session_id)
    return calendar_answer(found, queries.session_row(caller(request), found), at=now())


@router.put("/sessions/{session_id}/booking", response=SeenSessionOut)
def put_booking(
    request: HttpRequest, session_id: UUID, idempotency_key: IdempotencyKey = None
) -> dict[str, Any]:
    """Book a place, or one on the waiting list where all are taken."""
    session = session_for(caller(request), session_id)

    def act() -> dict[str, Any]:
        book(session=session, person=caller(request), at=now())
        row = queries.session_row(caller(request), session)
        return SeenSessionOut.from_orm(row).model_dump(mode="json")

    return once(request, idempotency_key, act)


@router.delete("/sessions/{session_id}/booking", response={204: None})
def end_booking(
    request: HttpRequest, session_id: UUID, idempotency_key: IdempotencyKey = None
) -> Status[None]:
    """Give a place up; whoever waits longest gets it."""
    session = session_for(caller(request), session_id)

    def act() -> dict[str, Any]:
        cancel_booking(session=session, person=caller(request), at=now())
        return {}

    once(request, idempotency_key, act)
    return Status(204, None)


@router.post("/attendances", response={201: AttendanceOut})
def create_attendance(
    request: HttpRequest, body: CodeIn, idempotency_key: IdempotencyKey = None
) -> Status[dict[str, Any]]:
    """Say "I am here" by the code that is told at a session."""
    spend(GUESSES, str(caller(request).pk), at=now())

    def act() -> dict[str, Any]:
        kept = attend_by_code(person=caller(request), code=body.code, at=now())
        return AttendanceOut.from_orm(kept).model_dump(mode="json")

    return Status(201, once(request, idempotency_key, act))


@router.get(HOSTED, response=SessionPage)
def list_hosted_sessions(
    request: HttpRequest, organisation_id: UUID, cursor: UUID | None = None, limit: PageLimit = 25
) -> Page[SessionSummary]:
    """List all sessions of an organisation to its hosts, the latest first."""
    return queries.hosted_by(_hosting(request, organisation_id), after=cursor, limit=limit)


@router.post(HOSTED, response={201: SessionOut})
def create_session(
    request: HttpRequest,
    organisation_id: UUID,
    body: ScheduleIn,
    idempotency_key: IdempotencyKey = None,
) -> Status[dict[str, Any]]:
    """Schedule a session of something to attend."""
    gathering = gathering_to_hold(_hosting(request, organisation_id), body.gathering_id)

    def act() -> dict[str, Any]:
        made = schedule_session(
            gathering=gathering, details=body.details, actor=caller(request), at=now()
        )
        return _shown(made)

    return Status(201, once(request, idempotency_key, act))


@router.put(HOSTED + "/{session_id}", response=SessionOut)
def put_session(
    request: HttpRequest,
    organisation_id: UUID,
    session_id: UUID,
    body: DetailsIn,
    idempotency_key: IdempotencyKey = None,
) -> dict[str, Any]:
    """Change when and where a session is held; everybody who booked is told."""
    session = hosted_session(_hosting(request, organisation_id), session_id)

    def act() -> dict[str, Any]:
        change_session(session=session, details=body.details, actor=caller(request), at=now())
        return _shown(session)

    return once(request, idempotency_key, act)


@router.delete(HOSTED + "/{session_id}", response={204: None})
def end_session(
    request: HttpRequest,
    organisation_id: UUID,
    session_id: UUID,
    idempotency_key: IdempotencyKey = None,
) -> Status[None]:
    """Call a session off; everybody who booked is told."""
    session = hosted_session(_hosting(request, organisation_id), session_id)

    def act() -> dict[str, Any]:
        cancel_session(session=session, actor=caller(request), at=now())
        return {}

    once(request, idempotency_key, act)
    return Status(204, None)


@router.get(HOSTED + "/{session_id}/code", response=SessionCodeOut)
def get_session_code(
    request: HttpRequest, organisation_id: UUID, session_id: UUID
) -> dict[str, Any]:
    """Return the code that is told at a session, to its hosts."""
    session = hosted_session(_hosting(request, organisation_id), session_id)
    url = f"{settings.CAIRN_BASE_URL}{reverse('sessions:here')}?code={session.code}"
    return {"code": session.code, "url": url, "counts_now": takes_code(session, now())}


@router.get(HOSTED + "/{session_id}/people", response=RosterPage)
def list_roster(
    request: HttpRequest,
    organisation_id: UUID,
    session_id: UUID,
    cursor: UUID | None = None,
    limit: PageLimit = 50,
) -> Page[RosterRow]:
    """List who booked and who came."""
    session = hosted_session(_hosting(request, organisation_id), session_id)
    return roster_page(session, after=cursor, limit=limit)


@router.put(HOSTED + "/{session_id}/people/{person_id}", response=RosterOut)
def put_attendance(
    request: HttpRequest,
    organisation_id: UUID,
    session_id: UUID,
    person_id: UUID,
    idempotency_key: IdempotencyKey = None,
) -> dict[str, Any]:
    """Record that somebody was there."""
    return _ticked(request, organisation_id, session_id, person_id, idempotency_key, is_here=True)


@router.delete(HOSTED + "/{session_id}/people/{person_id}", response=RosterOut)
def end_attendance(
    request: HttpRequest,
    organisation_id: UUID,
    session_id: UUID,
    person_id: UUID,
    idempotency_key: IdempotencyKey = None,
) -> dict[str, Any]:
    """Take an attendance back that was recorded by mistake."""
    return _ticked(request, organisation_id, session_id, person_id, idempotency_key, is_here=False)


def _ticked(
    request: HttpRequest,
    organisation_id: UUID,
    session_id: UUID,
    person_id: UUID,
    key: str | None,
    *,
    is_here: bool,
) -> dict[str, Any]:
    session = hosted_session(_hosting(request, organisation_id), session_id)
    person = attendee_for(session, person_id)

    def act() -> dict[str, Any]:
        change = tick if is_here else untick
        change(session=session, person=person, actor=caller(request), at=now())
        row = roster_row(session, person)
        return RosterOut.from_orm(row).model_dump(mode="json")

    return once(request, key, act)


def _hosting(request: HttpRequest, organisation_id: UUID) -> Organisation:
    return hosting_organisation(caller(request), organisation_id)


def _shown(session: ScheduledSession) -> dict[str, Any]:
    return SessionOut.from_orm(queries.summary_of(session)).model_dump(mode="json")
