"""Noting by which day recall kept things current: it only moves on, and belongs to its owner."""

from __future__ import annotations

from cairn_server.accounts.models import Grant
from cairn_server.journal.models import Event
from cairn_server.workforce.keeping import forget_recall, let_know, note_recall, note_recall_of
from cairn_server.workforce.models import KeptByRecall
from cairn_server.workforce.recall_queries import lets_know
from tests.cairn_server.workforce.conftest import answer
from tests.making_skills import give
from tests.moments import DAY, MONDAY


def test_once_a_day_it_is_noted_of_everybody_who_recalled_something(ada, bea, quizzed):
    for person in (ada, bea):
        give(quizzed, person)
    answer(ada, MONDAY + 10 * DAY)

    assert [note_recall(MONDAY + 11 * DAY), note_recall(MONDAY + 12 * DAY)] == [1, 0]
    assert [(one.person, one.on) for one in KeptByRecall.objects.all()] == [
        (ada, (MONDAY + 10 * DAY).date())
    ]


def test_what_a_phone_sent_late_is_noted_and_what_is_long_ago_was(ada, quizzed):
    give(quizzed, ada)
    answer(ada, MONDAY + DAY)

    assert note_recall(MONDAY + 9 * DAY) == 0
    assert note_recall(MONDAY + 7 * DAY) == 1


def test_a_day_never_moves_back(ada, quizzed):
    give(quizzed, ada)
    answer(ada, MONDAY + 20 * DAY)
    note_recall_of(ada, at=MONDAY + 20 * DAY)
    answer(ada, MONDAY + 900 * DAY, option="a")

    assert note_recall_of(ada, at=MONDAY + 900 * DAY) == 0
    assert KeptByRecall.objects.get().on == (MONDAY + 20 * DAY).date()


def test_nobody_is_let_know_unless_it_is_switched_on_and_for_a_year(ada, college):
    assert not lets_know(ada, college, at=MONDAY)

    let_know(person=ada, organisation=college, on=True, at=MONDAY)
    let_know(person=ada, organisation=college, on=True, at=MONDAY + DAY)
    assert Grant.objects.count() == 1
    assert lets_know(ada, college, at=MONDAY + 365 * DAY)
    assert not lets_know(ada, college, at=MONDAY + 366 * DAY)

    let_know(person=ada, organisation=college, on=False, at=MONDAY + 2 * DAY)
    assert not lets_know(ada, college, at=MONDAY + 2 * DAY)
    let_know(person=ada, organisation=college, on=False, at=MONDAY + 3 * DAY)
    assert Event.objects.filter(kind="grant.changed").count() == 3


def test_what_was_noted_goes_with_its_owner(ada, bea, quizzed):
    for person in (ada, bea):
        KeptByRecall.objects.create(
            person=person, achievement=quizzed.achievement, on=MONDAY.date()
        )

    forget_recall(Event(kind="person.erased", about_id=ada.pk))

    assert [one.person for one in KeptByRecall.objects.all()] == [bea]
