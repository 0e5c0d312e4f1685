from __future__ import annotations

from cairn_server.accounts.models import Person
from cairn_server.accounts.personalising import change_settings, end_sessions


def test_what_was_chosen_is_kept_and_nothing_else_is_touched(ada):
    before = ada.email
    change_settings(
        person=ada, name="Ada B.", language="en", time_zone="Asia/Tokyo", minutes_a_day=12
    )

    kept = Person.objects.get(pk=ada.pk)
    assert (kept.name, kept.time_zone, kept.minutes_a_day) == ("Ada B.", "Asia/Tokyo", 12)
    assert kept.email == before


def test_sessions_of_the_person_end_and_no_others(client, ada, bea):
    from django.test import Client

    other, hers = Client(), Client()
    client.force_login(ada)
    other.force_login(ada)
    hers.force_login(bea)

    end_sessions(person=ada)

    assert client.get("/settings/").status_code == 302
    assert other.get("/settings/").status_code == 302
    assert hers.get("/settings/").status_code == 200
