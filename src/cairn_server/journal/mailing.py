"""Sending the mails of an event, each once as far as that can be."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from smtplib import SMTPRecipientsRefused
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from cairn_server.journal.models import Event, Handled

Mail = tuple[UUID, EmailMessage]  # to whom, what


def send_mails(event: Event, mails: Iterable[Mail]) -> None:
    """
    Send each mail of `event` over one connection; what was sent before is passed over.

    Each has an id that follows from the event and its reader. Whoever is killed between sending
    one and the note of it sends that one again under the same id, and receivers drop it.
    Outside any transaction; one whose address is refused does not keep the others waiting.

    Raises:
        OSError: the mail server does not answer, or refused an address.
    """
    waiting = _not_sent(event, list(mails))
    if not waiting:
        return
    refused: SMTPRecipientsRefused | None = None
    with get_connection() as connection:
        for reader, message in waiting:
            key = _key(event, reader)
            message.extra_headers["Message-ID"] = f"<{key}@{_domain()}>"
            try:
                connection.send_messages([message])
            except SMTPRecipientsRefused as error:
                refused = error
                continue
            Handled.objects.get_or_create(event=event, handler=f"mail {key}")
    if refused is not None:
        raise refused


def _not_sent(event: Event, mails: list[Mail]) -> list[Mail]:
    notes = Handled.objects.filter(event=event, handler__startswith="mail ")
    sent = set(notes.values_list("handler", flat=True)) if mails else set()
    return [one for one in mails if f"mail {_key(event, one[0])}" not in sent]


def _key(event: Event, reader: UUID) -> str:
    """Return what a mail is known by: nothing that is inside can be read from it."""
    return sha256(f"{event.pk} {reader}".encode()).hexdigest()[:32]


def _domain() -> str:
    return urlsplit(settings.CAIRN_BASE_URL).hostname or "localhost"
