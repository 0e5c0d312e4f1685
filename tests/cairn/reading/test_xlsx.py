"""Reading the first sheet of a workbook."""

import io
import zipfile

import pytest

from cairn.errors import InputTooLarge, MalformedInput
from cairn.reading import read_xlsx
from tests.shared_data import shared_data

NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
HEADER = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>age</t></is></c></row>'
)
TEXTS = "<si><t>name</t></si><si><r><t>Ma</t></r><r><t>ria</t></r><rPh><t>x</t></rPh></si>"


def workbook(rows: str, texts: str = TEXTS, *, prolog: str = "<?xml version='1.0'?>") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        sheet = f"{prolog}<worksheet {NS}><sheetData>{rows}</sheetData></worksheet>"
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        archive.writestr("xl/sharedStrings.xml", f"<sst {NS}>{texts}</sst>")
    return out.getvalue()


def read(rows: str, **more):
    return [(row.line, row.cells) for row in read_xlsx(workbook(rows), **more)]


def test_texts_and_numbers_are_read_as_they_are_written():
    row = '<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2"><f>6*7</f><v>42.0</v></c></row>'

    assert read(HEADER + row) == [(2, {"name": "Maria", "age": "42.0"})]


def test_cells_that_are_not_there_are_empty_and_empty_rows_are_passed_over():
    rows = '<row r="2"/><row r="5"><c r="B5"><v>1</v></c></row>'

    assert read(HEADER + rows) == [(5, {"name": "", "age": "1"})]


def test_rows_and_cells_without_a_place_follow_the_one_before():
    assert read(HEADER + "<row><c><v>7</v></c><c><v>8</v></c></row>") == [
        (2, {"name": "7", "age": "8"})
    ]


def test_columns_beyond_z_are_counted_on():
    header = '<row r="1"><c r="AB1"><v>1</v></c></row>'

    with pytest.raises(MalformedInput, match="column 1 has no name"):
        read(header)
    with pytest.raises(InputTooLarge, match="more than 27 columns"):
        read(header, max_columns=27)


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ('<row r="2"><c r="A2" t="s"><v>9</v></c></row>', "a text that is not there"),
        ('<row r="2"><c r="C2"><v>9</v></c></row>', "beyond the last column"),
        ('<row r="2"><c r="$2"><v>9</v></c></row>', "no place in a sheet"),
        ('<row r="2"><c r="A2"><v>9</v></row>', "cannot be read"),
    ],
)
def test_a_damaged_sheet_is_refused(row, complaint):
    with pytest.raises(MalformedInput, match=complaint):
        read(HEADER + row)


def test_declarations_are_refused():
    prolog = '<!DOCTYPE x [<!ENTITY a "aaaa">]>'

    with pytest.raises(MalformedInput, match="document type declaration"):
        list(read_xlsx(workbook(HEADER, prolog=prolog)))


@pytest.mark.parametrize("data", [b"", b"name,age\n", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_workbook_is_refused(data):
    with pytest.raises(MalformedInput, match="workbook"):
        read_xlsx(data)


def test_limits_hold():
    rows = HEADER + '<row r="2"><c r="A2"><v>12345</v></c></row>' * 3

    for limit in ({"max_bytes": 100}, {"max_rows": 2}, {"max_cell": 4}):
        with pytest.raises(InputTooLarge):
            read(rows, **limit)


@pytest.mark.shared
def test_a_workbook_of_onet_is_read():
    data = (shared_data("onet-29.0") / "Skills.xlsx").read_bytes()

    first = next(read_xlsx(data))

    assert first.line == 2
    assert first.cells["Element Name"] == "Reading Comprehension"
    assert first.cells["Data Value"] == "4.12"


def test_a_cell_without_a_column_ends_the_reading_only_where_nobody_asked_to_go_on():
    row = '<row r="2"><c r="B2"><v>7</v></c><c r="C2"><v>1</v></c></row>'

    (found,) = read_xlsx(workbook(HEADER + row), goes_on=True)

    assert found.cells == {"name": "", "age": "7"}
    assert found.fault == "The row has a cell beyond the last column with a name"
