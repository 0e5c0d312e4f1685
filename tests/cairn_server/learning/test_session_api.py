"""Sessions by the API: the same places, the same refusals as on the pages."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import now

from cairn_server.learning.models import Attendance, Booking, ScheduledSession
from tests.making_sessions import make_gathering, make_session

API = "/api/v1"


@pytest.fixture
def soon(town_hall, host):
    start = now() + timedelta(minutes=10)
    return make_session(town_hall, host, at=now(), starts_at=start, places=1)


@pytest.fixture
def send(client):
    def act(method, path, body=None, *, key=None):
        headers = {"Idempotency-Key": key} if key else {}
        return getattr(client, method)(
            API + path, body, content_type="application/json", headers=headers
        )

    return act


def details(**changed):
    start = now() + timedelta(days=3)
    return {
        "starts_at": start.isoformat(),
        "ends_at": (start + timedelta(hours=1)).isoformat(),
        "time_zone": "Europe/Berlin",
        **changed,
    }


def test_a_place_is_booked_waited_for_and_given_up(client, send, ada, bea, soon):
    address = f"/sessions/{soon.pk}/booking"
    client.force_login(ada)
    first = [send("put", address, key="k1").json() for _ in range(2)]
    client.force_login(bea)
    second = send("put", address).json()
    client.force_login(ada)
    ended = [send("delete", address).status_code for _ in range(2)]
    client.force_login(bea)

    assert first[0] == first[1]
    assert (first[0]["is_booked"], second["is_booked"], second["is_waiting"]) == (True, False, True)
    assert ended == [204, 204]
    assert send("get", f"/sessions/{soon.pk}").json()["is_booked"]
    assert Booking.objects.count() == 2


def test_sessions_are_listed_by_the_page(client, send, town_hall, host, ada):
    for day in (3, 1, 2):
        make_session(town_hall, host, at=now(), starts_at=now() + timedelta(days=day))
    client.force_login(ada)

    first = send("get", f"/sessions?limit=2&gathering={town_hall.gathering_id}").json()
    rest = send("get", f"/sessions?limit=2&cursor={first['next_cursor']}").json()

    starts = [one["session"]["starts_at"] for one in first["items"] + rest["items"]]
    assert starts == sorted(starts)
    assert len(starts) == 3
    assert rest["next_cursor"] is None


def test_the_code_records_attendance_and_cannot_be_guessed(client, send, ada, soon):
    client.force_login(ada)
    good = send("post", "/attendances", {"code": soon.code})
    wrong = [send("post", "/attendances", {"code": "XXXXXX"}) for _ in range(10)]

    assert good.status_code == 201
    assert good.json()["session_id"] == str(soon.pk)
    assert (wrong[0].status_code, wrong[0].json()["code"]) == (422, "code_refused")
    assert wrong[-1].status_code == 429


def test_a_host_schedules_changes_and_cancels(client, send, host, college, town_hall):
    client.force_login(host)
    address = f"/organisations/{college.pk}/sessions"
    body = details(gathering_id=str(town_hall.gathering_id), places=5)

    made = [send("post", address, body, key="k") for _ in range(2)]
    one = f"{address}/{made[0].json()['id']}"
    changed = send("put", one, details(venue="Room 9", url="https://meet.example/9"))
    ended = send("delete", one)

    assert [answer.status_code for answer in made] == [201, 201]
    assert ScheduledSession.objects.count() == 1
    assert (changed.json()["venue"], changed.json()["is_online"]) == ("Room 9", True)
    assert ended.status_code == 204
    assert send("get", address).json()["items"][0]["is_cancelled"]
    assert send("put", one, details()).json()["code"] == "session_closed"


@pytest.mark.parametrize(
    "wrong",
    [
        {"time_zone": "Moon/Crater"},
        {"starts_at": "2026-03-03T10:00:00"},
        {"ends_at": "1999-01-01T00:00:00Z"},
        {"places": 0},
        {"url": "javascript:alert(1)"},
        {"bonus": 1},
    ],
    ids=lambda one: next(iter(one)),
)
def test_what_cannot_be_is_refused(client, send, host, college, town_hall, wrong):
    client.force_login(host)
    body = details(gathering_id=str(town_hall.gathering_id)) | wrong

    answer = send("post", f"/organisations/{college.pk}/sessions", body)

    assert answer.status_code == 422
    assert not ScheduledSession.objects.exists()


def test_a_roster_is_read_ticked_and_taken_back(client, send, host, ada, college, soon):
    client.force_login(host)
    roster = f"/organisations/{college.pk}/sessions/{soon.pk}/people"

    ticked = send("put", f"{roster}/{ada.pk}")
    listed = send("get", roster).json()["items"]
    back = send("delete", f"{roster}/{ada.pk}")

    assert ticked.json()["attended_at"] is not None
    assert [one["name"] for one in listed] == ["Ada"]
    assert back.json()["attended_at"] is None
    assert Attendance.objects.count() == 1


def test_the_code_is_told_to_hosts_alone(client, send, host, ada, college, soon):
    address = f"/organisations/{college.pk}/sessions/{soon.pk}/code"
    client.force_login(host)
    told = send("get", address).json()
    client.force_login(ada)

    assert (told["code"], told["counts_now"]) == (soon.code, True)
    assert told["url"].endswith(f"/sessions/here/?code={soon.code}")
    assert send("get", address).status_code == 404


def test_the_roster_goes_page_by_page(client, send, host, ada, bea, college, soon):
    client.force_login(host)
    roster = f"/organisations/{college.pk}/sessions/{soon.pk}/people"
    for person in (ada, bea):
        send("put", f"{roster}/{person.pk}")

    first = send("get", f"{roster}?limit=1").json()
    rest = send("get", f"{roster}?limit=1&cursor={first['next_cursor']}").json()

    assert {one["name"] for one in first["items"] + rest["items"]} == {"Ada", "Bea"}
    assert rest["next_cursor"] is None


def test_what_is_not_theirs_is_answered_like_a_missing_one(client, send, zoe, college, host, ada):
    inner = make_session(make_gathering(college, "retreat", is_open=False), host, at=now())
    client.force_login(zoe)
    hosted = f"/organisations/{college.pk}/sessions"

    for method, path in (
        ("get", "/sessions/{}"),
        ("put", "/sessions/{}/booking"),
        ("delete", hosted + "/{}"),
        ("get", hosted + "/{}/people"),
        ("get", hosted + "/{}/code"),
        ("put", hosted + "/{}/people/" + str(ada.pk)),
    ):
        there = send(method, path.format(inner.pk))
        nowhere = send(method, path.format(uuid4()))
        assert there.status_code == nowhere.status_code == 404
        assert there.json() == nowhere.json()


def test_the_calendar_file_comes_by_a_token_too(client, send, ada, soon):
    client.force_login(ada)

    told = send("get", f"/sessions/{soon.pk}/calendar.ics")

    assert told["Content-Type"] == "text/calendar; charset=utf-8"
    assert f"UID:{soon.pk}" in told.content.decode()
    assert send("get", f"/sessions/{uuid4()}/calendar.ics").status_code == 404
