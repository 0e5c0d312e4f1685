"""Who is told what by mail, in their own time, with a file for their calendar."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cairn_server.journal.settling import settle_due
from cairn_server.learning.booking import book, cancel_booking
from cairn_server.learning.scheduling_sessions import (
    SessionDetails,
    cancel_session,
    change_session,
)
from tests.making_sessions import HOUR, make_session
from tests.moments import DAY, MONDAY

LATER = MONDAY + timedelta(minutes=1)


@pytest.fixture
def post(mailoutbox):
    """Let the worker send what waits; the new mails."""

    def send():
        mailoutbox.clear()
        settle_due(at=LATER)
        return list(mailoutbox)

    return send


def test_a_booking_is_confirmed_in_the_readers_own_time(ada, tuesday, post):
    ada.time_zone = "America/New_York"
    ada.save()
    book(session=tuesday, person=ada, at=MONDAY)

    [mail] = post()

    assert mail.to == ["ada@north.example"]
    assert mail.subject == "You have a place: Town Hall"
    assert "3 March 2026, 04:00 – 05:00 EST" in mail.body  # 09:00 UTC
    assert "https://meet.example/7" in mail.body
    assert f"/sessions/{tuesday.pk}/" in mail.body
    [(name, file, kind)] = mail.attachments
    assert (name, kind) == ("session.ics", "text/calendar; method=REQUEST")
    assert f"UID:{tuesday.pk}@cairn" in (file if isinstance(file, str) else file.decode())


def test_who_waits_is_told_so_without_the_link_and_told_again_on_moving_up(
    ada, bea, host, town_hall, post
):
    session = make_session(town_hall, host, places=1, url="https://meet.example/7")
    book(session=session, person=ada, at=MONDAY)
    book(session=session, person=bea, at=MONDAY)
    waiting = next(mail for mail in post() if "bea" in mail.to[0])
    cancel_booking(session=session, person=ada, at=MONDAY)
    [moved_up] = post()

    assert waiting.subject == "On the waiting list: Town Hall"
    assert "meet.example" not in waiting.body
    assert waiting.attachments == []
    assert (moved_up.to, moved_up.subject) == ([bea.email], "You have a place: Town Hall")
    assert "meet.example" in moved_up.body


def test_a_change_and_a_cancellation_reach_everybody_who_booked(ada, bea, host, tuesday, post):
    for person in (ada, bea):
        book(session=tuesday, person=person, at=MONDAY)
    post()
    moved = SessionDetails(MONDAY + 2 * DAY, MONDAY + 2 * DAY + HOUR, "Europe/Berlin")
    change_session(session=tuesday, details=moved, actor=host, at=MONDAY)
    changed = post()
    cancel_session(session=tuesday, actor=host, at=MONDAY)
    cancelled = post()

    assert {mail.to[0] for mail in changed} == {ada.email, bea.email}
    assert "4 March 2026" in changed[0].body
    assert {mail.subject for mail in cancelled} == {"Cancelled: Town Hall"}
    [(_, file, kind)] = cancelled[0].attachments
    assert kind == "text/calendar; method=CANCEL"
    assert "SEQUENCE:2" in (file if isinstance(file, str) else file.decode())


def test_nobody_is_told_of_what_they_gave_up_meanwhile(ada, tuesday, post):
    book(session=tuesday, person=ada, at=MONDAY)
    cancel_booking(session=tuesday, person=ada, at=MONDAY)

    assert post() == []


def test_a_title_cannot_add_a_header(ada, tuesday, town_hall, post):
    type(town_hall).objects.update(title="Town\nBcc: all@example.com")
    book(session=tuesday, person=ada, at=MONDAY)

    [mail] = post()

    assert mail.subject == "You have a place: Town Bcc: all@example.com"
    assert mail.bcc == []
