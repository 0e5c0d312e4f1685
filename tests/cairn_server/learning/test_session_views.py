"""Sessions as learners see them: book, give up, calendar, "I am here"."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.timezone import now

from cairn_server.learning.booking import book
from cairn_server.learning.models import Attendance
from cairn_server.learning.scheduling_sessions import cancel_session
from tests.making_sessions import make_gathering, make_session

LIST = "/sessions/"
HERE = "/sessions/here/"


@pytest.fixture
def soon(town_hall, host):
    """A session that begins in ten minutes, for two."""
    start = now() + timedelta(minutes=10)
    return make_session(
        town_hall, host, at=now(), starts_at=start, places=1, url="https://meet.example/7"
    )


@pytest.fixture
def as_ada(client, ada):
    client.force_login(ada)
    return client


def page(client, session):
    return client.get(reverse("sessions:session", args=[session.pk])).content.decode()


def test_a_visitor_is_sent_to_sign_in_and_back(client, soon):
    for address in (LIST, f"/sessions/{soon.pk}/", f"{HERE}?code={soon.code}"):
        answer = client.get(address)
        assert answer.status_code == 302
        assert "/accounts/login/" in answer["Location"]


def test_the_list_says_how_many_places_are_left_and_what_is_ones_own(as_ada, ada, soon):
    before = as_ada.get(LIST).content.decode()
    book(session=soon, person=ada, at=now())
    after = as_ada.get(LIST).content.decode()

    assert "1 place left" in before
    assert "You have a place" in after
    assert '<h2 id="mine">' in after


def test_the_list_can_be_narrowed_to_one_gathering(as_ada, soon, college, host):
    other = make_gathering(college, "open-day")
    listed = as_ada.get(f"{LIST}?gathering={soon.gathering_id}").content.decode()
    empty = as_ada.get(f"{LIST}?gathering={other.gathering_id}").content.decode()
    nonsense = as_ada.get(f"{LIST}?gathering=x&after=y")

    assert str(soon.pk) in listed
    assert "No date yet" in empty
    assert nonsense.status_code == 200


def test_the_link_to_join_is_shown_with_a_place_only(as_ada, ada, bea, soon):
    assert "meet.example" not in page(as_ada, soon)
    as_ada.post(reverse("sessions:booking", args=[soon.pk]))
    assert "https://meet.example/7" in page(as_ada, soon)
    as_ada.force_login(bea)
    as_ada.post(reverse("sessions:booking", args=[soon.pk]))

    waiting = page(as_ada, soon)
    assert "waiting list" in waiting
    assert "meet.example" not in waiting


def test_a_place_can_be_given_up_and_a_second_click_does_no_harm(as_ada, soon):
    booking = reverse("sessions:booking", args=[soon.pk])
    end = reverse("sessions:booking-end", args=[soon.pk])
    for address in (booking, booking, end, end):
        assert as_ada.post(address).status_code == 302

    assert not soon.bookings.filter(cancelled_at=None).exists()
    assert soon.bookings.count() == 1
    assert as_ada.get(booking).status_code == as_ada.get(end).status_code == 302


def test_what_is_cancelled_says_so_and_refuses_a_booking_in_words(as_ada, host, soon):
    cancel_session(session=soon, actor=host, at=now())

    answer = as_ada.post(reverse("sessions:booking", args=[soon.pk]))

    assert answer.status_code == 409
    assert "takes no bookings" in answer.content.decode()
    assert "This session was cancelled" in page(as_ada, soon)


def test_the_calendar_file_names_the_link_only_to_who_has_a_place(as_ada, ada, soon):
    address = reverse("sessions:calendar", args=[soon.pk])
    before = as_ada.get(address)
    book(session=soon, person=ada, at=now())
    after = as_ada.get(address)

    assert before["Content-Type"] == "text/calendar; charset=utf-8"
    assert b"BEGIN:VEVENT" in before.content
    assert b"meet.example" not in before.content
    assert b"meet.example" in after.content


def test_the_code_of_a_qr_address_is_filled_in_and_counts_by_one_press(as_ada, ada, soon):
    shown = as_ada.get(f"{HERE}?code={soon.code}").content.decode()
    assert f'value="{soon.code}"' in shown
    assert not Attendance.objects.exists()

    answer = as_ada.post(HERE, {"code": soon.code})

    assert answer["Location"] == f"/sessions/{soon.pk}/"
    assert Attendance.objects.get().person == ada
    assert "Attended" in page(as_ada, soon)


def test_a_wrong_code_is_said_at_the_field(as_ada, soon):
    wrong, empty = as_ada.post(HERE, {"code": "XXXXXX"}), as_ada.post(HERE, {"code": ""})

    assert wrong.status_code == empty.status_code == 422
    assert 'aria-describedby="id_code_error"' in wrong.content.decode()


def test_codes_cannot_be_guessed_by_trying(as_ada, soon):
    answers = [as_ada.post(HERE, {"code": f"X{n}"}).status_code for n in range(12)]

    assert answers[:10] == [422] * 10
    assert answers[-1] == 429
    assert as_ada.post(HERE, {"code": soon.code}).status_code == 429


def test_a_missing_session_and_an_inner_one_of_others_are_answered_alike(
    client, zoe, college, host
):
    inner = make_session(make_gathering(college, "retreat", is_open=False), host, at=now())
    client.force_login(zoe)

    for name in ("session", "calendar", "booking"):
        there = client.get(reverse(f"sessions:{name}", args=[inner.pk]))
        nowhere = client.get(reverse(f"sessions:{name}", args=[uuid4()]))
        assert there.status_code == nowhere.status_code == 404
