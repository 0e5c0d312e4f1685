"""One skill for other programs: what shows it, which work needs it, and to whom it is told."""

from __future__ import annotations

from uuid import uuid4

import pytest

from cairn_server.catalog.models import Alignment
from cairn_server.frameworks.models import CompetencyFramework, FrameworkSource
from tests.cairn_server.frameworks.conftest import make_competency, make_occupation, need
from tests.making import make_achievement, make_unit


@pytest.fixture
def shared(db):
    return CompetencyFramework.objects.create(
        name="Skills of All", source=FrameworkSource.ESCO, attribution="By all.", licence="Free"
    )


@pytest.fixture
def norths(college):
    return CompetencyFramework.objects.create(
        name="North skills", source=FrameworkSource.OWN, organisation=college
    )


def test_a_skill_tells_its_terms_of_use(client, shared):
    skill = make_competency(shared, "analyse data", "look into figures", half_life_years=2.5)

    found = client.get(f"/api/v1/skills/{skill.pk}").json()

    assert found["attribution"] == "By all."
    assert found["licence"] == "Free"
    assert found["alternative_names"] == ["look into figures"]
    assert found["half_life_years"] == 2.5


def test_what_shows_it_comes_in_pages_with_its_level(client, shared, college):
    skill = make_competency(shared, "analyse data")
    for level, key in enumerate(("first", "second", "third"), start=1):
        version = make_achievement(college, make_unit(college, key), key=key)
        Alignment.objects.create(version=version, competency=skill, level=level)
    address = f"/api/v1/skills/{skill.pk}/achievements"

    first = client.get(f"{address}?limit=2").json()
    rest = client.get(f"{address}?limit=2&cursor={first['next_cursor']}").json()

    assert [(one["title"], one["level"]) for one in first["items"] + rest["items"]] == [
        ("Third", 3),
        ("Second", 2),
        ("First", 1),
    ]
    assert rest["next_cursor"] is None


def test_the_work_that_needs_it_comes_in_pages_the_essential_first(client, shared):
    fry = make_competency(shared, "fry")
    need(make_occupation(shared, "baker"), fry, is_essential=False)
    need(make_occupation(shared, "cook"), fry, importance=4.5, level=3.5)
    need(make_occupation(shared, "waiter"), fry, is_essential=False)
    address = f"/api/v1/skills/{fry.pk}/occupations"

    first = client.get(f"{address}?limit=2").json()
    rest = client.get(f"{address}?limit=2&cursor={first['next_cursor']}").json()["items"]

    assert [one["name"] for one in first["items"] + rest] == ["cook", "waiter", "baker"]
    assert (first["items"][0]["importance"], first["items"][0]["level"]) == (4.5, 3.5)


@pytest.mark.parametrize("part", ["", "/achievements", "/occupations"])
def test_an_own_skill_is_like_a_missing_one_until_something_published_names_it(
    client, norths, college, zoe, part
):
    skill = make_competency(norths, "maths")
    address = f"/api/v1/skills/{skill.pk}{part}"
    client.force_login(zoe)
    missing = client.get(f"/api/v1/skills/{uuid4()}{part}")
    assert (missing.status_code, client.get(address).content) == (404, missing.content)

    version = make_achievement(college, make_unit(college))
    Alignment.objects.create(version=version, competency=skill)

    assert client.get(address).status_code == 200


def test_what_others_published_does_not_open_an_own_skill(client, norths, zoe):
    skill = make_competency(norths, "maths")
    souths = zoe.memberships.get().organisation
    version = make_achievement(souths, make_unit(souths))
    Alignment.objects.create(version=version, competency=skill)

    assert client.get(f"/api/v1/skills/{skill.pk}").status_code == 404
    assert client.get(f"/skills/{skill.pk}/").status_code == 404


@pytest.mark.parametrize(("part", "queries"), [("achievements", 3), ("occupations", 2)])
def test_a_page_takes_as_many_queries_however_long(
    client, shared, college, django_assert_num_queries, part, queries
):
    skill = make_competency(shared, "fry")
    for n in range(5):
        need(make_occupation(shared, f"cook {n}"), skill)
        version = make_achievement(college, make_unit(college, f"u{n}"), key=f"a{n}")
        Alignment.objects.create(version=version, competency=skill)

    for limit in (1, 5):
        with django_assert_num_queries(queries):
            answer = client.get(f"/api/v1/skills/{skill.pk}/{part}?limit={limit}")
        assert len(answer.json()["items"]) == limit
