from __future__ import annotations

import pytest

from cairn.cli.tables import read_table
from cairn.errors import CairnError, InputTooLarge, MalformedInput
from tests.cairn.reading.test_xlsx import HEADER, workbook


def table(text):
    return read_table(text.encode() if isinstance(text, str) else text, "people.csv")


def cells(text):
    return [(row.line, row.cells) for row in table(text).rows()]


@pytest.mark.parametrize("name", ["email", "Email", "E-Mail", "e-mail", " EMAIL ", "e_mail"])
def test_a_column_is_known_however_its_name_is_written(name):
    text = f"{name},Evidence URL,LicenseNumber\nada@x.org,https://a.example,7\n"

    assert cells(text) == [
        (2, {"email": "ada@x.org", "evidence_url": "https://a.example", "license_number": "7"})
    ]


def test_two_columns_for_one_are_named():
    with pytest.raises(MalformedInput, match="the columns 'Email' and 'E-Mail' are"):
        table("Email,name,E-Mail\nada@x.org,Ada,\n")


def test_further_columns_are_known_by_the_names_that_are_given():
    more = {"result: Score": "result: urn:1", "result: urn:1": "result: urn:1"}
    text = "email,Result - score,shoes\nada@x.org,85,38\n"
    found = read_table(text.encode(), "people.csv", more)
    exact = read_table(b"email,result: urn:1\nada@x.org,85\n", "people.csv", more)

    assert next(found.rows()).cells == {"email": "ada@x.org", "result: urn:1": "85", "shoes": "38"}
    assert (found.unused, exact.unused) == (["shoes"], [])
    with pytest.raises(MalformedInput, match="are both result: urn:1"):
        read_table(b"email,result:score,result: urn:1\nada@x.org,,\n", "people.csv", more)


def test_what_is_not_used_is_known():
    assert table("email,Shoe size,NAME\nada@x.org,38,Ada\n").unused == ["Shoe size"]


def test_rows_that_say_nothing_are_passed_over():
    text = "email,name\nada@x.org,Ada\n,\n \t, \n,,,,\n\nbea@x.org,Bea\n"

    assert [line for line, _ in cells(text)] == [2, 7]
    assert table(text).length == 2


def test_a_row_of_another_width_is_given_with_its_fault():
    ada, bea, odd = table("email,name\nada@x.org\nbea@x.org,Bea\n,,x\n").rows()

    assert (ada.cells, bea.fault) == ({"email": "ada@x.org", "name": ""}, "")
    assert ada.fault.startswith("The line has 1 cells, the header has 2")
    assert odd.fault.startswith("The line has 3 cells")


def test_a_workbook_is_a_table_too():
    texts = "<si><t>E-Mail</t></si><si><t>ada@x.org</t></si>"
    rows = '<row r="2"><c r="A2" t="s"><v>1</v></c></row><row r="3"><c r="C3"><v>1</v></c></row>'
    ada, odd = read_table(workbook(HEADER + rows, texts), "people.xlsx").rows()

    assert (ada.line, ada.cells, ada.fault) == (2, {"email": "ada@x.org", "age": ""}, "")
    assert odd.fault == "The row has a cell beyond the last column with a name"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"),
        (b"email\n", "needs a column email and a line below it"),
        (b"mail\nada@x.org\n", "needs a column email; its columns are: mail"),
        (b'email\n"ada', "Line 2 is not CSV"),
        (b"email\n\xff\n", "Line 2 is not UTF-8"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an old workbook; save it as .xlsx or CSV"),
        (b"PK\x03\x04", "is not an Excel workbook"),
    ],
)
def test_what_is_no_table_of_recipients_is_told_with_its_name(data, why):
    with pytest.raises(CairnError, match=why) as caught:
        read_table(data, "people.csv")

    assert str(caught.value).startswith("people.csv")


def test_a_cell_of_a_book_is_too_long():
    with pytest.raises(InputTooLarge, match="Line 2 has a cell"):
        table("email\n" + "a" * 200_000)
