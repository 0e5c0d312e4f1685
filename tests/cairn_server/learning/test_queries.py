"""What is due, what a session holds, where somebody stands."""

from __future__ import annotations

from uuid import UUID

import pytest

from cairn.scheduling.memory import Rating
from cairn_server.catalog.models import ItemVersion
from cairn_server.learning import queries
from cairn_server.learning.progressing import answer_in_unit, pass_card
from cairn_server.learning.reviewing import record_review
from tests.making import (
    make_achievement,
    make_due,
    make_item,
    make_question,
    make_unit,
    make_version,
)
from tests.moments import DAY, MONDAY

DUE_ON = MONDAY + 2 * DAY  # a first Good: stability 2.3065 days, so due after 2


def test_an_item_is_due_from_the_morning_of_its_day(ada, whiteboards):
    make_due(ada, whiteboards)
    five_hours = DUE_ON.replace(hour=4)

    assert queries.due_cards(ada, at=five_hours).count == 1  # 4:00, though due at 9:00
    assert queries.due_cards(ada, at=five_hours.replace(hour=3)).count == 0


def test_only_ones_own_items_are_due(ada, bea, whiteboards):
    make_due(ada, whiteboards)

    assert queries.due_cards(bea, at=DUE_ON).first is None


def test_the_faintest_comes_first(ada, college):
    faint, fresh = make_item(college, "faint"), make_item(college, "fresh")
    make_due(ada, fresh)
    record_review(person=ada, item=faint, review_id=UUID(int=1), rating=Rating.AGAIN, at=MONDAY)

    cards = queries.due_cards(ada, at=DUE_ON).cards

    assert [card.version for card in cards] == [faint, fresh]
    assert cards[0].retrievability < cards[1].retrievability


@pytest.mark.parametrize("count", [1, 30])
def test_today_takes_as_many_queries_for_one_as_for_thirty(
    ada, college, count, django_assert_num_queries
):
    for number in range(count):
        item = make_item(college, f"item-{number}")
        make_due(ada, item, number)
        pass_card(
            person=ada,
            unit=item.item.unit.versions.get(),
            cards_passed=1,
            at=MONDAY,
        )

    with django_assert_num_queries(14):
        today = queries.today(ada, DUE_ON)

    assert (today.due.count, len(today.ways)) == (count, count)


def test_a_session_stops_at_the_minutes_and_goes_on_if_asked(ada, college):
    unit = make_unit(college, questions=[make_question(f"q{n}", seconds=60) for n in range(9)])
    make_achievement(college, unit)
    for item in ItemVersion.objects.select_related("item"):
        make_due(ada, item)

    plan = queries.session_for(ada, DUE_ON)
    assert (len(plan.recalls), plan.seconds, plan.is_done) == (6, 360, False)

    for number, card in enumerate(plan.recalls):
        record_review(
            person=ada,
            item=card.version,
            review_id=UUID(int=number + 1),
            rating=Rating.GOOD,
            at=DUE_ON,
        )
    done = queries.session_for(ada, DUE_ON)
    assert (done.recalls, done.unit, done.is_done, done.spent) == ((), None, True, 360)
    assert len(queries.session_for(ada, DUE_ON, more=True).recalls) == 3


def test_a_new_unit_follows_the_recalls_if_it_fits(ada, college, whiteboards):
    make_due(ada, whiteboards)
    unit = make_unit(college, "next")  # two minutes
    version = make_achievement(college, unit)
    ada.enrolments.create(achievement=version.achievement, started_at=MONDAY)

    assert queries.session_for(ada, DUE_ON).unit.title == "Next"

    ada.minutes_a_day = 2
    assert queries.session_for(ada, DUE_ON).unit is None


def test_a_new_person_has_nothing_to_do_and_no_error(ada):
    today = queries.today(ada, MONDAY)

    assert (today.due.count, today.session.unit, today.ways, today.keep_current) == (
        0,
        None,
        (),
        (),
    )


def test_where_somebody_stands_with_a_unit(ada, college):
    unit = make_unit(college, questions=[make_question("q1"), make_question("q2")])
    make_achievement(college, unit)
    first, second = ItemVersion.objects.order_by("pk").select_related("item")

    [untouched] = queries.unit_facts(ada, [unit.unit_id], MONDAY).values()
    assert (untouched.learned_at, untouched.recall, untouched.minutes_left) == (None, 0.0, 2.0)

    for number, item in enumerate((first, second)):
        answer_in_unit(
            person=ada,
            unit=unit,
            item=item,
            review_id=UUID(int=number + 1),
            rating=Rating.GOOD,
            at=MONDAY,
        )
        pass_card(person=ada, unit=unit, cards_passed=number + 1, at=MONDAY)
    pass_card(person=ada, unit=unit, cards_passed=4, at=MONDAY + DAY)
    [learned] = queries.unit_facts(ada, [unit.unit_id], MONDAY).values()
    assert (learned.learned_at, learned.recall, learned.minutes_left) == (MONDAY + DAY, 1.0, 0.0)
    assert (learned.fact.recall, learned.fact.items) == (1.0, 2)

    [later] = queries.unit_facts(ada, [unit.unit_id], MONDAY + 2 * DAY).values()
    assert later.recall == pytest.approx(0.9095, abs=5e-5)  # (1 + 0.98 * 2 / 2.3065) ** -0.1542


def test_an_unanswered_question_counts_as_not_recalled(ada, college):
    unit = make_unit(college, questions=[make_question("q1"), make_question("q2")])
    make_achievement(college, unit)
    make_due(ada, ItemVersion.objects.select_related("item").first())

    [standing] = queries.unit_facts(ada, [unit.unit_id], MONDAY).values()

    assert standing.recall == 0.5


@pytest.mark.parametrize("count", [1, 30])
def test_unit_facts_take_four_queries(ada, college, count, django_assert_num_queries):
    units = [make_unit(college, f"u{number}") for number in range(count)]
    make_achievement(college, *units)

    with django_assert_num_queries(4):
        facts = queries.unit_facts(ada, [unit.unit_id for unit in units], MONDAY)

    assert len(facts) == count


def test_items_of_an_older_version_of_a_unit_do_not_count(ada, college):
    unit = make_unit(college)
    make_achievement(college, unit)
    make_version(unit.unit, make_question("dropped"))

    [standing] = queries.unit_facts(ada, [unit.unit_id], MONDAY).values()

    assert standing.items == 1


def test_what_can_have_been_answered_since_when(ada, college, whiteboards):
    assert queries.enrolled_at(ada, whiteboards) == ada.created_at

    pass_card(
        person=ada, unit=whiteboards.item.unit.versions.get(), cards_passed=1, at=MONDAY + DAY
    )
    assert queries.enrolled_at(ada, whiteboards) == MONDAY + DAY

    ada.enrolments.update(started_at=MONDAY)
    assert queries.enrolled_at(ada, whiteboards) == MONDAY
