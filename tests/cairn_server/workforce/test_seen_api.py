"""What one can do and who sees it, by the API."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.utils.timezone import now

from cairn_server.accounts.giving_tokens import make_token
from cairn_server.accounts.models import Grant
from tests.cairn_server.workforce.conftest import here
from tests.making_skills import give, make_achievement
from tests.moments import DAY

API = "/api/v1"


@pytest.fixture
def put(client):
    def act(path, body=None, **headers):
        return client.put(API + path, body, content_type="application/json", headers=headers)

    return act


@pytest.fixture
def outside(zoe, ada, sql):
    """An award that Ada was given elsewhere."""
    works = zoe.memberships.get().organisation
    return give(make_achievement(works, "Elsewhere", (sql, 4)), ada, now())


def test_one_reads_ones_own_skills_and_what_they_rest_on(client, ada, data, outside):
    give(data, ada, now())
    client.force_login(ada)

    items = client.get(f"{API}/own-skills").json()["items"]

    levels = {one["name"]: (one["level"], len(one["rests_on"])) for one in items}
    assert levels == {"SQL": (4, 2), "Giving talks": (2, 1)}


def test_one_shares_an_award_sees_that_and_takes_it_back(client, put, ada, college, outside):
    client.force_login(ada)
    address = f"/organisations/{college.pk}/shared/awards/{outside.pk}"

    def shared():
        [place] = client.get(f"{API}/seen").json()["items"]
        [award] = place["elsewhere"]
        return award["shared_until"] is not None, [one["name"] for one in place["skills"]]

    before = shared()
    given = [put(address, idempotency_key="k").status_code for _ in range(2)]
    during = shared()
    ended = [client.delete(API + address).status_code for _ in range(2)]

    assert (before, during, shared()) == ((False, []), (True, ["SQL"]), (False, []))
    assert given == ended == [204, 204]


def test_recall_is_let_known_and_hidden(client, put, ada, college):
    client.force_login(ada)
    address = f"/organisations/{college.pk}/shared/recall"

    on = put(address, {"knows_recall": True}).json()
    [place] = client.get(f"{API}/seen").json()["items"]
    off = put(address, {"knows_recall": False}).json()

    assert (on, place["knows_recall"], off) == (
        {"knows_recall": True},
        True,
        {"knows_recall": False},
    )
    assert put(address, {"knows_recall": "maybe"}).status_code == 422


def test_a_manager_sees_one_member_as_on_the_board(client, college, lea, max_, ada, bea, data):
    give(data, ada, now())
    client.force_login(lea)
    address = f"{API}/organisations/{college.pk}/board/people"

    seen = client.get(f"{address}/{here(ada).pk}").json()

    assert {one["name"] for one in seen["skills"]} == {"SQL", "Giving talks"}
    assert (seen["name"], seen["place"]["manager"]) == ("Ada", "Lea")
    assert client.get(f"{address}/{here(bea).pk}").status_code == 404


def test_no_token_of_an_organisation_shares_what_its_maker_holds(
    client, max_, college, outside, ada
):
    _, token = make_token(
        person=max_,
        organisation=college,
        name="Program",
        scopes=["workforce:write"],
        expires_at=now() + DAY,
        at=now(),
    )

    answer = client.put(
        f"{API}/organisations/{college.pk}/shared/recall",
        {"knows_recall": True},
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )

    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
    assert not Grant.objects.exists()


def test_what_is_not_theirs_is_answered_like_what_is_missing(
    client, put, college, zoe, ada, bea, outside
):
    def ask(organisation_id, award_id, membership_id):
        base = f"/organisations/{organisation_id}"
        answers = [
            put(f"{base}/shared/awards/{award_id}"),
            client.delete(f"{API}{base}/shared/awards/{award_id}"),
            client.get(f"{API}{base}/board/people/{membership_id}"),
        ]
        return [(one.status_code, one.content) for one in answers]

    client.force_login(bea)  # of the same organisation: the award is not hers
    assert ask(college.pk, outside.pk, here(ada).pk) == ask(college.pk, uuid4(), uuid4())
    client.force_login(zoe)
    foreign = ask(college.pk, outside.pk, here(ada).pk)
    assert foreign == ask(uuid4(), uuid4(), uuid4())
    assert {status for status, _ in foreign} == {404}
    hidden = put(f"/organisations/{college.pk}/shared/recall", {"knows_recall": True})
    assert hidden.status_code == 404
    assert not Grant.objects.exists()
