"""How well units would be recalled, read for many answers a day."""

from __future__ import annotations

from uuid import uuid4

import pytest

from cairn_server.catalog.models import ItemVersion, UnitVersion
from cairn_server.learning.queries import unit_facts
from cairn_server.learning.recall_queries import recall_of_units
from tests.making import make_achievement, make_due, make_question, make_unit
from tests.moments import DAY, MONDAY


@pytest.fixture
def unit(college) -> UnitVersion:
    """A unit of two questions that anybody may learn."""
    found = make_unit(college, questions=[make_question("one"), make_question("two")])
    make_achievement(college, found)
    return found


def test_what_was_just_answered_is_recalled_and_what_was_never_answered_is_not(ada, unit):
    assert recall_of_units(ada.pk, [unit.unit_id], MONDAY) == {unit.unit_id: (0, 2)}
    make_due(ada, ItemVersion.objects.order_by("item__key")[0])

    assert recall_of_units(ada.pk, [unit.unit_id], MONDAY) == {unit.unit_id: (0.5, 2)}


def test_it_is_the_recall_that_requirements_are_held_against(ada, unit):
    for item in ItemVersion.objects.all():
        make_due(ada, item)
    later = MONDAY + 9 * DAY

    [(recall, _)] = recall_of_units(ada.pk, [unit.unit_id], later).values()

    assert 0.5 < recall < 0.95
    assert recall == unit_facts(ada, [unit.unit_id], later)[unit.unit_id].recall


def test_a_unit_without_questions_has_no_recall(ada, college):
    unit = make_unit(college, questions=[])
    make_achievement(college, unit)

    assert recall_of_units(ada.pk, [unit.unit_id], MONDAY) == {unit.unit_id: (None, 0)}


def test_a_unit_that_is_not_published_is_left_out(ada, unit):
    UnitVersion.objects.update(published_at=None)

    assert recall_of_units(ada.pk, [unit.unit_id, uuid4()], MONDAY) == {}


@pytest.mark.parametrize("count", [1, 30])
def test_as_many_queries_for_thirty_units_as_for_one(
    ada, college, count, django_assert_num_queries
):
    units = [make_unit(college, f"unit-{number}") for number in range(count)]
    make_achievement(college, *units)

    with django_assert_num_queries(2):
        found = recall_of_units(ada.pk, [unit.unit_id for unit in units], MONDAY)

    assert len(found) == count
