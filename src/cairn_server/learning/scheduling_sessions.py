"""Scheduling a session of something to attend, changing it, cancelling it."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import transaction

from cairn.errors import MalformedInput
from cairn_server.accounts.models import Person
from cairn_server.catalog.models import Gathering
from cairn_server.errors import PlacesTaken, SessionClosed
from cairn_server.journal.recording import record
from cairn_server.learning.booking import lock_session, move_up, renumber, taken_places
from cairn_server.learning.models import ScheduledSession

CODE_LETTERS = "23456789BCDFGHJKMNPQRSTVWXYZ"  # none that is read as another, no words
CODE_LENGTH = 6
LONGEST = timedelta(days=14)  # a conference


@dataclass(frozen=True, slots=True)
class SessionDetails:
    """When and where a session is held, and for how many; `places` None: as many as come."""

    starts_at: datetime
    ends_at: datetime
    time_zone: str
    venue: str = ""
    url: str = ""
    places: int | None = None


@transaction.atomic
def schedule_session(
    *, gathering: Gathering, details: SessionDetails, actor: Person, at: datetime
) -> ScheduledSession:
    """
    Hold a gathering on a date; the code that is told there is made here.

    Raises:
        MalformedInput: if it would be over already, end before it begins, or have no place.
    """
    _refuse_nonsense(details, at)
    session = ScheduledSession.objects.create(
        gathering=gathering, code=new_code(), created_at=at, **asdict(details)
    )
    record("session.scheduled", owner=gathering.organisation, actor=actor, about=session, at=at)
    return session


@transaction.atomic
def change_session(
    *, session: ScheduledSession, details: SessionDetails, actor: Person, at: datetime
) -> ScheduledSession:
    """
    Change when and where a session is held, and for how many; who waits moves up where it can.

    Everybody who booked is told, unless only the number of places changed.

    Raises:
        MalformedInput: as for a new one.
        PlacesTaken: if more places are booked than there would be.
        SessionClosed: if it was cancelled or is over.
    """
    session = lock_session(session)
    refuse_closed(session, at)
    _refuse_nonsense(details, at)
    changed = {name for name, new in asdict(details).items() if getattr(session, name) != new}
    if not changed:
        return session
    taken = taken_places(session)
    if details.places is not None and len(taken) > details.places:
        raise PlacesTaken(f"{len(taken)} places are booked already: give at least as many")
    for name in changed:
        setattr(session, name, getattr(details, name))
    session.revision += 1
    session.save(update_fields=[*changed, "revision"])
    renumber(session)
    move_up(session, at=at)
    record(
        "session.changed",
        owner=session.gathering.organisation,
        actor=actor,
        about=session,
        at=at,
        is_told=changed != {"places"},
    )
    return session


@transaction.atomic
def cancel_session(*, session: ScheduledSession, actor: Person, at: datetime) -> None:
    """
    Call a session off; everybody who booked is told. Cancelled already: nothing happens.

    Raises:
        SessionClosed: if it is over.
    """
    session = lock_session(session)
    if session.cancelled_at is not None:
        return
    refuse_closed(session, at)
    session.cancelled_at = at
    session.revision += 1
    session.save(update_fields=["cancelled_at", "revision"])
    record(
        "session.cancelled",
        owner=session.gathering.organisation,
        actor=actor,
        about=session,
        at=at,
    )


def new_code() -> str:
    """Return a code that nobody guesses: one of 28 ** 6, about 480 million."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def refuse_closed(session: ScheduledSession, at: datetime) -> None:
    if session.cancelled_at is not None:
        raise SessionClosed("This session was cancelled")
    if session.is_over(at):
        raise SessionClosed("This session is over")


def _refuse_nonsense(details: SessionDetails, at: datetime) -> None:
    if details.ends_at <= details.starts_at:
        raise MalformedInput("A session ends after it begins")
    if details.ends_at <= at:
        raise MalformedInput("This time is over: schedule a session ahead")
    if details.ends_at - details.starts_at > LONGEST:
        raise MalformedInput("A session takes two weeks at most")
    if details.places is not None and details.places < 1:
        raise MalformedInput("A session has at least one place; leave it open for any number")
