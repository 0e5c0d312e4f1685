"""Sessions as their hosts see them: schedule, change, cancel, tick, show the code."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from cairn_server.learning.booking import book
from cairn_server.learning.models import Attendance, AttendanceWithdrawal, ScheduledSession
from tests.making import join
from tests.making_sessions import make_session


@pytest.fixture
def soon(town_hall, host):
    return make_session(town_hall, host, at=now(), starts_at=now() + timedelta(minutes=10))


@pytest.fixture
def as_host(client, host):
    client.force_login(host)
    return client


@pytest.fixture
def at(college, soon):
    def address(name, *more):
        ids = [college.pk] if name == "hosted" else [college.pk, soon.pk, *more]
        return reverse(f"sessions:{name}", args=ids)

    return address


@pytest.fixture
def given(town_hall):
    day = (now() + timedelta(days=3)).date()
    return {
        "gathering": str(town_hall.gathering_id),
        "day": day.isoformat(),
        "hour": "10:00",
        "minutes": "60",
        "time_zone": "Europe/Berlin",
        "places": "20",
    }


def test_a_session_is_scheduled_and_its_roster_shown(as_host, at, soon, given):
    answer = as_host.post(at("hosted"), given)

    made = ScheduledSession.objects.exclude(pk=soon.pk).get()
    assert answer["Location"].endswith(f"/sessions/{made.pk}/")
    assert made.places == 20
    assert "Nobody has booked yet" in as_host.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    "wrong", [{"day": "2020-01-01"}, {"minutes": "0"}, {"gathering": "x"}, {"places": "-1"}]
)
def test_what_cannot_be_scheduled_is_said_and_what_was_typed_stays(as_host, at, soon, given, wrong):
    answer = as_host.post(at("hosted"), given | {"venue": "Room 12"} | wrong)

    assert answer.status_code == 422
    assert "Room 12" in answer.content.decode()
    assert ScheduledSession.objects.count() == 1


def test_a_change_is_saved_and_fewer_places_than_booked_refused(as_host, at, soon, given, ada, bea):
    for person in (ada, bea):
        book(session=soon, person=person, at=now())
    refused = as_host.post(at("details"), given | {"places": "1"})
    saved = as_host.post(at("details"), given | {"venue": "Room 12"})

    soon.refresh_from_db()
    assert refused.status_code == 409
    assert "2 places are booked" in refused.content.decode()
    assert saved.status_code == 302
    assert soon.venue == "Room 12"
    assert "Room 12" in as_host.get(at("details")).content.decode()


def test_a_cancelled_session_offers_nothing_more(as_host, at):
    for _ in range(2):
        assert as_host.post(at("cancellation")).status_code == 302

    shown = as_host.get(at("roster")).content.decode()
    assert "This session was cancelled" in shown
    assert "Change or cancel" not in shown


def test_a_tick_is_saved_at_once_and_taken_back(as_host, at, soon, ada):
    book(session=soon, person=ada, at=now())
    address = at("presence", ada.pk)

    there = as_host.post(address, {"here": "on"}, headers={"HX-Request": "true"})
    again = as_host.post(address, {"here": "on"})
    back = as_host.post(address, {}, headers={"HX-Request": "true"})

    assert 'aria-pressed="true"' in there.content.decode()
    assert again.status_code == 302
    assert 'aria-pressed="false"' in back.content.decode()
    assert Attendance.objects.count() == AttendanceWithdrawal.objects.count() == 1


def test_a_member_who_came_unannounced_is_ticked_by_address(as_host, at, ada, zoe):
    ticked = as_host.post(at("walk-ins"), {"who": ada.email})
    stranger = as_host.post(at("walk-ins"), {"who": zoe.email})
    nobody = as_host.post(at("walk-ins"), {"who": "nobody@nowhere.example"})

    assert ticked.status_code == 302
    assert Attendance.objects.get().person == ada
    assert stranger.status_code == nobody.status_code == 422
    assert "No member has this address" in stranger.content.decode()


def test_who_neither_booked_nor_belongs_here_cannot_be_ticked(as_host, at, zoe):
    assert as_host.post(at("presence", zoe.pk), {"here": "on"}).status_code == 404


def test_the_wall_shows_code_and_address_and_a_picture_of_both(as_host, at, soon):
    shown = as_host.get(at("code")).content.decode()
    picture = as_host.get(at("code-picture"))

    assert soon.code in shown
    assert "/sessions/here/" in shown
    assert picture["Content-Type"] == "image/svg+xml"
    assert b"<svg" in picture.content


def test_a_roster_with_nobody_named_takes_as_many_queries_as_one_with_thirty(
    as_host, at, soon, college, django_assert_max_num_queries
):
    for number in range(30):
        book(session=soon, person=join(f"P{number}", college), at=now())

    with django_assert_max_num_queries(12):
        as_host.get(at("roster"))


@pytest.mark.parametrize("name", ["hosted", "roster", "details", "code", "code-picture"])
def test_a_learner_has_no_way_in(client, ada, at, name):
    client.force_login(ada)

    assert client.get(at(name)).status_code == 404


def test_a_tick_without_a_script_leads_back_to_the_sheet_one_was_on(as_host, at, soon, ada):
    book(session=soon, person=ada, at=now())

    answer = as_host.post(at("presence", ada.pk) + "?sort=-state&page=2", {"here": "on"})
    page = as_host.get(answer["Location"])

    assert answer["Location"] == at("roster") + "?sort=-state&page=2"
    assert 'aria-sort="descending"' in page.text
    assert 'href="?sort=name"' in page.text
