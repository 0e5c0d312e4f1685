from datetime import date

import pytest

from cairn_server.hub.goal_pages import Pace, goal_pages
from cairn_server.learning.aiming import add_part, set_goal
from tests.cairn_server.hub.stacks import give, make_course, make_stack
from tests.making import make_unit
from tests.moments import DAY, MONDAY


@pytest.fixture
def courses(college):
    """Two courses of one shared unit of 2 minutes and 30 minutes to show each."""
    shared = make_unit(college, "shared", questions=())
    return [make_course(college, key, shared) for key in ("one", "two")]


@pytest.fixture
def want(ada):
    ada.minutes_a_day = 10
    ada.save()

    def wanted(*versions, by=None):
        goal = set_goal(person=ada, name="Data", by=by, at=MONDAY - 7 * DAY)
        for version in versions:
            add_part(goal=goal, achievement=version.achievement, at=MONDAY)
        return goal_pages(ada, at=MONDAY)[0]

    return wanted


def test_what_the_parts_share_counts_once(courses, want):
    page = want(*courses)

    assert page.minutes_left == 2 + 30 + 30
    assert [part.minutes for part in page.parts] == [32, 32]
    assert page.reached_on == date(2026, 3, 8)  # 62 minutes are 7 days, the first today


@pytest.mark.parametrize(
    ("by", "pace", "needed"),
    [
        (None, Pace.NO_DATE, None),
        (date(2026, 3, 8), Pace.ENOUGH, 9),
        (date(2026, 3, 7), Pace.TOO_SLOW, 11),
        (date(2026, 3, 1), Pace.PAST, None),
    ],
)
def test_a_day_is_held_against_the_minutes_a_day(courses, want, by, pace, needed):
    page = want(*courses, by=by)

    assert (page.pace, page.minutes_needed) == (pace, needed)


def test_what_is_held_is_no_longer_to_do(ada, courses, want):
    give(ada, courses[0])
    halfway = want(*courses)
    give(ada, courses[1])
    [done] = goal_pages(ada, at=MONDAY)

    assert (halfway.held, halfway.is_reached, halfway.minutes_left) == (1, False, 32)
    assert (done.held, done.is_reached, done.minutes_left) == (2, True, 0)


def test_a_stack_and_its_part_are_not_counted_twice(college, courses, want):
    whole = make_stack(college, *courses)

    assert want(courses[0], whole).minutes_left == 62


def test_an_empty_goal_is_not_reached(want):
    assert not want().is_reached


def test_what_was_withdrawn_from_the_catalogue_is_left_out(ada, courses, want):
    want(*courses)
    courses[0].published_at = None
    courses[0].save()

    [page] = goal_pages(ada, at=MONDAY)

    assert [part.title for part in page.parts] == ["Two"]


def test_goals_are_nobody_elses(bea, courses, want):
    want(*courses)

    assert goal_pages(bea, at=MONDAY) == []
