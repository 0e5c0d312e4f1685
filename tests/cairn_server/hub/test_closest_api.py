"""What brings one closest to one's goals, by the API."""

from __future__ import annotations

import pytest

from cairn_server.learning.aiming import add_part, set_goal
from tests.making_skills import make_achievement, make_competency
from tests.moments import MONDAY

CLOSEST = "/api/v1/goals/closest"


@pytest.fixture
def data(college):
    return make_achievement(college, "Data", (make_competency("SQL"), 3))


@pytest.fixture
def talks(college):
    return make_achievement(college, "Talks", (make_competency("Giving talks"), 3))


def titles(answer):
    return [one["title"] for one in answer["items"]]


def test_what_closes_a_need_comes_first_and_says_so(client, ada, data, talks):
    goal = set_goal(person=ada, name="Queries", by=None, at=MONDAY)
    add_part(goal=goal, achievement=data.achievement, at=MONDAY)
    client.force_login(ada)

    answer = client.get(CLOSEST).json()

    assert titles(answer) == ["Data", "Talks"]
    assert [one["fit"]["closes"] for one in answer["items"]] == [1, 0]
    assert (answer["lacking"], answer["items"][0]["fit"]["is_wanted"]) == (1, True)


def test_it_comes_in_pages(client, ada, data, talks):
    goal = set_goal(person=ada, name="Queries", by=None, at=MONDAY)
    add_part(goal=goal, achievement=data.achievement, at=MONDAY)
    client.force_login(ada)

    first = client.get(CLOSEST, {"limit": 1}).json()
    second = client.get(CLOSEST, {"limit": 1, "cursor": first["next_cursor"]}).json()

    assert (titles(first), titles(second), second["next_cursor"]) == (["Data"], ["Talks"], None)


def test_who_wants_nothing_yet_gets_the_catalogue_as_it_is(client, ada, data, talks):
    client.force_login(ada)

    answer = client.get(CLOSEST, {"words": "talks"}).json()

    assert (titles(answer), answer["lacking"]) == (["Talks"], 0)
    assert answer["items"][0]["fit"] is None


def test_a_stranger_has_no_goals(client, data):
    assert client.get(CLOSEST).status_code == 401
    assert client.get("/api/v1/achievements").status_code == 200
