from uuid import uuid4

import pytest

from cairn.pathways.requirement import Reference
from cairn_server.catalog.models import StackPart, UnitOrder
from cairn_server.catalog.stack_queries import named, stacks_naming, unit_order, with_parts
from tests.making import make_achievement, make_quiz, make_unit


def stack(whole, *parts):
    for position, part in enumerate(parts):
        StackPart.objects.create(version=whole, part=part.achievement, position=position)


@pytest.fixture
def three(college):
    """A stack on a stack on a badge."""
    small, middle, large = (make_achievement(college, key=key) for key in ("s", "m", "l"))
    stack(middle, small)
    stack(large, middle)
    return small, middle, large


def test_a_stack_comes_with_all_that_it_is_built_on(three):
    small, middle, large = three

    found = with_parts([large.achievement_id])

    assert set(found.values()) == {small, middle, large}
    assert set(with_parts([small.achievement_id]).values()) == {small}
    assert with_parts([uuid4()]) == {}


def test_a_circle_of_stacks_ends(three):
    small, _, large = three
    stack(small, large)

    assert set(with_parts([large.achievement_id]).values()) == set(three)


def test_drafts_are_no_part(three):
    small, middle, large = three
    middle.published_at = None
    middle.save()

    assert set(with_parts([large.achievement_id]).values()) == {large}
    assert list(stacks_naming([small.achievement_id])) == []


@pytest.mark.parametrize("count", [1, 30])
def test_the_parts_of_a_level_are_read_at_once(college, count, django_assert_num_queries):
    parts = [make_achievement(college, key=f"p{n}") for n in range(count)]
    whole = make_achievement(college, key="whole")
    stack(whole, *parts)

    with django_assert_num_queries(4):
        assert len(with_parts([whole.achievement_id])) == count + 1


def test_a_stack_is_found_by_its_parts(three):
    small, middle, _ = three

    assert list(stacks_naming([small.achievement_id])) == [middle]


def test_each_thing_that_is_named_has_its_title_and_minutes(college, django_assert_num_queries):
    quiz = make_quiz(college, title="Reading charts")
    unit = make_unit(college, "asking")
    badge = make_achievement(college, unit, key="badge")
    references = [
        Reference("unit", str(unit.unit_id)),
        Reference("quiz", str(quiz.quiz_id)),
        Reference("credential", str(badge.achievement_id)),
        Reference("attendance", str(uuid4())),
    ]

    with django_assert_num_queries(4):
        found = named(references)

    assert found.names == {
        str(unit.unit_id): "Asking",
        str(quiz.quiz_id): "Reading charts",
        str(badge.achievement_id): "Badge",
    }
    assert found.minutes == {str(unit.unit_id): 2, str(quiz.quiz_id): 10}


def test_units_are_learned_in_an_order(college):
    first, then = make_unit(college, "first").unit, make_unit(college, "then").unit
    UnitOrder.objects.create(unit=then, after=first)

    assert unit_order([then.pk, first.pk]) == [(first.pk, then.pk)]
    assert unit_order([then.pk]) == []
