from __future__ import annotations

from cairn.reading.csv import csv_lines
from cairn_server.workforce.table_file import LINES_AT_ONCE, table_file


def test_a_table_comes_whole_and_in_order_in_a_few_pieces():
    rows = ([n] for n in range(3 * LINES_AT_ONCE))
    answer = table_file(csv_lines(["n"], rows), name="board.csv")
    pieces = [piece.decode() for piece in answer]

    numbers = [str(n) for n in range(3 * LINES_AT_ONCE)]
    assert "".join(pieces).splitlines() == ["n", *numbers]
    assert len(pieces) == 4
    assert answer["Content-Disposition"] == 'attachment; filename="board.csv"'


def test_an_empty_table_has_its_head():
    assert b"".join(table_file(csv_lines(["a", "b"], []), name="x.csv")) == b"a,b\r\n"
