"""Skills and occupations for other programs."""

from uuid import uuid4

import pytest

from tests.cairn_server.frameworks.conftest import make_competency, make_occupation, need


def test_skills_are_found_without_an_account(client, shared):
    skill = make_competency(shared, "analyse data", "look into figures", kind="knowledge")
    make_competency(shared, "cook")

    answer = client.get("/api/v1/skills?q=figu").json()

    assert answer == {
        "items": [
            {
                "id": str(skill.pk),
                "url": "https://skills.example/analyse-data",
                "name": "analyse data",
                "kind": "knowledge",
                "code": "",
                "description": "",
                "framework": "Skills of All",
                "is_retired": False,
            }
        ],
        "next_cursor": None,
    }


def test_pages_of_skills_go_by_cursor(client, shared):
    for number in range(3):
        make_competency(shared, f"skill {number}")

    first = client.get("/api/v1/skills?q=skill&limit=2").json()
    second = client.get(f"/api/v1/skills?q=skill&limit=2&cursor={first['next_cursor']}").json()

    assert [one["name"] for one in first["items"] + second["items"]] == [
        "skill 0",
        "skill 1",
        "skill 2",
    ]
    assert second["next_cursor"] is None


def test_a_skill_tells_its_terms_of_use(client, shared):
    skill = make_competency(shared, "analyse data", "look into figures", half_life_years=2.5)

    found = client.get(f"/api/v1/skills/{skill.pk}").json()

    assert found["attribution"] == "By all."
    assert found["licence"] == "Free"
    assert found["alternative_names"] == ["look into figures"]
    assert found["half_life_years"] == 2.5


def test_an_occupation_tells_what_it_needs(client, shared):
    cook = make_occupation(shared, "cook")
    need(cook, make_competency(shared, "fry"), importance=4.5, level=3.5)

    listed = client.get("/api/v1/occupations?q=coo").json()["items"]
    found = client.get(f"/api/v1/occupations/{cook.pk}").json()

    assert [one["id"] for one in listed] == [str(cook.pk)]
    assert [
        (one["name"], one["is_essential"], one["importance"], one["suggested_level"])
        for one in found["needs"]
    ] == [("fry", True, 4.5, 3)]


def test_what_belongs_to_another_organisation_is_like_what_is_missing(client, norths, ada, zoe):
    skill, work = make_competency(norths, "maths"), make_occupation(norths, "tutor")
    client.force_login(ada)
    assert client.get(f"/api/v1/skills/{skill.pk}").status_code == 200
    assert len(client.get("/api/v1/skills?q=maths").json()["items"]) == 1

    client.force_login(zoe)

    missing = client.get(f"/api/v1/skills/{uuid4()}")
    assert missing.status_code == 404
    assert client.get(f"/api/v1/skills/{skill.pk}").content == missing.content
    assert client.get(f"/api/v1/occupations/{work.pk}").content == missing.content
    assert client.get("/api/v1/skills?q=maths").json()["items"] == []


@pytest.mark.parametrize("query", ["kind=magic", "limit=0", "limit=101", "cursor=x", "framework=x"])
def test_what_cannot_be_asked_is_named(client, shared, query):
    answer = client.get(f"/api/v1/skills?{query}")

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert query.partition("=")[0] in answer.json()["errors"][0]["where"]
