"""What a guest has learned becomes the person's, once."""

from __future__ import annotations

from uuid import UUID

import pytest

from cairn.scheduling.memory import Rating
from cairn_server.accounts.models import Person, PersonKind
from cairn_server.accounts.signing_in import record_sign_in
from cairn_server.catalog.models import ItemVersion
from cairn_server.journal.models import Event
from cairn_server.learning.aiming import set_goal
from cairn_server.learning.merging import take_over_after_sign_in, take_over_guest
from cairn_server.learning.models import Enrolment, Memory, Review, UnitProgress
from cairn_server.learning.progressing import answer_in_unit, pass_card
from cairn_server.learning.reviewing import record_review
from tests.making import make_achievement, make_unit
from tests.moments import DAY, MONDAY


@pytest.fixture
def guest(db):
    return Person.objects.create(kind=PersonKind.GUEST)


@pytest.fixture
def unit(college):
    made = make_unit(college)
    make_achievement(college, made)
    return made


@pytest.fixture
def item(unit):
    return ItemVersion.objects.select_related("item").get()


def learn(person, unit, item, number, at):
    answer_in_unit(
        person=person,
        unit=unit,
        item=item,
        review_id=UUID(int=number),
        rating=Rating.GOOD,
        at=at,
    )


def counts(person):
    tables = (Review, Memory, UnitProgress, Enrolment)
    return [table.objects.filter(person=person).count() for table in tables]


def test_everything_moves_and_a_repeat_changes_nothing(ada, guest, unit, item):
    learn(guest, unit, item, 1, MONDAY)

    for _ in range(2):
        take_over_guest(ada, guest, at=MONDAY + DAY)

    assert counts(ada) == [1, 1, 1, 1]
    assert counts(guest) == [0, 0, 0, 0]


def test_the_memory_is_that_of_all_reviews_of_both(ada, guest, unit, item):
    learn(ada, unit, item, 1, MONDAY)
    learn(guest, unit, item, 2, MONDAY + 3 * DAY)

    take_over_guest(ada, guest, at=MONDAY + 4 * DAY)

    merged = Memory.objects.get().state
    Review.objects.all().delete()
    Memory.objects.all().delete()
    for number, at in ((1, MONDAY), (2, MONDAY + 3 * DAY)):
        record_review(person=ada, item=item, review_id=UUID(int=number), rating=Rating.GOOD, at=at)
    assert merged == Memory.objects.get().state
    assert merged.review_count == 2


def test_the_further_progress_counts(ada, guest, unit, item):
    pass_card(person=ada, unit=unit, cards_passed=1, at=MONDAY)
    learn(guest, unit, item, 1, MONDAY + DAY)

    take_over_guest(ada, guest, at=MONDAY + 2 * DAY)

    progress = UnitProgress.objects.get()
    assert (progress.card, progress.started_at) == (2, MONDAY)


def test_a_unit_that_the_guest_finished_is_told_of_the_person(ada, guest, unit, item):
    learn(guest, unit, item, 1, MONDAY)
    pass_card(person=guest, unit=unit, cards_passed=3, at=MONDAY)

    for _ in range(2):
        take_over_guest(ada, guest, at=MONDAY + DAY)

    told = Event.objects.filter(kind="unit.finished", owner_id=ada.pk)
    assert [event.at for event in told] == [MONDAY + DAY]
    assert UnitProgress.objects.get().finished_at == MONDAY


def test_nothing_is_taken_from_somebody_with_an_account(ada, bea, unit, item):
    learn(bea, unit, item, 1, MONDAY)

    take_over_guest(ada, bea, at=MONDAY)
    take_over_guest(bea, bea, at=MONDAY)

    assert counts(ada) == [0, 0, 0, 0]
    assert counts(bea) == [1, 1, 1, 1]


def test_signing_in_takes_along_what_the_session_learned(ada, guest, unit, item):
    learn(guest, unit, item, 1, MONDAY)
    record_sign_in(person=ada, guest_id=guest.pk, at=MONDAY)

    take_over_after_sign_in(Event.objects.get(kind="person.signed_in"))

    assert counts(ada) == [1, 1, 1, 1]


def test_a_guest_that_is_gone_takes_nothing_along(ada):
    record_sign_in(person=ada, guest_id=UUID(int=7), at=MONDAY)

    take_over_after_sign_in(Event.objects.get(kind="person.signed_in"))

    assert counts(ada) == [0, 0, 0, 0]


def test_goals_of_a_guest_become_the_persons(ada, guest):
    goal = set_goal(person=guest, name="Data", by=None, at=MONDAY)

    take_over_guest(ada, guest, at=MONDAY + DAY)

    goal.refresh_from_db()
    assert goal.person == ada
