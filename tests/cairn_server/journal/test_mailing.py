"""Mails of events: one id each, and none twice."""

from __future__ import annotations

from smtplib import SMTPRecipientsRefused

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend

from cairn_server.journal.mailing import send_mails
from cairn_server.journal.models import Event
from tests.moments import MONDAY


@pytest.fixture
def event(college):
    return Event.objects.create(
        kind="session.cancelled",
        owner_type="x",
        owner_id=college.pk,
        about_type="x",
        about_id=college.pk,
        at=MONDAY,
    )


@pytest.fixture
def mails(ada, bea):
    return lambda: [
        (person.pk, EmailMessage("Cancelled", "It is off", to=[person.email]))
        for person in (ada, bea)
    ]


def ids(mailoutbox):
    return [mail.message()["Message-ID"] for mail in mailoutbox]


def test_a_mail_that_is_sent_again_has_the_same_id(event, mails, mailoutbox, settings):
    settings.CAIRN_BASE_URL = "https://cairn.example:8443"
    send_mails(event, mails())
    event.handled.all().delete()  # killed before the note of it
    send_mails(event, mails())

    first, second = ids(mailoutbox)[:2], ids(mailoutbox)[2:]
    assert first == second
    assert len(set(first)) == 2
    assert all(one.endswith("@cairn.example>") and str(event.pk) not in one for one in first)


def test_killed_among_many_only_those_are_sent_that_were_not(event, mails, mailoutbox, monkeypatch):
    send = EmailBackend.send_messages

    def once(backend, messages):
        if mailoutbox:
            raise KeyboardInterrupt
        return send(backend, messages)

    with monkeypatch.context() as killed:
        killed.setattr(EmailBackend, "send_messages", once)
        with pytest.raises(KeyboardInterrupt):
            send_mails(event, mails())
    send_mails(event, mails())
    send_mails(event, mails())
    send_mails(event, mails())

    assert [mail.to[0] for mail in mailoutbox] == [mail.to[0] for _, mail in mails()]


def test_an_address_that_is_refused_keeps_nobody_waiting(
    event, mails, mailoutbox, monkeypatch, ada, bea
):
    send = EmailBackend.send_messages

    def refusing(backend, messages):
        if messages[0].to == [ada.email]:
            raise SMTPRecipientsRefused({ada.email: (550, b"nobody of that name")})
        return send(backend, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", refusing)
    for _ in range(2):
        with pytest.raises(SMTPRecipientsRefused):
            send_mails(event, mails())

    assert [mail.to for mail in mailoutbox] == [[bea.email]]
