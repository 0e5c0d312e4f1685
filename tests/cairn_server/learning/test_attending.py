"""Who was there: by the code at the event, by the host's tick; recorded once, never changed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from cairn_server.errors import AttendanceFinal, CodeRefused
from cairn_server.journal.models import Event
from cairn_server.learning import attending
from cairn_server.learning.attending import attend_by_code, tick, untick
from cairn_server.learning.models import Attendance, AttendanceMethod
from cairn_server.learning.scheduling_sessions import cancel_session
from tests.moments import DAY, MONDAY

MINUTE = timedelta(minutes=1)


def test_the_code_records_attendance_at_once_however_it_is_typed(ada, tuesday):
    at = tuesday.starts_at + 5 * MINUTE
    typed = f" {tuesday.code[:3].lower()}-{tuesday.code[3:]} "

    first = attend_by_code(person=ada, code=typed, at=at)
    again = attend_by_code(person=ada, code=tuesday.code, at=at + MINUTE)

    assert first == again
    assert (first.method, first.attended_at, first.recorded_by) == ("code", at, None)
    [event] = Event.objects.filter(kind="attendance.recorded")
    assert (event.owner_id, event.about_id) == (ada.pk, tuesday.pk)
    assert event.data == {"gathering": str(tuesday.gathering_id)}


@pytest.mark.parametrize(
    ("minutes", "counts"), [(-16, False), (-15, True), (0, True), (179, True), (180, False)]
)
def test_the_code_counts_from_15_minutes_before_until_2_hours_after(ada, tuesday, minutes, counts):
    at = tuesday.starts_at + minutes * MINUTE  # it takes an hour

    if counts:
        kept = attend_by_code(person=ada, code=tuesday.code, at=at)
        assert tuesday.starts_at <= kept.attended_at <= tuesday.ends_at
    else:
        with pytest.raises(CodeRefused):
            attend_by_code(person=ada, code=tuesday.code, at=at)


def test_a_wrong_code_no_code_and_that_of_a_cancelled_session_are_refused_alike(ada, host, tuesday):
    at = tuesday.starts_at
    cancel_session(session=tuesday, actor=host, at=MONDAY)

    told = set()
    for code in ("XXXXXX", "", tuesday.code):
        with pytest.raises(CodeRefused) as refused:
            attend_by_code(person=ada, code=code, at=at)
        told.add(str(refused.value))
    assert len(told) == 1


def test_a_tick_names_who_ticked_and_can_be_taken_back_and_given_again(ada, host, tuesday):
    at = tuesday.starts_at
    ticked = {"session": tuesday, "person": ada, "actor": host, "at": at}

    first = tick(**ticked)
    assert tick(**ticked) == first
    untick(**ticked)
    untick(**ticked)
    second = tick(**ticked)

    assert (first.method, first.recorded_by) == (AttendanceMethod.ROSTER, host.pk)
    assert (first.number, second.number) == (1, 2)
    assert Event.objects.filter(kind="attendance.withdrawn").count() == 1
    assert Event.objects.filter(kind="attendance.recorded").count() == 2


def test_what_the_host_took_back_no_code_gives_again(ada, host, tuesday):
    at = tuesday.starts_at
    attend_by_code(person=ada, code=tuesday.code, at=at)
    untick(session=tuesday, person=ada, actor=host, at=at)

    with pytest.raises(CodeRefused, match="host"):
        attend_by_code(person=ada, code=tuesday.code, at=at)


@pytest.mark.parametrize("after", [-16 * MINUTE, timedelta(hours=1) + 14 * DAY])
def test_the_roster_is_closed_before_and_long_after(ada, host, tuesday, after):
    given = {"session": tuesday, "person": ada, "actor": host, "at": tuesday.starts_at + after}

    with pytest.raises(AttendanceFinal):
        tick(**given)
    with pytest.raises(AttendanceFinal):
        untick(**given)


def test_the_code_and_a_tick_in_the_same_moment_make_one_attendance(
    ada, host, tuesday, monkeypatch
):
    at = tuesday.starts_at
    by_code = attend_by_code(person=ada, code=tuesday.code, at=at)
    monkeypatch.setattr(attending, "_newest", lambda *_: None)

    assert tick(session=tuesday, person=ada, actor=host, at=at) == by_code
    assert Event.objects.filter(kind="attendance.recorded").count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE learning_attendance SET method = 'roster'",
        "DELETE FROM learning_attendance",
        "UPDATE learning_attendancewithdrawal SET withdrawn_at = '2020-01-01'",
        "DELETE FROM learning_attendancewithdrawal",
    ],
)
def test_the_database_itself_refuses_to_change_attendance(ada, host, tuesday, statement):
    tick(session=tuesday, person=ada, actor=host, at=tuesday.starts_at)
    untick(session=tuesday, person=ada, actor=host, at=tuesday.starts_at)

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Attendance.objects.count() == 1
