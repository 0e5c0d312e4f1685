"""What a version of an achievement is linked to, and what follows from it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cairn.exchange.pack import PackAlignment
from cairn_server.catalog.linking import (
    Named,
    assessed_among,
    circle_in,
    link,
    linked,
    linked_of,
    seconds_of,
)
from cairn_server.catalog.models import AchievementKind, AchievementVersion, StackPart
from cairn_server.errors import AlignmentRefused
from cairn_server.frameworks.models import Competency, CompetencyFramework, FrameworkSource
from tests.making import make_achievement, make_unit


def named(*, units=(), parts=()):
    return Named(
        units=[one.unit for one in units],
        tasks=[],
        quizzes=[],
        gatherings=[],
        parts=[one.achievement for one in parts],
    )


@pytest.fixture
def boards(college):
    return make_unit(college, "boards")


@pytest.fixture
def small(college, boards):
    return make_achievement(college, boards, key="small")


def test_linking_again_leaves_only_what_is_named_now(college, boards, small):
    large = make_achievement(college, boards, key="large")
    aims = [PackAlignment("assess", f"https://a.example/{n}", level=n) for n in (2, 5)]

    link(large, named(units=[boards], parts=[small]), aims)
    assert StackPart.objects.get().part == small.achievement
    assert set(large.alignments.values_list("competency__url", "level")) == {
        ("https://a.example/2", 2),
        ("https://a.example/5", 5),
    }

    assert linked_of(large) == linked([boards.unit], aims)
    renamed = [replace(one, target_name="Said otherwise") for one in aims]
    assert linked([boards.unit], renamed) == linked([boards.unit], aims)
    assert linked([boards.unit], aims[:1]) != linked([boards.unit], aims)

    link(large, named(units=[boards]), aims[:1])
    assert not StackPart.objects.exists()
    assert (large.units.get(), large.alignments.get().level) == (boards.unit, 2)


def test_only_micro_credentials_in_their_newest_version_are_assessed(college, small):
    assert assessed_among([small.achievement]) == set()

    AchievementVersion.objects.create(
        achievement=small.achievement,
        number=2,
        kind=AchievementKind.MICRO_CREDENTIAL,
        title="Small",
        summary="S",
        requirements={},
    )

    assert assessed_among([small.achievement]) == {str(small.achievement_id)}


def test_a_stack_takes_the_time_of_all_its_units_each_counted_once(college, boards, small):
    other = make_unit(college, "gestures")
    middle = make_achievement(college, key="middle")
    link(middle, named(units=[boards, other], parts=[small]), [])

    assert seconds_of(named(parts=[middle])) == boards.seconds + other.seconds == 240


def test_a_circle_is_named_and_an_old_version_makes_none(college, small):
    large = make_achievement(college, key="large")
    link(large, named(parts=[small]), [])
    assert circle_in(college) == []

    link(small, named(parts=[large]), [])
    assert circle_in(college) in (["small", "large", "small"], ["large", "small", "large"])

    AchievementVersion.objects.create(
        achievement=small.achievement,
        number=2,
        kind=small.kind,
        title="Small",
        summary="S",
        requirements={},
    )
    assert circle_in(college) == []


def test_an_alignment_keeps_what_its_author_calls_a_framework_that_nobody_brought_in(
    college, small
):
    aim = PackAlignment("surf", "https://d.example/1", target_framework="DigComp")

    link(small, named(), [aim])
    row = small.alignments.get()
    assert (row.framework_name, row.competency.framework.name) == ("DigComp", "d.example")

    CompetencyFramework.objects.create(name="Digcomp", source=FrameworkSource.OWN)
    link(small, named(), [aim])
    assert small.alignments.get().framework_name == "d.example"


def test_nobody_aligns_to_a_skill_of_another_organisations_own(college, small, zoe):
    souths = CompetencyFramework.objects.create(
        name="S", source=FrameworkSource.OWN, organisation=zoe.memberships.get().organisation
    )
    url = "https://south.example/1"
    Competency.objects.create(framework=souths, url=url, name="secret plan")

    with pytest.raises(AlignmentRefused):
        link(small, named(), [PackAlignment("any", url)])
