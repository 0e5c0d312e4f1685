"""Cards passed and units finished."""

from __future__ import annotations

from uuid import UUID

import pytest

from cairn_server.catalog.models import ItemVersion, UnitVersion
from cairn_server.journal.models import Event
from cairn_server.learning.models import Enrolment, UnitProgress
from cairn_server.learning.progressing import answer_in_unit, deliver_review, pass_card
from tests.making import make_achievement, make_unit
from tests.moments import DAY, MONDAY

ANSWER = {"review_id": UUID(int=1), "response": {"option": "b"}, "at": MONDAY}


@pytest.fixture
def unit(college):
    """A text, a question, a text."""
    made = make_unit(college)
    make_achievement(college, made)
    return made


@pytest.fixture
def item(unit):
    return ItemVersion.objects.select_related("item").get()


def finished() -> int:
    return Event.objects.filter(kind="unit.finished").count()


def test_progress_never_goes_back(ada, unit):
    for cards_passed in (2, 1, 0):
        progress = pass_card(person=ada, unit=unit, cards_passed=cards_passed, at=MONDAY)

    assert progress.card == 2


def test_who_begins_a_unit_is_on_the_way_to_what_it_counts_for(ada, unit):
    pass_card(person=ada, unit=unit, cards_passed=1, at=MONDAY)
    pass_card(person=ada, unit=unit, cards_passed=2, at=MONDAY)

    assert Enrolment.objects.get().achievement.key == "checking"


def test_who_is_on_one_way_already_is_not_put_on_another(ada, college, unit):
    other = make_achievement(college, unit, key="other")
    Enrolment.objects.create(person=ada, achievement=other.achievement, started_at=MONDAY)

    pass_card(person=ada, unit=unit, cards_passed=1, at=MONDAY)

    assert Enrolment.objects.count() == 1


def test_all_cards_and_all_answers_finish_a_unit_once(ada, unit, item):
    answer_in_unit(person=ada, unit=unit, item=item, **ANSWER)
    assert UnitProgress.objects.get().card == 2

    for _ in range(2):
        progress = pass_card(person=ada, unit=unit, cards_passed=3, at=MONDAY + DAY)

    assert progress.finished_at == MONDAY + DAY
    assert finished() == 1


def test_passing_all_cards_without_the_answer_finishes_nothing(ada, unit):
    progress = pass_card(person=ada, unit=unit, cards_passed=99, at=MONDAY)

    assert (progress.card, progress.finished_at, finished()) == (3, None, 0)


def test_a_late_answer_finishes_what_was_passed(ada, unit, item):
    pass_card(person=ada, unit=unit, cards_passed=3, at=MONDAY)

    deliver_review(person=ada, item=item, received_at=MONDAY + DAY, **ANSWER)

    assert UnitProgress.objects.get().finished_at == MONDAY + DAY
    assert finished() == 1


def test_a_new_version_of_the_unit_begins_anew_but_what_is_learned_stays(ada, unit, item):
    newer = UnitVersion.objects.create(
        unit=unit.unit, number=2, title="B", seconds=60, cards=unit.cards, published_at=MONDAY
    )
    pass_card(person=ada, unit=unit, cards_passed=2, at=MONDAY)

    progress = pass_card(person=ada, unit=newer, cards_passed=1, at=MONDAY)
    assert (progress.version_id, progress.card) == (newer.pk, 1)

    answer_in_unit(person=ada, unit=newer, item=item, **ANSWER)
    pass_card(person=ada, unit=newer, cards_passed=3, at=MONDAY)
    progress = pass_card(person=ada, unit=unit, cards_passed=1, at=MONDAY + DAY)
    assert progress.finished_at == MONDAY
