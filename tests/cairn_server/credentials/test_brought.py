from __future__ import annotations

import pytest

from cairn.errors import InputTooLarge, MalformedInput
from cairn.openbadges.baking import bake
from cairn_server.credentials.brought import (
    MAX_FILES,
    MAX_LINKS,
    files_of,
    links_in,
    table_of,
    texts_of,
)
from tests.pictures import chunk, png, with_chunks

A, B = "https://a.example/1", "https://b.example/2"


def pairs(found):
    return [(one.line, one.content) for one in found]


def test_several_links_line_by_line_are_several():
    assert pairs(links_in(f"\n{A}\n  {B} \n")) == [(1, A), (2, B)]


@pytest.mark.parametrize("text", ["", A, f"{A} {B}", f"{A}\nand more", '{\n"a": 1\n}'])
def test_any_other_text_is_one_thing(text):
    assert links_in(text) == []


@pytest.mark.parametrize(
    ("table", "found"),
    [
        (f"link\n{A}\n{B}\n", [(2, A), (3, B)]),
        (f"name;URL\nAda;{A}\n;{B}\n", [(2, A), (3, B)]),
        (f"where,who\n{A},Ada\n", [(2, A)]),
        (f"{A}\n{B}\n", [(1, A), (2, B)]),
        (f"\ufeff{A}\n", [(1, A)]),
        (f"link,name\n,Ada\n{A},Bea\n", [(3, A)]),
    ],
)
def test_a_table_is_read_by_the_name_of_its_column_or_by_its_first(table, found):
    assert pairs(table_of(table.encode())) == found


def test_a_cell_that_is_no_link_is_named_and_holds_up_no_other():
    first, second = table_of(f"link\nAda\n{A}\n".encode())

    assert (first.given, first.content, bool(first.refusal)) == ("Ada", "", True)
    assert (second.content, second.refusal) == (A, "")


@pytest.mark.parametrize("table", [b"", b"link\n", b"link\n\n", b"\xff\xfe"])
def test_a_table_without_links_is_refused(table):
    with pytest.raises(MalformedInput):
        table_of(table)


def test_more_than_a_thousand_links_are_refused():
    rows = [f"{A}{number}" for number in range(MAX_LINKS + 1)]

    assert len(table_of("\n".join(["link", *rows[1:]]).encode())) == MAX_LINKS
    with pytest.raises(InputTooLarge):
        table_of("\n".join(["link", *rows]).encode())
    with pytest.raises(InputTooLarge):
        texts_of(rows)


def test_the_credential_is_taken_out_of_each_file():
    hosted = with_chunks(png(), chunk(b"tEXt", b"openbadges\x00" + B.encode()))
    files = [("a.png", bake(png(), '{"a": 1}')), ("b.png", hosted), ("c.txt", b"hello"), ("", b"")]

    a, b, c, d = files_of(files)

    assert (a.given, a.content) == ("a.png", '{"a": 1}')
    assert b.content == B
    assert [(one.content, bool(one.refusal)) for one in (c, d)] == [("", True)] * 2
    assert d.given == "file 4"


def test_more_files_than_fit_are_refused():
    with pytest.raises(InputTooLarge):
        files_of([("a.json", b"{}")] * (MAX_FILES + 1))


def test_programs_send_links_and_credentials_side_by_side():
    assert pairs(texts_of([f" {A}", '{"a": 1}'])) == [(1, A), (2, '{"a": 1}')]
