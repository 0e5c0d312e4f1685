"""A place is given once; who gives one up gives it to whoever waits longest."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.db import connection

from cairn_server.accounts.erasing import erase_person
from cairn_server.accounts.models import Person
from cairn_server.errors import SessionClosed
from cairn_server.journal.models import Event
from cairn_server.learning.booking import book, cancel_booking
from cairn_server.learning.models import Booking
from cairn_server.learning.scheduling_sessions import cancel_session
from tests.making_sessions import make_session
from tests.moments import MONDAY


@pytest.fixture
def one_place(town_hall, host):
    return make_session(town_hall, host, places=1)


def places(session):
    rows = session.bookings.filter(cancelled_at=None).order_by("booked_at", "pk")
    return [(row.person.name, row.place) for row in rows.select_related("person")]


def test_who_books_has_a_place_and_twice_is_once(ada, tuesday):
    first = book(session=tuesday, person=ada, at=MONDAY)
    again = book(session=tuesday, person=ada, at=MONDAY)

    assert first == again
    assert first.place == 1
    assert Event.objects.filter(kind="booking.made", owner_id=ada.pk).count() == 1


def test_after_the_last_place_there_is_a_waiting_list(ada, bea, one_place):
    book(session=one_place, person=ada, at=MONDAY)

    assert not book(session=one_place, person=bea, at=MONDAY).has_place


def test_who_waits_longest_moves_up_and_nobody_else(ada, bea, eve, one_place):
    for person in (ada, bea, eve):
        book(session=one_place, person=person, at=MONDAY)

    cancel_booking(session=one_place, person=ada, at=MONDAY)

    assert places(one_place) == [("Bea", 1), ("Eve", None)]
    [moved] = Event.objects.filter(kind="booking.moved_up")
    assert moved.owner_id == bea.pk


def test_who_gave_up_and_books_again_waits_at_the_end(ada, bea, one_place):
    for person in (ada, bea):
        book(session=one_place, person=person, at=MONDAY)
    cancel_booking(session=one_place, person=ada, at=MONDAY)
    cancel_booking(session=one_place, person=ada, at=MONDAY)

    book(session=one_place, person=ada, at=MONDAY)

    assert places(one_place) == [("Bea", 1), ("Ada", None)]


def test_what_is_cancelled_or_over_takes_no_bookings(ada, host, tuesday, one_place):
    cancel_session(session=one_place, actor=host, at=MONDAY)

    with pytest.raises(SessionClosed):
        book(session=one_place, person=ada, at=MONDAY)
    with pytest.raises(SessionClosed):
        book(session=tuesday, person=ada, at=tuesday.ends_at)
    with pytest.raises(SessionClosed):
        cancel_booking(session=tuesday, person=ada, at=tuesday.ends_at)
    assert not Booking.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_erased_persons_place_goes_to_who_waits(ada, bea, one_place):
    for person in (ada, bea):
        book(session=one_place, person=person, at=MONDAY)

    erase_person(person=ada, at=MONDAY)

    assert places(one_place) == [("Bea", 1)]


@pytest.mark.django_db(transaction=True)
def test_of_twenty_who_book_the_last_five_places_at_once_five_have_one(college, town_hall, host):
    session = make_session(town_hall, host, places=5)
    people = [Person.objects.create_user(f"p{n}@north.example") for n in range(20)]
    together, failed = Barrier(20), []

    def try_to_book(person):
        together.wait()
        try:
            book(session=session, person=person, at=MONDAY)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=try_to_book, args=[person]) for person in people]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    given = list(session.bookings.values_list("place", flat=True))
    assert failed == []
    assert len(given) == 20
    assert sorted(place for place in given if place) == [1, 2, 3, 4, 5]
