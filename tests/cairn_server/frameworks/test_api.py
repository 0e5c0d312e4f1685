"""Skills and occupations for other programs."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import now

from cairn_server.accounts.giving_tokens import make_token
from cairn_server.accounts.models import Membership
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


@pytest.fixture
def found_by(client):
    """What a program finds with a token of a person, perhaps one of an organisation."""

    def act(person, *scopes, organisation=None, address="/api/v1/skills?q="):
        _, token = make_token(
            person=person,
            organisation=organisation,
            name="Program",
            scopes=scopes,
            expires_at=now() + timedelta(days=1),
            at=now(),
        )
        answer = client.get(address, headers={"Authorization": f"Bearer {token}"})
        return {one["name"] for one in answer.json()["items"]}

    return act


@pytest.mark.parametrize("scope", ["content:read", "workforce:read"])
def test_a_program_finds_the_skills_of_its_organisations_own(found_by, shared, norths, ada, scope):
    make_competency(shared, "cook")
    make_competency(norths, "maths")
    make_occupation(norths, "tutor")

    assert found_by(ada, scope) == {"cook", "maths"}
    assert found_by(ada, scope, address="/api/v1/occupations?q=") == {"tutor"}


def test_a_token_without_the_scope_finds_what_anybody_finds(found_by, shared, norths, ada):
    make_competency(shared, "cook")
    make_competency(norths, "maths")

    assert found_by(ada, "learning:read") == {"cook"}


def test_a_token_of_an_organisation_finds_nothing_of_others(
    found_by, shared, norths, college, ada, zoe
):
    south = zoe.memberships.get().organisation
    Membership.objects.create(person=zoe, organisation=college, since=now())
    make_competency(norths, "maths")
    mine = {"organisation": south, "address": "/api/v1/skills?q="}

    assert found_by(zoe, "content:read") == {"maths"}
    assert found_by(zoe, "content:read", **mine) == set()


def test_a_token_that_is_no_longer_good_is_told_so(client, shared):
    answer = client.get("/api/v1/skills?q=", headers={"Authorization": "Bearer cairn_nothing"})

    assert answer.status_code == 401


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


@pytest.mark.parametrize("query", ["kind=magic", "limit=0", "limit=201", "cursor=x", "framework=x"])
def test_what_cannot_be_asked_is_named(client, shared, query):
    answer = client.get(f"/api/v1/skills?{query}")

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert query.partition("=")[0] in answer.json()["errors"][0]["where"]
