from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cairn_server.catalog.models import Achievement, AchievementVersion, Alignment
from cairn_server.credentials.awarding import award
from cairn_server.credentials.models import AwardEvent
from cairn_server.frameworks.aligning import keep_competency


def shows(college, name, *, level=3, half_life=5.0):
    """Return an achievement of the college that shows a skill."""
    version = AchievementVersion.objects.create(
        achievement=Achievement.objects.create(organisation=college, key=name),
        number=1,
        digest="0",
        published_at=timezone.now(),
        kind="micro-credential",
        title=f"Shows {name}",
        summary="",
        requirements={"units": []},
        half_life_years=half_life,
    )
    skill = keep_competency(url=f"https://skills.example/{name}", name=name)
    Alignment.objects.create(version=version, competency=skill, level=level)
    return version


def give(person, version, *, days_ago=0):
    at = timezone.now() - timedelta(days=days_ago)
    return award(person=person, version=version, shown=[], at=at, basis=str(days_ago))


@pytest.fixture
def mine(client, ada):
    client.force_login(ada)
    return lambda: client.get("/my/skills/")


def test_the_most_current_comes_first_and_what_faded_says_so(mine, ada, college):
    give(ada, shows(college, "welding"), days_ago=10 * 365)
    give(ada, shows(college, "listening", level=4), days_ago=1)

    page = mine()

    assert [one.name for one in page.context["skills"]] == ["listening", "welding"]
    assert page.context["skills"][0].ability.level == 4
    assert "One has faded." in page.content.decode()


def test_what_was_revoked_shows_nothing(mine, ada, college):
    given = give(ada, shows(college, "welding"))
    AwardEvent.objects.create(
        organisation_id=college.pk, award=given, kind="revoke", at=timezone.now()
    )

    assert "No skill shown yet" in mine().content.decode()


def test_everybody_sees_their_own(mine, bea, college):
    give(bea, shows(college, "welding"))

    assert mine().context["skills"] == []


def test_it_takes_as_many_queries_for_many_as_for_one(
    mine, ada, college, django_assert_max_num_queries
):
    for number in range(12):
        give(ada, shows(college, f"skill-{number}"))

    with django_assert_max_num_queries(12):
        assert len(mine().context["skills"]) == 12
