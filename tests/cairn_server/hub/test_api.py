"""Where one stands, by the API."""

from __future__ import annotations

from uuid import uuid4


def test_a_learner_reads_what_is_met_and_the_shortest_way_to_the_rest(client, course, ada, learned):
    learned(ada)
    client.force_login(ada)
    address = f"/api/v1/achievements/{course.achievement_id}/standing"

    told = client.get(address).json()

    unit, task = told["requirement"]["parts"]
    assert (unit["state"], task["state"]) == ("met", "open")
    assert unit["at"] is not None
    assert [line["url"] for line in told["missing"]] == [task["url"]]
    assert told["minutes_left"] == 30


def test_nobody_stands_anywhere_without_signing_in_or_with_what_is_not_there(client, ada, course):
    address = f"/api/v1/achievements/{course.achievement_id}/standing"

    assert client.get(address).status_code == 401
    client.force_login(ada)
    assert client.get(address.replace(str(course.achievement_id), str(uuid4()))).status_code == 404


def test_the_way_to_an_achievement_comes_with_where_one_stands(client, course, ada, learned):
    learned(ada)
    client.force_login(ada)
    address = f"/api/v1/achievements/{course.achievement_id}/path"

    [root] = client.get(address).json()["items"]

    assert (root["is_achievement"], root["state"]) == (True, "begun")
    assert [(one["kind"], one["state"]) for one in root["parts"]] == [
        ("Unit", "met"),
        ("Evidence", "open"),
    ]
    assert client.get(address.replace(str(course.achievement_id), str(uuid4()))).status_code == 404
