from __future__ import annotations

from datetime import date

import pytest

from cairn_server.accounts.access import GUEST_KEY
from cairn_server.accounts.models import Person


@pytest.fixture
def guest(client, db):
    guest = Person.objects.create(kind="guest", last_seen_on=date(2020, 1, 1))
    session = client.session
    session[GUEST_KEY] = str(guest.pk)
    session.save()
    return guest


def test_sending_something_in_keeps_the_guest_but_reading_does_not(client, guest):
    client.get("/about/")
    guest.refresh_from_db()
    assert guest.last_seen_on == date(2020, 1, 1)

    client.post("/accounts/login/", {})
    guest.refresh_from_db()
    assert guest.last_seen_on > date(2025, 1, 1)
