from __future__ import annotations

from uuid import uuid4

import pytest

from cairn_server.workforce.models import Nomination
from tests.making_awards import CRITERION
from tests.making_skills import give


@pytest.fixture
def call(client, college, max_):
    client.force_login(max_)

    def act(method, path, body=None, *, key=None):
        url = f"/api/v1/organisations/{college.pk}/{path}"
        if method == "get":
            return client.get(url, body or {})
        headers = {"Idempotency-Key": key} if key else {}
        send = getattr(client, method)
        return send(url, body, content_type="application/json", headers=headers)

    return act


@pytest.fixture
def put_forward(call, ada, thanks):
    def act(key=None, **changed):
        body = {
            "achievement_id": str(thanks.achievement_id),
            "membership_id": str(ada.memberships.get().pk),
            "texts": {"text": "Mended the night plan in March."},
        }
        return call("post", "nominations", body | changed, key=key)

    return act


def test_a_badge_says_what_a_nomination_has_to_say(call, thanks):
    [badge] = call("get", "nominations/badges").json()["items"]

    assert badge["achievement_id"] == str(thanks.achievement_id)
    assert [(part["id"], part["required"]) for part in badge["parts"]] == [("text", True)]
    assert (badge["tier"], badge["criteria"]) == (None, [CRITERION["title"]])


def test_tiers_are_told_in_their_order_and_of_what_was_earned(call, ada, tiers):
    give(tiers[1], ada)

    told = [one["tier"] for one in call("get", "nominations/badges").json()["items"]]
    [earned] = call("get", "recognition").json()["items"]

    assert told == [{"of": "Guide", "number": number} for number in (1, 2, 3)]
    assert earned["tier"] == {"of": "Guide", "number": 2}


def test_a_colleague_is_nominated_once_with_a_key(call, put_forward):
    made = [put_forward(key="k") for _ in range(2)]

    assert [one.status_code for one in made] == [201, 201]
    assert made[0].json() == made[1].json()
    assert (made[0].json()["person"], made[0].json()["state"]) == ("Ada", "submitted")
    assert Nomination.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"achievement_id": str(uuid4())}, 404),
        ({"membership_id": str(uuid4())}, 404),
        ({"texts": {}}, 422),
        ({"texts": {"text": "\0"}}, 400),
        ({"more": 1}, 422),
    ],
)
def test_what_does_not_fit_is_refused(put_forward, changed, status):
    assert put_forward(**changed).status_code == status
    assert not Nomination.objects.exists()


def test_a_nominee_reads_what_was_written_before_declining(
    client, call, put_forward, ada, bea, zoe
):
    path = f"nominations/{put_forward().json()['id']}"
    hidden = call("get", path)  # of the nominator: what is said is for the nominee and evaluators
    client.force_login(ada)
    [mine] = call("get", "nominations", {"received": "true"}).json()["items"]
    read = call("get", path).json()
    client.force_login(bea)

    assert (mine["id"], mine["person"]) == (read["id"], "Ada")
    assert [one["text"] for one in read["parts"]] == ["Mended the night plan in March."]
    assert call("get", "nominations", {"received": "true"}).json()["items"] == []
    for person in (bea, zoe):
        client.force_login(person)
        theirs, missing = call("get", path), call("get", f"nominations/{uuid4()}")
        assert (theirs.status_code, theirs.content) == (404, missing.content)
    assert hidden.status_code == 404


def test_nobody_nominates_themself(put_forward, max_):
    assert put_forward(membership_id=str(max_.memberships.get().pk)).status_code == 404


def test_managers_see_all_nominations_others_their_own(client, call, put_forward, bea, max_):
    put_forward()

    seen = []
    for person in (max_, bea):
        client.force_login(person)
        seen.append([one["person"] for one in call("get", "nominations").json()["items"]])

    assert seen == [["Ada"], []]


def test_only_the_nominee_declines_and_once(client, call, put_forward, ada, bea):
    path = f"nominations/{put_forward().json()['id']}"

    answers = []
    for person in (bea, ada, ada):
        client.force_login(person)
        answers.append(call("delete", path).status_code)

    assert answers == [404, 204, 204]
    assert Nomination.objects.get().declined_at is not None


def test_the_feed_shows_what_was_earned_but_nobody_who_stays_out(client, call, ada, data):
    give(data, ada)
    before = call("get", "recognition").json()["items"]
    client.force_login(ada)
    told = call("put", "recognition/choice", {"stays_out": True}, key="k").json()

    assert [(one["name"], one["title"]) for one in before] == [("Ada", "Data")]
    assert (told, call("get", "recognition/choice").json()) == ({"stays_out": True},) * 2
    assert call("get", "recognition").json() == {"items": [], "next_cursor": None}


def test_members_only(client, call, zoe):
    client.force_login(zoe)

    for path in ("recognition", "recognition/choice", "nominations", "nominations/badges"):
        assert call("get", path).status_code == 404
