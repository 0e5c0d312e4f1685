"""What the page of a skill tells, and to whom."""

from copy import copy
from uuid import uuid4

import pytest

from cairn_server.catalog.models import AchievementVersion, Alignment
from cairn_server.frameworks.models import CompetencyFramework
from cairn_server.hub.skill_queries import skill_page
from cairn_server.journal.ids import new_id
from tests.cairn_server.frameworks.conftest import make_competency, make_occupation, need
from tests.moments import MONDAY


@pytest.fixture
def shared(db) -> CompetencyFramework:
    return CompetencyFramework.objects.create(name="Skills of All", attribution="By all.")


def next_version(version: AchievementVersion, **changes: object) -> AchievementVersion:
    newer = copy(version)
    newer.id, newer.number = new_id(), version.number + 1
    for name, value in changes.items():
        setattr(newer, name, value)
    newer.save(force_insert=True)
    return newer


def test_achievements_that_prove_it_come_with_their_level(shared, course):
    skill = make_competency(shared, "check understanding")
    Alignment.objects.create(version=course, competency=skill, level=4)

    (proof,) = skill_page(None, skill.pk).proofs

    assert (proof.title, proof.level, proof.organisation) == (course.title, 4, "North College")
    assert proof.achievement_id == course.achievement_id


def test_a_draft_proves_nothing_and_a_newer_version_speaks_for_the_older(shared, course):
    skill, draft_skill = make_competency(shared, "check"), make_competency(shared, "listen")
    Alignment.objects.create(version=course, competency=skill)
    draft = next_version(course, published_at=None)
    Alignment.objects.create(version=draft, competency=draft_skill)

    assert len(skill_page(None, skill.pk).proofs) == 1
    assert skill_page(None, draft_skill.pk).proofs == ()

    draft.published_at = MONDAY
    draft.save()

    assert skill_page(None, skill.pk).proofs == ()
    assert len(skill_page(None, draft_skill.pk).proofs) == 1


def test_work_that_needs_it_is_told_apart_by_how_much(shared):
    fry = make_competency(shared, "fry")
    need(make_occupation(shared, "cook"), fry)
    need(make_occupation(shared, "baker"), fry, is_essential=False)

    page = skill_page(None, fry.pk)

    assert [one.name for one in page.essential_for] == ["cook"]
    assert [one.name for one in page.optional_for] == ["baker"]


def test_wider_skills_are_named_unless_they_were_dropped(shared):
    cook = make_competency(shared, "cook meals")
    old = make_competency(shared, "cook on coal", retired_at=MONDAY)
    fry = make_competency(shared, "fry", broader=[cook.url, old.url, "https://x.example/gone"])

    assert skill_page(None, fry.pk).broader == (cook,)


def test_an_own_skill_is_for_members_until_something_published_names_it(college, ada, zoe, course):
    norths = CompetencyFramework.objects.create(name="North skills", organisation=college)
    own = make_competency(norths, "ask")

    assert skill_page(ada, own.pk).skill == own
    assert skill_page(zoe, own.pk) is skill_page(None, own.pk) is None

    Alignment.objects.create(version=course, competency=own)

    assert skill_page(None, own.pk).skill == own


def test_there_is_no_page_for_what_is_not_there(db):
    assert skill_page(None, uuid4()) is None


@pytest.mark.parametrize("rows", [1, 30])
def test_a_page_takes_four_queries_however_much_work_needs_the_skill(
    shared, rows, django_assert_num_queries
):
    fry = make_competency(shared, "fry", broader=["https://x.example/gone"])
    for number in range(rows):
        need(make_occupation(shared, f"cook {number}"), fry)

    with django_assert_num_queries(4):
        assert len(skill_page(None, fry.pk).essential_for) == rows
