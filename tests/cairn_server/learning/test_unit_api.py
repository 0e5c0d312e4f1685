"""Units by the API: what a published achievement leads to, and how far one is."""

from __future__ import annotations

from uuid import uuid4

import pytest

from cairn_server.learning.models import UnitProgress
from tests.making import make_unit


@pytest.fixture
def units(whiteboards):
    """The unit of the item that Ada may practise."""
    return f"/api/v1/learning/units/{whiteboards.item.unit_id}"


def put(client, units, body):
    return client.put(f"{units}/progress", body, content_type="application/json")


def test_a_unit_is_read_card_by_card(client, ada, units):
    client.force_login(ada)

    told = client.get(units).json()

    assert told["title"]
    assert {card["kind"] for card in told["cards"]} <= {"text", "question"}


def test_progress_is_noted_and_never_goes_back(client, ada, units):
    client.force_login(ada)

    far, back = put(client, units, {"cards_passed": 500}), put(client, units, {"cards_passed": 0})

    assert far.status_code == 200
    assert far.json() == back.json()
    assert UnitProgress.objects.get().card == far.json()["cards_passed"]


@pytest.mark.parametrize("wrong", [{}, {"cards_passed": -1}, {"cards_passed": 501}, {"x": 1}])
def test_what_cannot_be_is_refused(client, ada, units, wrong):
    client.force_login(ada)

    assert put(client, units, wrong).status_code == 422
    assert not UnitProgress.objects.exists()


def test_a_unit_that_no_published_achievement_names_is_not_there(client, zoe, college):
    hidden = make_unit(college, "hidden").unit_id
    client.force_login(zoe)
    base = "/api/v1/learning/units"

    answers = [
        (client.get(f"{base}/{key}"), put(client, f"{base}/{key}", {"cards_passed": 1}))
        for key in (hidden, uuid4())
    ]

    assert {one.status_code for pair in answers for one in pair} == {404}
    assert len({one.content for pair in answers for one in pair}) == 1
