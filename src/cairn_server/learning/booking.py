"""Booking a place at a scheduled session, giving it up, moving up from the waiting list."""

from __future__ import annotations

from datetime import datetime
from itertools import count

from django.db import transaction

from cairn_server.accounts.models import Person
from cairn_server.errors import SessionClosed
from cairn_server.journal.models import Event
from cairn_server.journal.recording import record
from cairn_server.learning import session_queries as queries
from cairn_server.learning.models import Booking, ScheduledSession


@transaction.atomic
def book(*, session: ScheduledSession, person: Person, at: datetime) -> Booking:
    """
    Give `person` a place, or one on the waiting list where all are taken.

    Booked already: that booking is returned. However many book at once, no place is given twice:
    the session is locked, and a place has a number that the database keeps unique.

    Raises:
        SessionClosed: if it was cancelled or is over.
    """
    session = lock_session(session)
    if session.cancelled_at is not None or session.is_over(at):
        raise SessionClosed("This session takes no bookings any more")
    booked = queries.booking_of(session, person)
    if booked is not None:
        return booked
    place = _free_place(session, taken_places(session))
    booking = Booking.objects.create(session=session, person=person, place=place, booked_at=at)
    record("booking.made", owner=person, actor=person, about=booking, at=at)
    return booking


@transaction.atomic
def cancel_booking(*, session: ScheduledSession, person: Person, at: datetime) -> None:
    """
    Give up the place of `person`; whoever waits longest gets it. Not booked: nothing happens.

    Raises:
        SessionClosed: if the session is over.
    """
    session = lock_session(session)
    if session.is_over(at):
        raise SessionClosed("This session is over")
    booking = queries.booking_of(session, person)
    if booking is None:
        return
    booking.cancelled_at = at
    booking.save(update_fields=["cancelled_at"])
    record("booking.cancelled", owner=person, actor=person, about=booking, at=at)
    move_up(session, at=at)


def give_up_places(event: Event) -> None:
    """Let the places of somebody who was erased go to those who wait."""
    sessions = ScheduledSession.objects.filter(
        bookings__person=event.owner_id, bookings__cancelled_at=None, ends_at__gt=event.at
    )
    person = Person.objects.get(pk=event.owner_id)
    for session in sessions.order_by("pk"):
        cancel_booking(session=session, person=person, at=event.at)


def move_up(session: ScheduledSession, *, at: datetime) -> None:
    """Give free places to those who wait, in the order of booking. The session is locked."""
    if session.cancelled_at is not None:
        return
    taken = taken_places(session)
    waiting = session.bookings.filter(cancelled_at=None, place=None).select_related("person")
    for booking in waiting.order_by("booked_at", "pk"):
        place = _free_place(session, taken)
        if place is None:
            return
        booking.place = place
        booking.save(update_fields=["place"])
        taken.add(place)
        record("booking.moved_up", owner=booking.person, actor=None, about=booking, at=at)


def renumber(session: ScheduledSession) -> None:
    """Give those whose number is above the number of places a lower one. It is locked."""
    if session.places is None:
        return
    taken = taken_places(session)
    for booking in session.bookings.filter(cancelled_at=None, place__gt=session.places):
        booking.place = _free_place(session, taken)
        booking.save(update_fields=["place"])
        taken.add(booking.place or 0)


def taken_places(session: ScheduledSession) -> set[int]:
    """Return the numbers of the places that are booked. One query."""
    rows = session.bookings.filter(cancelled_at=None, place__isnull=False)
    return {place for place in rows.values_list("place", flat=True) if place is not None}


def lock_session(session: ScheduledSession) -> ScheduledSession:
    """Return the session as it stands, and let changes of it happen one after the other."""
    rows = ScheduledSession.objects.select_related("gathering__organisation")
    return rows.select_for_update(of=("self",)).get(pk=session.pk)


def _free_place(session: ScheduledSession, taken: set[int]) -> int | None:
    place = next(number for number in count(1) if number not in taken)
    return place if session.places is None or place <= session.places else None
