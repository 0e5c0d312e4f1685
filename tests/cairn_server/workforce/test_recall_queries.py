"""By which day recall kept current what somebody holds, and whom they let know."""

from __future__ import annotations

import pytest

from cairn_server.accounts.models import Grant
from cairn_server.workforce.keeping import let_know, note_recall_of
from cairn_server.workforce.models import KeptByRecall
from cairn_server.workforce.recall_queries import (
    held_versions,
    kept_now,
    lets_know,
    noted_days,
    shared_days,
)
from cairn_server.workforce.skill_queries import own_skills, skills_of
from tests.cairn_server.workforce.conftest import answer, here
from tests.making_skills import give
from tests.moments import DAY, MONDAY

YEAR = 365 * DAY


def kept(person, at):
    return list(kept_now(person, held_versions(person, at=at), at=at).values())


def test_half_of_the_questions_but_no_fewer_than_three_keep_it_current(ada, quizzed):
    give(quizzed, ada)
    answer(ada, MONDAY + YEAR, first=2)
    assert kept(ada, MONDAY + YEAR) == []

    answer(ada, MONDAY + YEAR + DAY, first=3)
    assert kept(ada, MONDAY + YEAR + DAY) == [(MONDAY + YEAR + DAY).date()]


def test_wrong_answers_and_those_of_others_keep_nothing_current(ada, bea, quizzed):
    give(quizzed, ada)
    answer(ada, MONDAY + YEAR, option="a")
    answer(bea, MONDAY + YEAR)

    assert kept(ada, MONDAY + YEAR) == []
    assert kept(bea, MONDAY + YEAR) == []  # holds nothing


def test_on_ones_own_page_it_counts_at_once_and_the_level_stays(ada, quizzed, sql):
    give(quizzed, ada)
    before = own_skills(ada, at=MONDAY + 2 * YEAR)[1]
    answer(ada, MONDAY + 2 * YEAR)
    after = own_skills(ada, at=MONDAY + 2 * YEAR)[1]

    assert (before.name, before.ability.level, after.ability.level) == ("SQL", 3, 3)
    assert before.ability.weight == pytest.approx(0.5 ** (730 / 365.2425 / 2.5))
    assert after.ability.weight == 1
    [rests] = after.rests_on
    assert (rests.on, rests.kept_on) == (MONDAY.date(), (MONDAY + 2 * YEAR).date())
    assert before.rests_on[0].kept_on is None


def test_an_organisation_sees_it_of_those_only_who_let_it(ada, college, quizzed):
    give(quizzed, ada)
    at = MONDAY + 2 * YEAR
    answer(ada, at)
    note_recall_of(ada, at=at)

    unseen = skills_of(here(ada), at=at)[1]
    let_know(person=ada, organisation=college, on=True, at=at)
    seen = skills_of(here(ada), at=at)[1]
    let_know(person=ada, organisation=college, on=False, at=at + DAY)
    again_unseen = skills_of(here(ada), at=at + DAY)[1]

    assert [one.rests_on[0].kept_on for one in (unseen, again_unseen)] == [None, None]
    assert seen.rests_on[0].kept_on == at.date()
    assert (round(unseen.ability.weight, 2), seen.ability.weight) == (0.57, 1)


def test_days_are_told_by_version_and_person_from_the_day_on(ada, bea, college, quizzed):
    for person in (ada, bea):
        give(quizzed, person)
        KeptByRecall.objects.create(
            person=person, achievement=quizzed.achievement, on=(MONDAY + YEAR).date()
        )
    let_know(person=ada, organisation=college, on=True, at=MONDAY)
    Grant.objects.update(until=MONDAY + 3 * YEAR)

    told = shared_days(college, at=MONDAY + 2 * YEAR)
    assert [list(days.values()) for days in told.values()] == [["2027-03-02"]]
    assert shared_days(college, at=MONDAY + YEAR - DAY) == {}
    assert noted_days(bea) == {quizzed.achievement_id: (MONDAY + YEAR).date()}
    assert lets_know(ada, college, at=MONDAY)
    assert not lets_know(bea, college, at=MONDAY)


def test_what_is_kept_takes_three_queries(ada, quizzed, django_assert_num_queries):
    give(quizzed, ada)
    answer(ada, MONDAY + DAY)
    held = held_versions(ada, at=MONDAY + DAY)

    with django_assert_num_queries(3):
        kept_now(ada, held, at=MONDAY + DAY)
