from __future__ import annotations

from datetime import date
from uuid import UUID

from cairn.capability.gap import Shown, ability_on
from cairn_server.workforce.board import Board, Column, Row
from cairn_server.workforce.templatetags.board import at_sorted, board_cells, covered_at, shade

TODAY = date(2026, 3, 2)
SQL, TALK = UUID(int=1), UUID(int=2)
ADA = UUID(int=3)


def test_a_cell_tells_level_and_currency_and_leads_to_what_it_rests_on():
    ability = ability_on(TODAY, [Shown(2, TODAY, 5)])
    columns = [Column(SQL, "SQL", 3, 1, 1), Column(TALK, "Talks", None, 0, 0)]

    html = board_cells(Row(ADA, "Ada", (ability, None)), columns)

    assert html == (
        f'<td class="s4 short"><a href="../people/{ADA}/#c-{SQL}">2'
        '<span class="visually-hidden">, 100% current</span></a></td><td class="n">–</td>'
    )


def test_a_column_leads_to_who_covers_it_at_the_level_needed():
    assert covered_at(Column(SQL, "SQL", 3, 1, 1), "team=x") == f"skills/{SQL}/?team=x&level=3"
    assert covered_at(Column(SQL, "SQL", None, 1, 1), "") == f"skills/{SQL}/"


def test_a_row_tells_what_the_board_is_sorted_by():
    ability = ability_on(TODAY, [Shown(2, TODAY, 5)])
    columns = (Column(SQL, "SQL", None, 1, 1), Column(TALK, "Talks", None, 0, 0))
    ada = Row(ADA, "Ada", (None, ability))

    def told(sort: UUID | None):
        return at_sorted(ada, Board(columns, (ada,), 1, 1, has_more_columns=False, sort=sort))

    assert told(TALK) == ability
    assert told(SQL) is None
    assert told(UUID(int=9)) is None  # of no column
    assert told(None) is None


def test_what_is_faded_is_darkest():
    assert (shade(0.1), shade(1.0)) == (0, 4)
