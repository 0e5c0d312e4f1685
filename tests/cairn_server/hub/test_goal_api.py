import json

import pytest

from cairn_server.learning.models import Goal
from tests.cairn_server.hub.stacks import give, make_course
from tests.making import make_unit

GOALS = "/api/v1/goals"


@pytest.fixture
def courses(college):
    """Two courses of one shared unit of 2 minutes and 30 minutes to show each."""
    shared = make_unit(college, "shared", questions=())
    return [make_course(college, key, shared) for key in ("one", "two")]


@pytest.fixture
def send(client, ada):
    client.force_login(ada)

    def call(method, address, body=None, key=None):
        if method == "get":
            return client.get(address)
        return getattr(client, method)(
            address,
            json.dumps(body),
            content_type="application/json",
            headers={"Idempotency-Key": key} if key else {},
        )

    return call


def made_of(*courses, **more):
    return {"name": "Data", "achievements": [str(one.achievement_id) for one in courses]} | more


def test_a_goal_is_set_with_what_it_is_made_of(send, ada, courses):
    answer = send("post", GOALS, made_of(*courses, by="2099-01-01"))

    told = answer.json()
    assert answer.status_code == 201
    assert told["minutes_left"] == 62
    assert [part["title"] for part in told["parts"]] == ["One", "Two"]
    assert (told["pace"], told["minutes_needed"]) == ("enough", 1)
    assert Goal.objects.get().person == ada


def test_sent_twice_with_a_key_it_is_set_once(send, courses):
    answers = [send("post", GOALS, made_of(*courses), key="k").json() for _ in range(2)]

    assert answers[0] == answers[1]
    assert Goal.objects.count() == 1


def test_a_goal_is_replaced_read_and_given_up(send, ada, courses):
    address = f"{GOALS}/{send('post', GOALS, made_of(*courses)).json()['id']}"
    give(ada, courses[1])

    replaced = send("put", address, made_of(courses[1], courses[0], name="Numbers")).json()
    read = send("get", address).json()
    listed = send("get", GOALS).json()["items"]
    gone = send("delete", address)

    assert replaced == read == listed[0]
    assert read["name"] == "Numbers"
    assert [(part["title"], part["is_held"]) for part in read["parts"]] == [
        ("Two", True), ("One", False),
    ]  # fmt: skip
    assert gone.status_code == 204
    assert send("get", address).status_code == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"name": ""}, 422),
        ({"name": "  "}, 422),
        ({"name": "a\0b"}, 400),
        ({"name": "x", "by": "soon"}, 422),
        ({"name": "x", "achievements": ["00000000-0000-7000-8000-000000000000"] * 31}, 422),
        ({"name": "x", "achievements": ["00000000-0000-7000-8000-000000000000"]}, 404),
        ({"name": "x", "colour": "red"}, 422),
    ],
)
def test_what_cannot_be_a_goal_is_refused(send, body, status):
    answer = send("post", GOALS, body)

    assert answer.status_code == status
    assert {"code", "detail"} <= answer.json().keys()
    assert not Goal.objects.exists()


def test_goals_are_nobody_elses(send, client, bea, courses):
    address = f"{GOALS}/{send('post', GOALS, made_of(*courses)).json()['id']}"
    client.force_login(bea)

    assert send("get", GOALS).json() == {"items": []}
    for method, body in (("get", None), ("put", {"name": "x"}), ("delete", None)):
        assert send(method, address, body).status_code == 404


def test_who_is_not_signed_in_is_told_so(client, db):
    assert client.get(GOALS).status_code == 401


def test_giving_up_twice_with_a_key_is_answered_twice(send, courses):
    address = f"{GOALS}/{send('post', GOALS, made_of(*courses)).json()['id']}"

    ended = [send("delete", address, key="end").status_code for _ in range(2)]

    assert ended == [204, 204]
    assert send("delete", address).status_code == 404
