"""Extra time by the API: the same givers, the same refusals as on the page."""

from __future__ import annotations

from uuid import uuid4

import pytest

from cairn_server.accounts.giving_time import give_extra_time
from cairn_server.accounts.models import ExtraTime
from tests.moments import MONDAY


@pytest.fixture
def here(college):
    return f"/api/v1/organisations/{college.pk}/extra-time"


@pytest.fixture
def given(ada, olga, membership_of):
    return give_extra_time(membership=membership_of(ada), percent=50, actor=olga, at=MONDAY)


def send(client, address, body, **headers):
    return client.post(address, body, content_type="application/json", headers=headers)


def test_it_is_given_once_replaced_and_ended(client, here, eve, ada, membership_of):
    client.force_login(eve)
    body = {"membership_id": str(membership_of(ada).pk), "percent": 25}

    first = [send(client, here, body, idempotency_key="k") for _ in range(2)]
    minutes = send(client, here, body | {"percent": 0, "minutes": 20}).json()
    listed = client.get(here).json()["items"]
    ended = [client.delete(f"{here}/{minutes['id']}").status_code for _ in range(2)]

    assert [one.status_code for one in first] == [201, 201]
    assert first[0].json() == first[1].json()
    assert (first[0].json()["percent"], minutes["minutes"]) == (25, 20)
    assert [(one["name"], one["minutes"]) for one in listed] == [("Ada", 20)]
    assert ended == [204, 204]
    assert client.get(here).json() == {"items": [], "next_cursor": None}


@pytest.mark.parametrize("wrong", [
    {}, {"percent": 25, "minutes": 5}, {"percent": 30}, {"minutes": 241}, {"minutes": -1},
    {"percent": 25, "why": "x"},
])  # fmt: skip
def test_what_cannot_be_given_is_refused(client, here, olga, ada, membership_of, wrong):
    client.force_login(olga)

    answer = send(client, here, {"membership_id": str(membership_of(ada).pk)} | wrong)

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert not ExtraTime.objects.exists()


def test_nobody_gives_it_to_themself(client, here, olga, membership_of):
    client.force_login(olga)

    answer = send(client, here, {"membership_id": str(membership_of(olga).pk), "percent": 25})

    assert answer.json()["code"] == "own_extra_time"
    assert not ExtraTime.objects.exists()


@pytest.mark.parametrize("who", ["ada", "zoe"])
def test_who_does_not_give_it_finds_nothing(client, request, college, given, who, membership_of):
    client.force_login(request.getfixturevalue(who))
    body = {"membership_id": str(given.membership_id), "percent": 25}

    def ask(organisation_id):
        address = f"/api/v1/organisations/{organisation_id}/extra-time"
        answers = [client.get(address), send(client, address, body)]
        answers.append(client.delete(f"{address}/{given.pk}"))
        return [(one.status_code, one.content) for one in answers]

    assert ask(college.pk) == ask(uuid4())
    assert {status for status, _ in ask(college.pk)} == {404}
    assert ExtraTime.objects.get().ended_at is None


def test_extra_time_of_another_organisation_is_answered_like_a_missing_one(client, zoe, given):
    client.force_login(zoe)
    own = f"/api/v1/organisations/{zoe.memberships.get().organisation_id}/extra-time"
    body = {"membership_id": str(given.membership_id), "percent": 25}

    theirs = [client.delete(f"{own}/{given.pk}"), send(client, own, body)]
    missing = [client.delete(f"{own}/{uuid4()}")]
    missing.append(send(client, own, body | {"membership_id": str(uuid4())}))

    assert [one.status_code for one in theirs] == [404, 404]
    assert [one.content for one in theirs] == [one.content for one in missing]
