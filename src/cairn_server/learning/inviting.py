"""Telling those who booked a session by mail, with a file for their calendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from cairn_server.journal.mailing import Mail, send_mails
from cairn_server.journal.models import Event
from cairn_server.learning import session_queries as queries
from cairn_server.learning.calendar_files import MEDIA_TYPE, Entry, Method, calendar_file
from cairn_server.learning.models import Booking, ScheduledSession
from cairn_server.learning.session_queries import SessionSummary


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why a mail is sent: its template, and what a calendar should do."""

    template: str
    method: Method


BOOKED = Occasion("booked", Method.REQUEST)
CHANGED = Occasion("changed", Method.REQUEST)
CANCELLED = Occasion("cancelled", Method.CANCEL)


def tell_of_booking(event: Event) -> None:
    """Tell somebody that they have a place, or that they wait for one."""
    booking = queries.booking_with_person(event.about_id)
    if booking is not None and booking.cancelled_at is None:
        _send(event, booking.session, [booking], BOOKED)


def tell_of_change(event: Event) -> None:
    """Tell everybody who booked when and where the session is held now."""
    if event.data["is_told"]:
        session = ScheduledSession.objects.get(pk=event.about_id)
        _send(event, session, queries.booked_people(session.pk), CHANGED)


def tell_of_cancellation(event: Event) -> None:
    """Tell everybody who booked that the session was called off."""
    session = ScheduledSession.objects.get(pk=event.about_id)
    _send(event, session, queries.booked_people(session.pk), CANCELLED)


def entry_of(session: ScheduledSession, summary: SessionSummary, *, is_booked: bool) -> Entry:
    """Return what a calendar is told; where one joins from afar only to those who booked."""
    page = settings.CAIRN_BASE_URL + reverse("sessions:session", args=[session.pk])
    join = session.url if is_booked else ""
    _, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return Entry(
        uid=f"{session.pk}@cairn",
        revision=session.revision,
        title=summary.title,
        text="\n".join(filter(None, [f"{summary.kind}, {summary.organisation}", join, page])),
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        location=session.venue or join,
        address=page,
        organiser=(summary.organisation, sender),
    )


def _send(
    event: Event, session: ScheduledSession, bookings: Iterable[Booking], why: Occasion
) -> None:
    """Send one mail to each over one connection; who has no address is left out."""
    send_mails(event, _messages(session, bookings, why, event.at))


def _messages(
    session: ScheduledSession, bookings: Iterable[Booking], why: Occasion, at: datetime
) -> Iterator[Mail]:
    summary = queries.summary_of(session)
    entry = entry_of(session, summary, is_booked=True)
    for booking in bookings:
        person = booking.person
        if not person.email or not person.is_active:
            continue
        message = _worded(session, summary, booking, why)
        if booking.has_place:
            own = replace(entry, attendee=(person.name, person.email))
            file = calendar_file(own, why.method, at=at)
            message.attach("session.ics", file, f"{MEDIA_TYPE}; method={why.method.value}")
        yield person.pk, message


def _worded(
    session: ScheduledSession, summary: SessionSummary, booking: Booking, why: Occasion
) -> EmailMessage:
    """Return the mail in the language and the time zone of the one it is for."""
    person = booking.person
    context = {
        "session": summary,
        "join_address": session.url if booking.has_place else "",
        "booking": booking,
        "page": settings.CAIRN_BASE_URL + reverse("sessions:session", args=[session.pk]),
    }
    with translation.override(person.language), timezone.override(ZoneInfo(person.time_zone)):
        subject = render_to_string(f"learning/mail/{why.template}_subject.txt", context)
        text = render_to_string(f"learning/mail/{why.template}_message.txt", context)
    return EmailMessage(" ".join(subject.split()), text.strip() + "\n", to=[str(person.email)])
