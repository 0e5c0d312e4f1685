"""One's own settings by the API."""

from __future__ import annotations

import pytest

SETTINGS = "/api/v1/settings"


def patch(client, body):
    return client.patch(SETTINGS, body, content_type="application/json")


def test_what_is_named_changes_and_the_rest_stays(client, ada):
    client.force_login(ada)

    answer = patch(client, {"minutes_a_day": 9, "time_zone": "Asia/Tokyo"})

    assert answer.status_code == 200
    assert answer.json() == client.get(SETTINGS).json()
    ada.refresh_from_db()
    assert (ada.name, ada.minutes_a_day, ada.time_zone) == ("Ada", 9, "Asia/Tokyo")


@pytest.mark.parametrize(
    "wrong",
    [
        {"minutes_a_day": 0},
        {"time_zone": "Moon"},
        {"language": "tlh"},
        {"name": ""},
        {"name": "Ada\nBcc: x@y.example"},
        {"email": "x"},
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(client, ada, wrong):
    client.force_login(ada)
    before = client.get(SETTINGS).json()

    assert patch(client, wrong).status_code == 422
    assert client.get(SETTINGS).json() == before


def test_nobody_has_settings_without_signing_in(client, db):
    assert client.get(SETTINGS).status_code == 401
