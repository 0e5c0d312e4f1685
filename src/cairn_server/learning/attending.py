"""Recording who was at a session: by the code that is told there, or by the host's roster."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from cairn_server.accounts.limiting import Limit
from cairn_server.accounts.models import Person
from cairn_server.errors import AttendanceFinal, CodeRefused
from cairn_server.journal.recording import record
from cairn_server.learning import session_queries as queries
from cairn_server.learning.models import (
    Attendance,
    AttendanceMethod,
    AttendanceWithdrawal,
    ScheduledSession,
)

GUESSES = Limit("attendance-code", burst=10, per_minute=2)  # of one person
OPENS_BEFORE = timedelta(minutes=15)
CODE_CLOSES_AFTER = timedelta(hours=2)
ROSTER_CLOSES_AFTER = timedelta(days=14)


def takes_code(session: ScheduledSession, at: datetime) -> bool:
    """Return whether the code of the session counts now."""
    is_near = session.starts_at - OPENS_BEFORE <= at < session.ends_at + CODE_CLOSES_AFTER
    return is_near and session.cancelled_at is None


def takes_ticks(session: ScheduledSession, at: datetime) -> bool:
    """Return whether the roster can be ticked now."""
    is_near = session.starts_at - OPENS_BEFORE <= at < session.ends_at + ROSTER_CLOSES_AFTER
    return is_near and session.cancelled_at is None


@transaction.atomic
def attend_by_code(*, person: Person, code: str, at: datetime) -> Attendance:
    """
    Record that `person` is at the session whose code this is; booked or not.

    Recorded already: that attendance is returned.

    Raises:
        CodeRefused: if there is no such code, or it does not count now, or the host has taken
            the attendance of `person` back.
    """
    session = queries.session_with_code(normalised(code))
    if session is None or not takes_code(session, at):
        raise CodeRefused(
            "This code counts for nothing now. Codes count from 15 minutes before a session"
            " until 2 hours after it: look at the screen or ask the host"
        )
    newest = _newest(session, person)
    if newest is not None and hasattr(newest, "withdrawal"):
        raise CodeRefused("The host has taken your attendance back: ask them to tick you")
    return newest or _keep(session, person, AttendanceMethod.CODE, number=1, actor=person, at=at)


@transaction.atomic
def tick(*, session: ScheduledSession, person: Person, actor: Person, at: datetime) -> Attendance:
    """
    Record on the host's word that `person` was there. Recorded already: that one is returned.

    Raises:
        AttendanceFinal: if the session has not begun, was cancelled, or is two weeks over.
    """
    _refuse_closed(session, at)
    newest = _newest(session, person)
    if newest is not None and not hasattr(newest, "withdrawal"):
        return newest
    number = newest.number + 1 if newest else 1
    return _keep(session, person, AttendanceMethod.ROSTER, number=number, actor=actor, at=at)


@transaction.atomic
def untick(*, session: ScheduledSession, person: Person, actor: Person, at: datetime) -> None:
    """
    Take an attendance back that was recorded by mistake. Nothing stands: nothing happens.

    What was awarded on it stays awarded until an issuer revokes it.

    Raises:
        AttendanceFinal: if the roster is closed.
    """
    _refuse_closed(session, at)
    attendance = queries.attendance_of(session, person)
    if attendance is None:
        return
    _, is_new = AttendanceWithdrawal.objects.get_or_create(
        attendance=attendance, defaults={"withdrawn_by": actor.pk, "withdrawn_at": at}
    )
    if is_new:
        gathering = str(session.gathering_id)
        record(
            "attendance.withdrawn",
            owner=person,
            actor=actor,
            about=session,
            at=at,
            gathering=gathering,
        )


def normalised(code: str) -> str:
    """Return a code as it is kept, however it was typed."""
    return "".join(letter for letter in code.upper() if letter.isalnum())[:20]


def _newest(session: ScheduledSession, person: Person) -> Attendance | None:
    rows = Attendance.objects.filter(session=session, person=person)
    return rows.select_related("withdrawal").order_by("-number").first()


def _keep(
    session: ScheduledSession,
    person: Person,
    method: AttendanceMethod,
    *,
    number: int,
    actor: Person,
    at: datetime,
) -> Attendance:
    """Keep an attendance unless it was kept in this very moment; say so in the journal."""
    attendance = Attendance(session=session, person=person, number=number, method=method)
    attendance.recorded_by = actor.pk if method == AttendanceMethod.ROSTER else None
    attendance.attended_at = min(max(at, session.starts_at), session.ends_at)
    try:
        with transaction.atomic():
            attendance.save(force_insert=True)
    except IntegrityError:  # the code and the host's tick at once
        return Attendance.objects.get(session=session, person=person, number=number)
    gathering = str(session.gathering_id)
    record(
        "attendance.recorded", owner=person, actor=actor, about=session, at=at, gathering=gathering
    )
    return attendance


def _refuse_closed(session: ScheduledSession, at: datetime) -> None:
    if not takes_ticks(session, at):
        raise AttendanceFinal(
            "The roster is open from 15 minutes before the session until two weeks after it"
        )
