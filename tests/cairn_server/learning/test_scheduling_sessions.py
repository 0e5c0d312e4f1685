"""A session is scheduled ahead; what changes moves nobody out of a place."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from cairn.errors import MalformedInput
from cairn_server.errors import PlacesTaken, SessionClosed
from cairn_server.journal.models import Event
from cairn_server.learning.booking import book, cancel_booking
from cairn_server.learning.scheduling_sessions import (
    CODE_LETTERS,
    SessionDetails,
    cancel_session,
    change_session,
    new_code,
    schedule_session,
)
from tests.making_sessions import HOUR, make_session
from tests.moments import DAY, MONDAY

TOMORROW = SessionDetails(MONDAY + DAY, MONDAY + DAY + HOUR, "Europe/Berlin", "Room 7", "", None)


def details_of(session, **changed):
    names = SessionDetails.__slots__
    return replace(SessionDetails(**{name: getattr(session, name) for name in names}), **changed)


def test_a_session_has_a_code_that_cannot_be_misread(town_hall, host):
    session = schedule_session(
        gathering=town_hall.gathering, details=TOMORROW, actor=host, at=MONDAY
    )

    assert len(session.code) == 6
    assert set(session.code) <= set(CODE_LETTERS)
    assert not set("01OILAEU") & set(CODE_LETTERS)
    assert len({new_code() for _ in range(50)}) == 50
    assert Event.objects.get().kind == "session.scheduled"


@pytest.mark.parametrize(
    "changed",
    [
        {"ends_at": MONDAY + DAY},
        {"starts_at": MONDAY - DAY, "ends_at": MONDAY},
        {"ends_at": MONDAY + 15 * DAY + timedelta(seconds=1)},
        {"places": 0},
    ],
    ids=["ends as it begins", "is over", "takes too long", "has no place"],
)
def test_nonsense_is_refused(town_hall, host, changed):
    with pytest.raises(MalformedInput):
        schedule_session(
            gathering=town_hall.gathering,
            details=replace(TOMORROW, **changed),
            actor=host,
            at=MONDAY,
        )


def test_a_change_is_told_unless_only_the_places_change(tuesday, host):
    for changed in ({"places": 9}, {"places": 9}, {"venue": "Room 8"}):
        change_session(
            session=tuesday, details=details_of(tuesday, **changed), actor=host, at=MONDAY
        )
        tuesday.refresh_from_db()

    told = Event.objects.filter(kind="session.changed").order_by("pk")
    assert [event.data["is_told"] for event in told] == [False, True]
    assert tuesday.revision == 2


def test_more_places_let_those_who_wait_move_up(town_hall, host, ada, bea):
    session = make_session(town_hall, host, places=1)
    for person in (ada, bea):
        book(session=session, person=person, at=MONDAY)

    change_session(session=session, details=details_of(session, places=2), actor=host, at=MONDAY)

    assert session.bookings.filter(place=None).count() == 0


def test_fewer_places_than_are_booked_are_refused(town_hall, host, ada, bea, eve):
    session = make_session(town_hall, host, places=3)
    for person in (ada, bea, eve):
        book(session=session, person=person, at=MONDAY)
    fewer = details_of(session, places=2)

    with pytest.raises(PlacesTaken):
        change_session(session=session, details=fewer, actor=host, at=MONDAY)
    cancel_booking(session=session, person=ada, at=MONDAY)
    change_session(session=session, details=fewer, actor=host, at=MONDAY)

    current = session.bookings.filter(cancelled_at=None)
    assert sorted(current.values_list("place", flat=True)) == [1, 2]


def test_a_cancelled_session_stays_so_and_is_told_once(tuesday, host):
    cancel_session(session=tuesday, actor=host, at=MONDAY)
    cancel_session(session=tuesday, actor=host, at=MONDAY)

    with pytest.raises(SessionClosed):
        change_session(session=tuesday, details=TOMORROW, actor=host, at=MONDAY)
    assert Event.objects.filter(kind="session.cancelled").count() == 1


def test_what_is_over_can_be_neither_changed_nor_cancelled(tuesday, host):
    for act in (cancel_session, change_session):
        more = {"details": TOMORROW} if act is change_session else {}
        with pytest.raises(SessionClosed):
            act(session=tuesday, actor=host, at=tuesday.ends_at, **more)
