import pytest

from cairn.pathways.criteria import Met, Missing, Units
from cairn_server.catalog.cards import question_items
from cairn_server.catalog.queries import newest_items, newest_units
from cairn_server.hub.known_ways import (
    is_only_to_refresh,
    known_ways,
    stacks_of,
    still_missing,
)
from cairn_server.journal.ids import new_id
from cairn_server.learning.progressing import pass_card
from cairn_server.learning.reviewing import record_review
from tests.cairn_server.hub.stacks import give, make_course, make_stack
from tests.making import make_unit
from tests.moments import DAY, MONDAY


@pytest.fixture
def shared(college):
    return make_unit(college, "shared", questions=())


@pytest.fixture
def courses(college, shared):
    """Two courses of 30 minutes to show, one shared unit and one of its own, of 2 minutes each."""
    return [
        make_course(college, key, shared, make_unit(college, f"of-{key}")) for key in ("one", "two")
    ]


@pytest.fixture
def both(college, courses):
    return make_stack(college, *courses)


def ways(person, version, at=MONDAY):
    return known_ways(person, [version.achievement_id], at=at)


def learn(person, unit):
    version = newest_units([unit.unit_id])[unit.unit_id]
    for item in newest_items(question_items(version.cards)).values():
        record_review(
            person=person, item=item, review_id=new_id(), response={"option": "b"}, at=MONDAY
        )
    pass_card(person=person, unit=version, cards_passed=len(version.cards), at=MONDAY)


def test_what_two_parts_share_is_learned_once(ada, both):
    verdict = ways(ada, both).requires_met(str(both.achievement_id))

    assert verdict.minutes == 3 * 2 + 2 * 30


def test_by_itself_each_part_takes_its_own_time(ada, both, courses):
    known = ways(ada, both)

    assert [known.facts.minutes[str(one.achievement_id)] for one in courses] == [34, 34]


def test_what_is_learned_and_held_is_no_longer_to_do(ada, both, courses, shared):
    learn(ada, shared)
    learned = ways(ada, both).requires_met(str(both.achievement_id))
    give(ada, courses[0])
    held = ways(ada, both).requires_met(str(both.achievement_id))

    assert (learned.minutes, held.minutes) == (2 * 2 + 2 * 30, 2 + 30)


def test_a_stranger_has_it_all_to_do(both):
    known = ways(None, both)

    assert isinstance(known.verdict([str(both.achievement_id)]), Missing)
    assert known.units == {}


def test_several_achievements_are_one_way(ada, courses):
    ids = [one.achievement_id for one in courses]

    known = known_ways(ada, ids, at=MONDAY)
    both = known.verdict([str(id) for id in ids])
    give(ada, courses[0])
    give(ada, courses[1])

    assert both.minutes == 3 * 2 + 2 * 30
    assert isinstance(known_ways(ada, ids, at=MONDAY).verdict([str(id) for id in ids]), Met)


def test_a_stack_says_when_one_part_is_the_last(ada, bea, both, courses):
    give(ada, courses[0])

    def stack(person, part):
        [found] = stacks_of(person, part.achievement_id, at=MONDAY)
        return found.title, found.is_last_part, found.is_held

    assert stack(ada, courses[1]) == ("Both", True, False)
    assert stack(bea, courses[1]) == ("Both", False, False)
    assert stack(None, courses[1]) == ("Both", False, False)
    give(ada, both)
    assert stack(ada, courses[1]) == ("Both", False, True)
    assert stacks_of(ada, both.achievement_id, at=MONDAY) == []


def test_of_several_units_those_that_are_learned_are_not_named(ada, courses, shared):
    learn(ada, shared)
    known = ways(ada, courses[0])
    gap = known.requires_met(str(courses[0].achievement_id)).what[0]

    left = still_missing(gap, known.facts)

    assert len(gap.leaf.units) == 2
    assert isinstance(left, Units)
    assert left.units == (gap.leaf.units[1],)
    assert not is_only_to_refresh(gap, known.facts)


def test_where_only_recall_is_missing_it_is_to_be_refreshed(ada, college):
    unit = make_unit(college, "faded")
    course = make_course(college, "fading", unit)
    course.requirements = {"units": [str(unit.unit_id)], "recall_at_least": 0.9}
    course.save()
    learn(ada, unit)
    known = ways(ada, course, at=MONDAY + 60 * DAY)
    [gap] = known.requires_met(str(course.achievement_id)).what

    assert is_only_to_refresh(gap, known.facts)
    assert still_missing(gap, known.facts) == gap.leaf


@pytest.mark.parametrize("count", [1, 20])
def test_as_many_queries_for_one_part_as_for_twenty(ada, college, count, django_assert_num_queries):
    parts = [make_course(college, f"k{n}", make_unit(college, f"u{n}")) for n in range(count)]
    whole = make_stack(college, *parts)

    with django_assert_num_queries(13):
        ways(ada, whole)
