"""Ways, their next unit, and what keeps current."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from cairn_server.learning.ways import (
    UnitStanding,
    Way,
    next_unit,
    to_keep_current,
    wanted_first,
    week_of,
)
from tests.moments import DAY, MONDAY


def unit(number: int, *, learned: bool = False, begun: bool = False, recall: float | None = None):
    return UnitStanding(
        unit_id=UUID(int=number),
        title=f"Unit {number}",
        learned_at=MONDAY if learned else None,
        recall=recall,
        items=2,
        seconds=120,
        is_begun=begun or learned,
        minutes_left=0.0 if learned else 2.0,
        minutes_to_refresh=0.5,
    )


def way(*units: UnitStanding, title: str = "Checking") -> Way:
    return Way(UUID(int=99), title, units, task_count=1)


def test_the_unit_that_was_begun_comes_before_the_first():
    assert way(unit(1, learned=True), unit(2), unit(3, begun=True)).next_unit.title == "Unit 3"
    assert way(unit(1, learned=True), unit(2), unit(3)).next_unit.title == "Unit 2"
    assert way(unit(1, learned=True)).next_unit is None


def test_a_unit_begun_on_any_way_comes_before_all_others():
    assert next_unit([way(unit(1)), way(unit(2, begun=True))]).title == "Unit 2"
    assert next_unit([way(unit(1)), way(unit(2))]).title == "Unit 1"
    assert next_unit([]) is None


def test_recall_is_the_mean_over_questions():
    learned = way(unit(1, learned=True, recall=0.9), unit(2, learned=True, recall=0.7))

    assert round(learned.recall, 6) == 0.8
    assert way(unit(1)).recall is None


def test_only_what_is_learned_and_due_needs_keeping_faintest_first():
    faint = way(unit(1, learned=True, recall=0.6), title="Faint")
    fresh = way(unit(2, learned=True, recall=0.9), title="Fresh")
    open_way = way(unit(3, recall=0.1), title="Open")
    due = {UUID(int=1): [20, 30], UUID(int=2): [20], UUID(int=3): [20]}

    kept = to_keep_current([fresh, open_way, faint], due)

    assert [(one.title, one.due, one.seconds) for one in kept] == [
        ("Faint", 2, 50),
        ("Fresh", 1, 20),
    ]
    assert to_keep_current([faint], {}) == ()


def test_a_week_begins_on_monday():
    wednesday = date(2026, 3, 4)

    week = week_of(wednesday, [date(2026, 3, 2), date(2026, 2, 28)])

    assert [day.day.day for day in week] == [2, 3, 4, 5, 6, 7, 8]
    assert [day.is_done for day in week] == [True] + [False] * 6
    assert [day.is_today for day in week].index(True) == 2
    assert [day.is_ahead for day in week] == [False] * 3 + [True] * 4


def test_a_way_that_a_goal_wants_comes_before_what_was_begun_elsewhere():
    begun = way(unit(1, begun=True))
    wanted = replace(way(unit(2), unit(3)), achievement_id=UUID(int=7))

    ordered = wanted_first([begun, wanted], [UUID(int=7)])

    assert [one.is_wanted for one in ordered] == [True, False]
    assert next_unit(ordered).title == "Unit 2"
    assert next_unit(wanted_first([begun, wanted], [])).title == "Unit 1"


def test_a_unit_is_learned_anew_once_each_of_its_questions_was_answered_after():
    learned = unit(1, learned=True, recall=0.9)
    again = replace(learned, recalled_since=MONDAY + DAY)

    assert learned.fact_after(None) == learned.fact
    assert learned.fact_after(MONDAY).learned_at is None
    assert again.fact_after(MONDAY).learned_at == MONDAY + DAY
    assert again.fact_after(MONDAY + DAY).learned_at is None


def test_a_unit_without_questions_counts_as_it_did():
    read_only = replace(unit(1, learned=True), items=0)

    assert read_only.fact_after(MONDAY + DAY).learned_at == MONDAY
    assert unit(2).fact_after(MONDAY).learned_at is None
