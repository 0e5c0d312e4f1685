"""Evaluating by the API: blind, once, never one's own."""

from __future__ import annotations

from uuid import uuid4

import pytest

from cairn_server.assessment.models import Evaluation
from tests.cairn_server.assessment.conftest import ALL_MET, ONE_UNMET

QUEUE = "/api/v1/evaluations"


@pytest.fixture
def decide(client):
    def act(submission, ratings, *, key=None, **more):
        headers = {"Idempotency-Key": key} if key else {}
        return client.post(
            f"{QUEUE}/{submission.pk}/decision",
            {"ratings": ratings, **more},
            content_type="application/json",
            headers=headers,
        )

    return act


def test_the_queue_and_the_work_carry_no_name(client, eve, ada, handed_in):
    client.force_login(eve)

    queue = client.get(QUEUE).json()["items"]
    work = client.get(f"{QUEUE}/{handed_in.pk}").json()

    assert [one["id"] for one in queue] == [str(handed_in.pk)]
    assert [one["text"] for one in work["evidence"]][:2] == ["Ask wait look", "It went"]
    assert [one["id"] for one in work["criteria"]] == ["asks", "acts", "cares"]
    assert work["criteria"][0]["met_at"] == "met"
    assert ada.name not in str(queue) + str(work)
    assert str(ada.pk) not in str(queue) + str(work)


def test_a_decision_is_made_once_however_often_it_is_sent(client, eve, handed_in, decide):
    client.force_login(eve)

    answers = [decide(handed_in, ALL_MET, key="k") for _ in range(2)] + [decide(handed_in, ALL_MET)]

    assert [answer.status_code for answer in answers] == [201] * 3
    assert answers[0].json()["is_met"]
    assert Evaluation.objects.count() == 1
    assert client.get(QUEUE).json() == {"items": []}


@pytest.mark.parametrize(
    "ratings", [{}, ONE_UNMET, {**ALL_MET, "asks": "splendid"}, {**ALL_MET, "odd": "met"}]
)
def test_what_is_incomplete_uncommented_or_unknown_decides_nothing(
    client, eve, handed_in, decide, ratings
):
    client.force_login(eve)

    assert decide(handed_in, ratings).status_code == 422
    assert not Evaluation.objects.exists()


def test_a_conflict_leaves_the_work_to_others(client, eve, max_, handed_in):
    client.force_login(eve)
    address = f"{QUEUE}/{handed_in.pk}/conflict"

    declared = client.post(address, {"reason": "We share a desk"}, content_type="application/json")

    assert declared.status_code == 204
    assert client.get(QUEUE).json() == {"items": []}
    client.force_login(max_)
    assert len(client.get(QUEUE).json()["items"]) == 1


def test_learners_and_other_organisations_find_nothing(client, ada, zoe, handed_in, decide):
    for person in (ada, zoe):
        client.force_login(person)
        assert client.get(QUEUE).json() == {"items": []}
        there = client.get(f"{QUEUE}/{handed_in.pk}")
        nowhere = client.get(f"{QUEUE}/{uuid4()}")
        assert there.status_code == nowhere.status_code == 404
        assert there.json() == nowhere.json()
        assert decide(handed_in, ALL_MET).status_code == 404
