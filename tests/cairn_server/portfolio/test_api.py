from __future__ import annotations

import json
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection

from cairn_server.credentials import verifying
from cairn_server.portfolio.models import OutsideBadge
from tests.cairn_server.portfolio.conftest import badge_of

PORTFOLIO, BADGES = "/api/v1/portfolio", "/api/v1/outside-badges"


@pytest.fixture
def me(client, ada):
    client.force_login(ada)
    return client


def put(client, body, **more):
    return client.put(PORTFOLIO, body, content_type="application/json", **more)


def post(client, credential, **more):
    body = json.dumps({"credential": credential})
    return client.post(BADGES, body, content_type="application/json", **more)


def test_a_portfolio_is_arranged_and_read(me, held):
    empty = me.get(PORTFOLIO).json()
    assert (empty["id"], [one["key"] for one in empty["choices"]]) == (None, [f"c{held.pk}"])

    body = {"headline": "Teaches", "is_public": True, "shown": [{"key": f"c{held.pk}"}]}
    saved = put(me, body)

    assert saved.json() == me.get(PORTFOLIO).json()
    assert saved.json()["choices"][0]["is_chosen"] is True
    assert me.get(f"/portfolios/{saved.json()['id']}/").status_code == 200


def test_what_is_not_ones_own_is_left_out(me, client, bea, held):
    client.force_login(bea)

    saved = put(client, {"shown": [{"key": f"c{held.pk}"}, {"key": "x"}]})

    assert saved.json()["choices"] == []


@pytest.mark.parametrize("body", [{"headline": "x" * 121}, {"shown": [{}]}, {"more": 1}, []])
def test_what_does_not_fit_is_refused_with_its_place(me, body):
    answer = put(me, body)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["where"]


def test_a_badge_from_elsewhere_is_kept_listed_and_let_go(me, ada):
    made = post(me, badge_of())

    assert made.status_code == 201
    assert made.json()["outcome"] == "valid"
    assert [one["title"] for one in me.get(BADGES).json()["items"]] == ["Welding"]
    badge_id = made.json()["id"]
    assert me.delete(f"{BADGES}/{badge_id}").status_code == 204
    assert me.delete(f"{BADGES}/{badge_id}").status_code == 404


def test_badges_are_listed_by_the_page_newest_first(me):
    made = [post(me, badge_of(number=number)).json()["id"] for number in range(3)]

    first = me.get(f"{BADGES}?limit=2").json()
    rest = me.get(f"{BADGES}?limit=2&cursor={first['next_cursor']}").json()

    assert [one["id"] for one in first["items"] + rest["items"]] == made[::-1]
    assert rest["next_cursor"] is None


def test_others_are_asked_before_anything_is_locked(me, monkeypatch):
    outside = len(connection.atomic_blocks)
    depths = []

    def fetch(url):
        depths.append(len(connection.atomic_blocks) - outside)
        return SimpleNamespace(content=json.dumps(badge_of()).encode())

    monkeypatch.setattr(verifying, "_fetcher", lambda allow: SimpleNamespace(fetch=fetch))

    link = "https://elsewhere.example/badge"
    made = [post(me, link, headers={"Idempotency-Key": "k"}) for _ in range(2)]
    OutsideBadge.objects.update(document=link)
    checked = me.post(f"{BADGES}/{made[0].json()['id']}/check")

    assert [one.status_code for one in made] == [201, 201]
    assert made[0].json() == made[1].json()
    assert checked.status_code == 200
    assert depths == [0, 0]  # the repeat asked nobody


def test_a_badge_is_checked_once_more_by_whoever_keeps_it(me, client, bea):
    made = post(me, badge_of()).json()
    address = f"{BADGES}/{made['id']}/check"

    again = me.post(address)
    client.force_login(bea)
    theirs, missing = client.post(address), client.post(f"{BADGES}/{uuid4()}/check")

    assert (again.status_code, again.json()["outcome"]) == (200, "valid")
    assert again.json()["checked_at"] > made["checked_at"]
    assert (theirs.status_code, theirs.content) == (404, missing.content)


def test_a_badge_sent_twice_with_one_key_is_answered_alike(me):
    answers = [post(me, badge_of(), headers={"Idempotency-Key": "k"}).json() for _ in range(2)]

    assert answers[0] == answers[1]
    assert OutsideBadge.objects.count() == 1


def test_what_is_no_badge_is_a_problem_in_words(me):
    changed = badge_of()
    changed["credentialSubject"]["achievement"]["name"] = "Changed"

    for credential, status in ((changed, 422), ("hello", 415), ({}, 415)):
        answer = post(me, credential)
        assert (answer.status_code, set(answer.json())) == (status, {"code", "detail"})


def test_a_badge_of_somebody_else_is_not_there(me, client, bea):
    badge_id = post(me, badge_of()).json()["id"]
    client.force_login(bea)

    assert client.get(BADGES).json() == {"items": [], "next_cursor": None}
    assert client.delete(f"{BADGES}/{badge_id}").status_code == 404
