"""What calendars are told; read back by a reader that did not write it, line by line."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from cairn_server.learning.calendar_files import Entry, Method, calendar_file
from tests.moments import DAY, MONDAY

ENTRY = Entry(
    uid="7@cairn",
    revision=3,
    title="Town Hall; questions, answers",
    text="Webinar\nhttps://meet.example/7",
    starts_at=MONDAY + DAY,
    ends_at=MONDAY + DAY + timedelta(hours=1),
    location="Room 7",
    address="https://cairn.example/sessions/7/",
    organiser=("North College", "cairn@north.example"),
    attendee=('Ada "the" Łovelace\r\nX-EVIL:1', "ada@north.example"),
)


def unfolded(data: bytes) -> list[str]:
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))  # octets, RFC 5545, 3.1
    return data.decode().replace("\r\n ", "").split("\r\n")


def test_a_request_says_everything_in_utc():
    lines = unfolded(calendar_file(ENTRY, Method.REQUEST, at=MONDAY))

    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    for line in (
        "METHOD:REQUEST",
        "UID:7@cairn",
        "SEQUENCE:3",
        "DTSTAMP:20260302T090000Z",
        "DTSTART:20260303T090000Z",
        "DTEND:20260303T100000Z",
        r"SUMMARY:Town Hall\; questions\, answers",
        r"DESCRIPTION:Webinar\nhttps://meet.example/7",
        "STATUS:CONFIRMED",
        'ORGANIZER;CN="North College":mailto:cairn@north.example',
    ):
        assert line in lines


def test_no_name_can_write_a_line_of_its_own():
    lines = unfolded(calendar_file(ENTRY, Method.REQUEST, at=MONDAY))

    assert [line for line in lines if line.startswith("X-EVIL")] == []
    [attendee] = [line for line in lines if line.startswith("ATTENDEE")]
    assert attendee.endswith(":mailto:ada@north.example")


@pytest.mark.parametrize(
    ("method", "status", "attendees"),
    [(Method.PUBLISH, "CONFIRMED", 0), (Method.CANCEL, "CANCELLED", 1)],
)
def test_a_file_to_take_names_no_attendee_and_a_cancellation_cancels(method, status, attendees):
    lines = unfolded(calendar_file(ENTRY, method, at=MONDAY))

    assert f"METHOD:{method.value}" in lines
    assert f"STATUS:{status}" in lines
    assert sum(line.startswith("ATTENDEE") for line in lines) == attendees


def test_what_is_empty_is_left_out():
    bare = replace(ENTRY, text="", location="", attendee=None)

    names = {
        line.split(":")[0].split(";")[0]
        for line in unfolded(calendar_file(bare, Method.REQUEST, at=MONDAY))
    }

    assert not names & {"DESCRIPTION", "LOCATION", "ATTENDEE"}
