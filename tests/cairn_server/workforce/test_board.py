from __future__ import annotations

import pytest

from cairn_server.accounts.teaming import create_team, join_team
from cairn_server.workforce.access import Sight
from cairn_server.workforce.board import (
    BoardFilter,
    board,
    gaps_of,
    listed,
    people,
    shade,
    who_covers,
)
from cairn_server.workforce.models import RoleHolder
from tests.making_skills import crowd, give, make_achievement
from tests.moments import DAY, MONDAY

YEAR = 365.2425 * DAY


def shown(board_):
    """Name of the person -> name of the skill -> (level, currency)."""
    names = [column.name for column in board_.columns]
    return {
        row.name: {
            name: (cell.level, round(cell.weight, 2))
            for name, cell in zip(names, row.cells, strict=True)
            if cell
        }
        for row in board_.rows
    }


def test_the_board_tells_level_and_currency_of_everybody(sight, ada, bea, data):
    give(data, ada, MONDAY - YEAR)

    found = board(sight, BoardFilter(), at=MONDAY)

    # 0.5 ** (1 / 2.5) = 0.758 for SQL, 0.5 ** (1 / 5) = 0.871 for talks
    assert shown(found) == {
        "Ada": {"SQL": (3, 0.76), "Giving talks": (2, 0.87)},
        "Bea": {},
        "Max": {},
    }


def test_the_foot_counts_who_is_still_current(sight, ada, bea, data):
    give(data, ada)
    give(data, bea, MONDAY - 3 * YEAR)

    columns = {one.name: one for one in board(sight, BoardFilter(), at=MONDAY).columns}

    assert (columns["SQL"].covered, columns["SQL"].shown) == (1, 2)
    assert (columns["Giving talks"].covered, columns["Giving talks"].shown) == (2, 2)


def test_against_a_role_its_needs_are_the_columns_and_its_levels_count(sight, ada, data, analyst):
    give(data, ada)

    columns = {
        one.name: one for one in board(sight, BoardFilter(role=analyst.pk), at=MONDAY).columns
    }

    assert (columns["SQL"].needed, columns["SQL"].covered) == (3, 1)
    assert (columns["Giving talks"].needed, columns["Giving talks"].covered) == (3, 0)


def test_a_team_is_shown_with_its_parts(sight, college, ada, bea):
    hall = create_team(organisation=college, name="Hall", parent=None, actor=None, at=MONDAY)
    night = create_team(organisation=college, name="Night", parent=hall, actor=None, at=MONDAY)
    for team in (hall, night):
        join_team(team=team, memberships=[ada.memberships.get()], actor=None, at=MONDAY)
    join_team(team=night, memberships=[bea.memberships.get()], actor=None, at=MONDAY)

    assert {row.name for row in board(sight, BoardFilter(team=hall.pk), at=MONDAY).rows} == {
        "Ada",
        "Bea",
    }
    assert people(sight, BoardFilter(team=hall.pk)).count() == 2


def test_holders_and_names_narrow(sight, ada, bea, analyst):
    RoleHolder.objects.create(work_role=analyst, membership=ada.memberships.get())

    held = board(sight, BoardFilter(role=analyst.pk, holders=True), at=MONDAY)
    named = board(sight, BoardFilter(text="be"), at=MONDAY)

    assert [row.name for row in held.rows] == ["Ada"]
    assert [row.name for row in named.rows] == ["Bea"]


def test_who_reports_to_nobody_one_sees_is_not_on_the_board(college, ada, bea, data):
    give(data, ada)
    give(data, bea)
    only_ada = Sight(college, False, frozenset([ada.memberships.get().pk]))

    found = board(only_ada, BoardFilter(), at=MONDAY)

    assert list(shown(found)) == ["Ada"]
    assert {column.shown for column in found.columns} == {1}


def test_the_best_comes_first_where_it_is_asked_for(sight, ada, bea, max_, sql):
    high = make_achievement(sight.organisation, "High", (sql, 5))
    low = make_achievement(sight.organisation, "Low", (sql, 2))
    give(high, max_, MONDAY - 9 * YEAR)  # faded
    give(low, ada)
    give(high, bea)

    found = board(sight, BoardFilter(sort=sql.pk), at=MONDAY)
    cover = who_covers(sight, BoardFilter(), sql, at=MONDAY)

    assert [row.name for row in found.rows] == ["Bea", "Ada", "Max"]
    assert [row.name for row in cover] == ["Bea", "Ada", "Max"]
    assert [row.ability.is_current for row in cover] == [True, True, False]


def test_another_day_is_told_with_what_is_known_today(sight, ada, sql, data):
    give(data, ada)
    later = (MONDAY + 3 * YEAR).date()

    [row] = who_covers(sight, BoardFilter(), sql, at=MONDAY, day=later)

    assert not row.ability.is_current
    assert row.ability.weight == pytest.approx(0.435, abs=0.001)  # 0.5 ** (3 / 2.5)


def test_gaps_tell_met_and_missing_by_person(sight, ada, bea, sql, talk, data):
    give(data, ada)
    needs = {sql.pk: 3, talk.pk: 3}
    members = listed(people(sight, BoardFilter()))[:2]

    found = gaps_of(sight, members, needs, at=MONDAY, day=MONDAY.date())

    assert [gap.state for gap in found[members[0].membership]] == ["met", "missing"]
    assert [gap.levels_short for gap in found[members[1].membership]] == [3, 3]


@pytest.mark.parametrize("number", [3, 60])
def test_the_board_takes_as_many_queries_for_three_as_for_sixty(
    sight, number, django_assert_num_queries
):
    crowd(sight.organisation, people=number, competencies=5, awards_each=3)

    with django_assert_num_queries(9):  # members; grants, suspensions, counts, awards; skills
        found = board(sight, BoardFilter(), at=MONDAY)

    assert found.people == number + 1


def test_pages_hold_fifty_and_count_everybody(sight):
    crowd(sight.organisation, people=60, competencies=3, awards_each=1)

    first, second = (board(sight, BoardFilter(), at=MONDAY, page=page) for page in (1, 2))

    assert (len(first.rows), len(second.rows), first.pages) == (50, 11, 2)
    assert first.columns == second.columns


@pytest.mark.parametrize(("weight", "expected"), [(0.49, 0), (0.5, 1), (0.74, 2), (0.8, 3), (1, 4)])
def test_faded_is_a_shade_of_its_own(weight, expected):
    assert shade(weight) == expected
