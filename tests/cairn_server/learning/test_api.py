"""Reviews by the API: late, twice, in any order; and nobody else's."""

from __future__ import annotations

import csv
import json
from datetime import timedelta
from io import StringIO
from itertools import permutations
from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from django.utils.timezone import now

from cairn_server.learning.models import Memory, Review, UnitProgress
from tests.making import make_due, make_item

REVIEWS = "/api/v1/learning/reviews"


@pytest.fixture
def address(whiteboards) -> str:
    return f"/api/v1/learning/items/{whiteboards.pk}/reviews"


@pytest.fixture
def body() -> dict[str, object]:
    return {"review_id": str(uuid4()), "rating": 3, "reviewed_at": now().isoformat()}


@pytest.fixture
def post(client, address):
    def send(body, *, to=None, idempotency_key=None):
        headers = {"Idempotency-Key": idempotency_key} if idempotency_key else {}
        content = body if isinstance(body, str) else json.dumps(body)
        return client.post(to or address, content, content_type="application/json", headers=headers)

    return send


def test_a_delivered_review_gives_the_memory(client, ada, whiteboards, post, body):
    client.force_login(ada)

    answer = post(body)

    memory = Memory.objects.get()
    assert answer.status_code == 201
    assert answer.json()["item_id"] == str(whiteboards.item_id)
    assert answer.json()["stability_days"] == pytest.approx(2.3065)  # w2 of FSRS-6
    assert memory.person == ada


def test_twice_is_once_with_and_without_a_key(client, ada, post, body):
    client.force_login(ada)

    answers = [post(body, idempotency_key="k1") for _ in range(2)] + [post(body), post(body)]

    assert [answer.status_code for answer in answers] == [201] * 4
    assert Review.objects.count() == 1


def test_phones_deliver_in_any_order(client, ada, post, whiteboards):
    client.force_login(ada)
    at = now() - timedelta(days=9)
    ada.created_at = at
    ada.save()
    answers = [
        {
            "review_id": str(UUID(int=n)),
            "rating": r,
            "reviewed_at": (at + timedelta(days=d)).isoformat(),
        }
        for n, r, d in ((1, 3, 0), (2, 1, 3), (3, 2, 4))
    ]
    states = []
    for order in permutations(answers):
        Review.objects.all().delete()
        Memory.objects.all().delete()
        for answer in order:
            assert post(answer).status_code == 201
        states.append(Memory.objects.get().stability_days)

    assert states == [pytest.approx(1.7252403)] * 6  # from py-fsrs 6.3.2


def test_an_answer_whose_receipt_was_lost_may_come_again(client, ada, whiteboards, post):
    client.force_login(ada)
    review_id = str(uuid4())
    page = reverse("learning:create-review", args=[whiteboards.pk])
    client.post(page, {"review_id": review_id, "option": "b"})

    again = post(
        {"review_id": review_id, "reviewed_at": now().isoformat(), "response": {"option": "b"}}
    )

    assert again.status_code == 201
    assert Review.objects.count() == 1


def test_the_last_late_answer_finishes_the_unit(client, ada, whiteboards, post, body):
    client.force_login(ada)
    unit = whiteboards.item.unit.versions.get()
    client.post(reverse("learning:passed-cards", args=[unit.unit_id]), {"cards": len(unit.cards)})
    assert UnitProgress.objects.get().finished_at is None

    post(body)

    assert UnitProgress.objects.get().finished_at is not None


def test_a_key_or_an_id_used_for_something_else_is_refused(client, ada, post, body):
    client.force_login(ada)
    post(body, idempotency_key="k1")
    other = body | {"rating": 4}

    by_key, by_id = post(other, idempotency_key="k1"), post(other, idempotency_key="k2")

    assert (by_key.status_code, by_key.json()["code"]) == (409, "idempotency_key_reused")
    assert (by_id.status_code, by_id.json()["code"]) == (409, "review_id_reused")


def test_every_refusal_has_the_same_shape(client, ada, post, body):
    client.force_login(ada)
    invalid = post(body | {"rating": 9, "bonus": 1})
    malformed = post("no JSON")
    missing = post(body, to=f"/api/v1/learning/items/{uuid4()}/reviews")
    unfit = post(body | {"response": {"option": "z"}})
    client.logout()
    anonymous = post(body)

    assert invalid.status_code == 422
    assert [e["where"] for e in invalid.json()["errors"]] == ["body.body.rating", "body.body.bonus"]
    assert (malformed.status_code, malformed.json()["code"]) == (400, "malformed")
    assert (missing.status_code, missing.json()["code"]) == (404, "not_found")
    assert (unfit.status_code, unfit.json()["code"]) == (422, "malformed_input")
    assert (anonymous.status_code, anonymous.json()["code"]) == (401, "not_signed_in")
    assert not Review.objects.exists()


def test_a_guest_delivers_like_anybody_who_signed_in(client, whiteboards, post, body):
    page = reverse("learning:create-review", args=[whiteboards.pk])
    client.post(page, {"review_id": str(uuid4()), "option": "b"})

    assert post(body).status_code == 201
    assert Review.objects.count() == 2


def test_reviews_are_listed_and_exported_only_to_their_owner(client, ada, bea, whiteboards):
    make_due(ada, whiteboards)
    client.force_login(ada)
    own, table = client.get(REVIEWS).json(), client.get(f"{REVIEWS}.csv")
    client.force_login(bea)
    others = client.get(REVIEWS).json()

    rows = list(csv.DictReader(StringIO(b"".join(table.streaming_content).decode())))
    assert [row["id"] for row in own["items"]] == [row["id"] for row in rows]
    assert rows[0]["rating"] == "3"
    assert others == {"items": [], "next_cursor": None}


@pytest.mark.parametrize("query", ["rating=9", "limit=0", "limit=201", "cursor=x"])
def test_a_filter_that_cannot_be_is_refused(client, ada, query):
    client.force_login(ada)

    assert client.get(f"{REVIEWS}?{query}").status_code == 422


def test_a_phone_gets_what_is_due_with_its_key(client, ada, bea, whiteboards):
    make_due(ada, whiteboards)
    client.force_login(ada)
    [due] = client.get("/api/v1/learning/due").json()["items"]
    client.force_login(bea)

    assert due["version_id"] == str(whiteboards.pk)
    assert [one["weight"] for one in due["card"]["options"]] == [0.0, 1.0]
    assert client.get("/api/v1/learning/due").json() == {"items": [], "next_cursor": None}


def test_what_is_due_comes_page_by_page_and_anew_once_the_last_is_answered(client, ada, college):
    items = [make_item(college, key) for key in ("a", "b", "c")]
    for number, item in enumerate(items):
        make_due(ada, item, number)
    client.force_login(ada)
    due = "/api/v1/learning/due?limit=2"

    first = client.get(due).json()
    rest = client.get(f"{due}&cursor={first['next_cursor']}").json()
    anew = client.get(f"{due}&cursor={uuid4()}").json()

    got = [one["item_id"] for one in first["items"] + rest["items"]]
    assert sorted(got) == sorted(str(item.item_id) for item in items)
    assert (first["next_cursor"], rest["next_cursor"]) == (got[1], None)
    assert [one["item_id"] for one in anew["items"]] == got[:2]


def test_one_sets_out_once_and_sees_for_what(client, ada, bea, whiteboards):
    achievement = str(whiteboards.item.unit.achievement_links.get().version.achievement_id)
    body = {"achievement_id": achievement}
    client.force_login(ada)

    answers = [
        client.post("/api/v1/learning/enrolments", body, content_type="application/json")
        for _ in range(2)
    ]
    listed = client.get("/api/v1/learning/enrolments").json()["items"]
    missing = client.post(
        "/api/v1/learning/enrolments",
        {"achievement_id": str(uuid4())},
        content_type="application/json",
    )
    client.force_login(bea)

    assert [answer.status_code for answer in answers] == [201, 201]
    assert [one["achievement_id"] for one in listed] == [achievement]
    assert missing.status_code == 404
    assert client.get("/api/v1/learning/enrolments").json()["items"] == []
