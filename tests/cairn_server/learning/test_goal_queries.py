from datetime import date

import pytest

from cairn_server.catalog.models import StackPart
from cairn_server.learning.aiming import add_part, set_goal
from cairn_server.learning.goal_queries import goals_of, parts_of, wanted_achievements
from cairn_server.learning.queries import ways_of
from tests.making import make_achievement, make_unit
from tests.moments import MONDAY


@pytest.fixture
def want():
    def wanted(person, *versions, by=None):
        goal = set_goal(person=person, name=f"by {by}", by=by, at=MONDAY)
        for version in versions:
            add_part(goal=goal, achievement=version.achievement, at=MONDAY)
        return goal

    return wanted


@pytest.fixture
def badges(college):
    return [make_achievement(college, make_unit(college, key), key=key) for key in "abc"]


def ids(*versions):
    return [version.achievement_id for version in versions]


def test_the_nearest_day_comes_first_and_no_day_last(ada, bea, badges, want):
    at_leisure = want(ada, badges[0])
    later = want(ada, badges[1], badges[0], by=date(2026, 9, 1))
    soon = want(ada, badges[2], by=date(2026, 4, 1))

    assert goals_of(ada) == [soon, later, at_leisure]
    assert parts_of(goals_of(ada)) == ids(badges[2], badges[1], badges[0])
    assert wanted_achievements(ada) == ids(badges[2], badges[1], badges[0])
    assert goals_of(bea) == wanted_achievements(bea) == []


def test_what_a_wanted_stack_is_made_of_is_wanted_too(ada, college, badges, want):
    whole = make_achievement(college, key="whole")
    StackPart.objects.create(version=whole, part=badges[0].achievement, position=0)
    want(ada, whole)

    assert wanted_achievements(ada) == ids(whole, badges[0])


def test_ways_that_a_goal_wants_come_first(ada, badges, want):
    want(ada, badges[2])
    want(ada, badges[0], by=date(2026, 4, 1))

    ways = ways_of(ada, at=MONDAY)

    assert [way.achievement_id for way in ways] == ids(badges[0], badges[2])
    assert all(way.is_wanted for way in ways)


@pytest.mark.parametrize("count", [1, 15])
def test_goals_are_read_in_two_queries(ada, badges, want, count, django_assert_num_queries):
    for _ in range(count):
        want(ada, *badges)

    with django_assert_num_queries(2):
        parts_of(goals_of(ada))
