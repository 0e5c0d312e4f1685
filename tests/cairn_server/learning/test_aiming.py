from datetime import date

import pytest

from cairn.errors import GoalDayPassed, GoalFull
from cairn_server.catalog.models import StackPart
from cairn_server.journal.models import Event
from cairn_server.learning import aiming
from cairn_server.learning.models import Enrolment, Goal
from tests.making import make_achievement
from tests.moments import DAY, MONDAY

SPRING = date(2026, 5, 1)


@pytest.fixture
def goal(ada):
    return aiming.set_goal(person=ada, name="Data", by=None, at=MONDAY)


@pytest.fixture
def three(college):
    return [make_achievement(college, key=key).achievement for key in "abc"]


def add(goal, *achievements):
    for one in achievements:
        aiming.add_part(goal=goal, achievement=one, at=MONDAY)


def keys(goal):
    return [part.achievement.key for part in goal.parts.all()]


def test_a_goal_is_kept_in_the_order_it_was_put_together(ada, goal, three):
    add(goal, three[2], three[0], three[2])

    assert keys(goal) == ["c", "a"]
    assert set(Enrolment.objects.values_list("person", "achievement__key")) == {
        (ada.pk, "a"), (ada.pk, "c"),
    }  # fmt: skip


def test_who_wants_a_stack_sets_out_for_its_parts(ada, goal, college):
    whole, part = (make_achievement(college, key=key) for key in ("whole", "part"))
    StackPart.objects.create(version=whole, part=part.achievement, position=0)

    add(goal, whole.achievement)

    assert set(Enrolment.objects.values_list("achievement__key", flat=True)) == {"whole", "part"}


@pytest.mark.parametrize(
    ("key", "earlier", "order"),
    [("c", True, "acb"), ("a", False, "bac"), ("a", True, "abc"), ("c", False, "abc")],
)
def test_parts_change_places(goal, three, key, earlier, order):
    add(goal, *three)
    [moved] = [one for one in three if one.key == key]

    aiming.move_part(goal=goal, achievement_id=moved.pk, earlier=earlier, at=MONDAY)

    assert "".join(keys(goal)) == order


def test_what_is_taken_out_is_no_part_and_what_was_begun_stays(goal, three):
    add(goal, *three)

    aiming.take_part_out(goal=goal, achievement_id=three[1].pk, at=MONDAY)
    aiming.take_part_out(goal=goal, achievement_id=three[1].pk, at=MONDAY)
    aiming.move_part(goal=goal, achievement_id=three[1].pk, earlier=True, at=MONDAY)

    assert keys(goal) == ["a", "c"]
    assert Enrolment.objects.count() == 3


def test_a_goal_is_arranged_anew_in_one_go(goal, three):
    add(goal, three[0], three[1])

    aiming.arrange(goal=goal, achievements=[three[2], three[1], three[2]], at=MONDAY)

    assert keys(goal) == ["c", "b"]


def test_changing_nothing_is_not_told(goal):
    aiming.change_goal(goal=goal, name="Data", by=None, at=MONDAY)
    unchanged = Event.objects.filter(kind="goal.changed").count()
    aiming.change_goal(goal=goal, name="Numbers", by=SPRING, at=MONDAY)

    goal.refresh_from_db()
    assert (goal.name, goal.by) == ("Numbers", SPRING)
    assert (unchanged, Event.objects.filter(kind="goal.changed").count()) == (0, 1)


def test_a_goal_that_was_given_up_is_gone(goal, three):
    add(goal, *three)

    aiming.give_up(goal=goal, at=MONDAY)

    assert not Goal.objects.exists()
    assert Event.objects.filter(kind="goal.given_up").exists()


def test_goals_and_parts_are_not_without_number(ada, goal, college, monkeypatch):
    monkeypatch.setattr(aiming, "MOST_GOALS", 1)
    monkeypatch.setattr(aiming, "MOST_PARTS", 1)
    one, other = (make_achievement(college, key=key).achievement for key in "xy")
    add(goal, one)

    with pytest.raises(GoalFull, match="at most 1"):
        add(goal, other)
    with pytest.raises(GoalFull, match="at most 1"):
        aiming.arrange(goal=goal, achievements=[other, one], at=MONDAY)
    assert keys(goal) == ["x"]
    with pytest.raises(GoalFull, match="You have 1 goals"):
        aiming.set_goal(person=ada, name="More", by=None, at=MONDAY)


def test_a_day_that_has_passed_is_refused_unless_the_goal_had_it(ada, goal):
    yesterday = (MONDAY - DAY).date()
    with pytest.raises(GoalDayPassed, match="has passed"):
        aiming.set_goal(person=ada, name="More", by=date(1, 1, 1), at=MONDAY)
    with pytest.raises(GoalDayPassed):
        aiming.change_goal(goal=goal, name="Data", by=yesterday, at=MONDAY)

    aiming.change_goal(goal=goal, name="Data", by=MONDAY.date(), at=MONDAY)
    goal.refresh_from_db()
    aiming.change_goal(goal=goal, name="Late", by=MONDAY.date(), at=MONDAY + 7 * DAY)

    goal.refresh_from_db()
    assert (goal.name, goal.by) == ("Late", MONDAY.date())
