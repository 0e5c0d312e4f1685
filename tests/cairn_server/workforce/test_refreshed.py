"""The board counts from the day of the last recall, of those who let it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cairn_server.workforce.board import BoardFilter, board, who_covers
from cairn_server.workforce.holders import Holders
from cairn_server.workforce.keeping import let_know, note_recall_of
from cairn_server.workforce.refreshed import current_holders, refreshed
from tests.cairn_server.workforce.conftest import answer
from tests.making_skills import give
from tests.moments import DAY, MONDAY

LATE = MONDAY + 1200 * DAY  # SQL has faded: its half-life is 2.5 years
HELD = {"v": Holders(["a", "b", "c"], ["2026-01-01", "2026-02-01", "2026-03-01"])}


def test_a_later_day_takes_the_place_of_the_award_and_the_order_stays():
    moved = refreshed(HELD, {"v": {"a": "2026-02-15", "b": "2025-01-01", "x": "2026-09-09"}})

    assert list(moved["v"].pairs()) == [
        ("2026-02-01", "b"), ("2026-02-15", "a"), ("2026-03-01", "c"),
    ]  # fmt: skip
    assert moved["v"].since("2026-02-10") == ["a", "c"]


def test_without_anything_to_move_nothing_is_made_anew():
    assert refreshed(HELD, {}) is HELD
    assert refreshed(HELD, {"w": {"a": "2026-09-09"}}) is HELD


days = st.dates().map(lambda day: day.isoformat())


@given(
    st.lists(st.tuples(days, st.sampled_from("abcde"))),
    st.dictionaries(st.sampled_from("abxy"), days),
)
def test_nobody_gets_older_and_nobody_is_lost(held, kept):
    held.sort()
    before = Holders([person for _, person in held], [day for day, _ in held])
    after = refreshed({"v": before}, {"v": kept})["v"]

    assert sorted(after.people) == sorted(before.people)
    assert list(after.days) == sorted(after.days)
    for day, person in before.pairs():
        assert any(one == person and moved >= day for moved, one in after.pairs())


def test_on_the_board_a_faded_skill_is_current_again_once_its_owner_lets_it_be_seen(
    sight, ada, college, quizzed, sql
):
    give(quizzed, ada)
    answer(ada, LATE)
    note_recall_of(ada, at=LATE)

    def cell():
        shown = board(sight, BoardFilter(text="Ada"), at=LATE)
        [row] = shown.rows
        place = [column.id for column in shown.columns].index(sql.pk)
        return row.cells[place].level, row.cells[place].is_current, shown.columns[place].covered

    assert cell() == (3, False, 0)
    let_know(person=ada, organisation=college, on=True, at=LATE)
    assert cell() == (3, True, 1)
    [covers] = who_covers(sight, BoardFilter(), sql, at=LATE)
    assert covers.ability.on == LATE.date()


def test_what_is_revoked_stays_off_whatever_is_recalled(ada, college, quizzed):
    answer(ada, LATE)
    let_know(person=ada, organisation=college, on=True, at=LATE)

    assert current_holders(college, LATE) == {}
