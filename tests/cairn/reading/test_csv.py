import csv
import io
import zipfile
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.errors import InputTooLarge, MalformedInput
from cairn.reading import CsvRow, csv_lines, read_csv
from tests.pace import at_most
from tests.shared_data import shared_data

cells = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))


def rows(text, **limits):
    return list(read_csv(text, **limits))


@given(st.lists(st.tuples(cells, cells), max_size=6), st.sampled_from(",;\t"))
def test_what_python_writes_is_read_again(written, separator):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerows([("first", "second"), *written])

    read = rows(out.getvalue().encode())

    assert [tuple(row.cells.values()) for row in read] == written


def test_rows_name_the_line_where_they_start():
    text = 'name,note\nAda,"two\nlines"\n\nBea,one\n'

    assert rows(text) == [
        CsvRow(2, {"name": "Ada", "note": "two\nlines"}),
        CsvRow(5, {"name": "Bea", "note": "one"}),
    ]


@pytest.mark.parametrize("text", ["a,b\r\n1,2\r\n", "a;b\n1;2", "a\tb\r1\t2\r", "\ufeffa,b\n1,2\n"])
def test_separator_line_end_and_byte_order_mark_are_found(text):
    assert [row.cells for row in rows(text.encode())] == [{"a": "1", "b": "2"}]


def test_a_separator_inside_a_quoted_name_does_not_count():
    assert rows('"a;b;c",d\n1,2\n')[0].cells == {"a;b;c": "1", "d": "2"}


def test_one_column_needs_no_separator():
    assert [row.cells["card"] for row in rows("card\nx\ny\n")] == ["x", "y"]


def test_an_empty_table_has_no_rows():
    assert rows("a,b\n") == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "first line must name the columns"),
        ("\n\n", "first line must name the columns"),
        ("a,,c\n", "column 2 has no name"),
        ("a,b, a\n", "two columns are named 'a'"),
    ],
)
def test_a_header_that_names_no_columns_is_refused_before_any_row(text, problem):
    with pytest.raises(MalformedInput, match=problem):
        read_csv(text)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a,b\n1,2\n3\n", "Line 3 has 1 cells, the header has 2"),
        ("a,b\n1,2,3\n", "Line 2 has 3 cells"),
        ('a,b\n"1\n2",3\n"4,5\n', "Line 4 is not CSV"),
        ('a,b\n"1"x,3\n', "Line 2 is not CSV"),
    ],
)
def test_a_crooked_row_is_named(text, problem):
    with pytest.raises(MalformedInput, match=problem):
        rows(text)


@pytest.mark.parametrize("data", [b"a,b\n1,\x00\n", b"a,b\n1,\xe9\n", b"a,b\n1,\xff\xfe\n"])
def test_other_encodings_are_refused_with_their_line(data):
    with pytest.raises(MalformedInput, match="Line 2"):
        rows(data)


def test_each_limit_is_kept():
    with pytest.raises(InputTooLarge, match="Line 4: more than 2 rows"):
        rows("a\n1\n2\n3\n", max_rows=2)
    with pytest.raises(InputTooLarge, match="3 columns; at most 2"):
        read_csv("a,b,c\n", max_columns=2)
    with pytest.raises(InputTooLarge, match="Line 2 has a cell of more than 4"):
        rows("a\n12345\n", max_cell=4)
    with pytest.raises(InputTooLarge, match="larger than 5 bytes"):
        read_csv("a\n1234\n", max_bytes=5)
    assert rows("a\n" + "x" * 300_000, max_cell=300_000)[0].cells["a"] == "x" * 300_000


def test_a_quote_that_never_closes_is_no_hang():
    started = process_time()
    with pytest.raises((MalformedInput, InputTooLarge)):
        rows('a,b\n"' + 'x""\n' * 1_000_000)

    assert process_time() - started < at_most(2)


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd|x", "'+cmd|x"),
        ("-1+1", "'-1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("-", "'-"),
        ("-5", "-5"),
        ("+3,5", '"+3,5"'),
        ("-1.5e-3", "-1.5e-3"),
        ("1=1", "1=1"),
        ("it's", "it's"),
        (-5, "-5"),
        (2.5, "2.5"),
        ('say "no"', '"say ""no"""'),
    ],
)
def test_a_spreadsheet_sees_no_formula(cell, written):
    assert list(csv_lines(["a", "b"], [(cell, None)])) == ["a,b\r\n", f"{written},\r\n"]


def test_a_carriage_return_in_front_is_guarded_too():
    assert list(csv_lines(["a"], [["\r=1"]]))[1] == '"\'\r=1"\r\n'


def test_names_of_columns_are_guarded_too():
    assert list(csv_lines(["=a"], [])) == ["'=a\r\n"]


def esco(name):
    archive = shared_data("esco-1.1.1") / "classification-en.csv.zip"
    with zipfile.ZipFile(archive) as members:
        return members.read(name)


@pytest.mark.shared
def test_esco_is_read_row_by_row_as_python_reads_it():
    data = esco("occupations_en.csv")

    count = sum(1 for _ in read_csv(data))

    lines = io.StringIO(data.decode("utf-8-sig"), newline="")
    assert count == sum(1 for row in csv.reader(lines) if row) - 1 > 2_000


@pytest.mark.shared
def test_a_cell_of_esco_that_is_longer_than_usual_is_read_only_if_allowed():
    data = esco("conceptSchemes_en.csv")

    with pytest.raises(InputTooLarge, match="131,072 characters"):
        rows(data)

    assert max(len(row.cells["hasTopConcept"]) for row in rows(data, max_cell=1 << 20)) > 131_072


def test_a_row_of_another_width_ends_the_reading_only_where_nobody_asked_to_go_on():
    text = "a,b\n1\n1,2,3\n,,\n1,2\n"
    one, three, blank, two = read_csv(text, goes_on=True)

    assert (one.cells, three.cells) == ({"a": "1", "b": ""}, {"a": "1", "b": "2"})
    assert one.fault.startswith("The line has 1 cells, the header has 2; put a cell")
    assert three.fault.startswith("The line has 3 cells")
    assert (blank.fault, two.fault) == ("", "")
    with pytest.raises(MalformedInput, match="Line 2 has 1 cells"):
        rows(text)
