"""A session as a file that calendars read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from icalendar import Calendar, Event, vCalAddress, vText

PRODUCT = "-//Cairn//Scheduled sessions//EN"
MEDIA_TYPE = "text/calendar"


class Method(StrEnum):
    """What a calendar is asked to do (RFC 5546, section 1.4)."""

    PUBLISH = "PUBLISH"  # for whoever takes the file
    REQUEST = "REQUEST"  # sent to one who booked: put it in, or change what is there
    CANCEL = "CANCEL"  # sent to one who booked: take it out


@dataclass(frozen=True, slots=True)
class Entry:
    """
    What a calendar is told of a session.

    Args:
        uid: the same through all changes.
        revision: higher with every change; a calendar ignores a lower one than it saw.
        organiser: name and e-mail address that answers go to.
        attendee: name and e-mail address of the one it is sent to; None in a published file.
    """

    uid: str
    revision: int
    title: str
    text: str
    starts_at: datetime
    ends_at: datetime
    location: str
    address: str
    organiser: tuple[str, str]
    attendee: tuple[str, str] | None = None


def calendar_file(entry: Entry, method: Method, *, at: datetime) -> bytes:
    """
    Return a session as an iCalendar object, its times in UTC so that every zone reads them right.

    Source:
        RFC 5545 (iCalendar) and RFC 5546, sections 3.2.1, 3.2.2 and 3.2.5.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method.value)
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.revision)
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("summary", entry.title)
    event.add("status", "CANCELLED" if method == Method.CANCEL else "CONFIRMED")
    event.add("organizer", _address(*entry.organiser))
    for name, value in (
        ("description", entry.text),
        ("location", entry.location),
        ("url", entry.address),
    ):
        if value:
            event.add(name, value)
    if entry.attendee is not None and method != Method.PUBLISH:
        attendee = _address(*entry.attendee)
        attendee.params["partstat"] = vText("ACCEPTED")
        event.add("attendee", attendee)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _address(name: str, email: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    plain = "".join(letter for letter in name if letter.isprintable() and letter != '"')
    address.params["cn"] = vText(plain)
    return address
