from __future__ import annotations

import pytest

from cairn.errors import InputTooLarge, MalformedInput
from cairn_server.accounts.member_rows import read_members


def only(text):
    lines, errors = read_members(text)
    assert errors == []
    (line,) = lines
    return line


def test_a_row_is_read_with_its_line_whatever_separates_the_columns():
    line = only("name;email;roles\n Maria Meyer ;Maria@Example.org;Owner, evaluator\n")

    assert (line.where, line.email, line.name) == ("line 2", "maria@example.org", "Maria Meyer")
    assert line.roles == {"owner", "evaluator"}


@pytest.mark.parametrize(
    ("cell", "roles"),
    [("", None), ("none", frozenset()), ("owner|issuer", {"owner", "issuer"})],
)
def test_an_empty_cell_leaves_roles_and_none_takes_them(cell, roles):
    assert only(f"email,roles\na@b.example,{cell}\n").roles == roles


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("nobody,N,,", "e-mail"),
        (",N,,", "e-mail"),
        ("a@b.example,N,,boss", "boss"),
        ("first@b.example,N,,", "twice"),
        ("a@b.example,N,1,", "external_id"),
        (f"a@b.example,{'N' * 151},,", "150"),
        ('a@b.example,"N\nM",,', "line break"),
    ],
)
def test_a_bad_row_is_named_and_the_others_are_read(row, word):
    lines, errors = read_members(f"email,name,external_id,roles\nfirst@b.example,F,1,\n{row}\n")

    assert [line.email for line in lines] == ["first@b.example"]
    assert [(one["where"], one["code"]) for one in errors] == [("line 3", "row_refused")]
    assert word in errors[0]["detail"]


@pytest.mark.parametrize("text", ["", "name\nA\n", "email,mail\na,b\n", 'email\n"a\n', "a\x00b"])
def test_a_file_that_is_none_is_refused_whole(text):
    with pytest.raises(MalformedInput):
        read_members(text)


def test_a_file_may_have_twenty_thousand_rows_and_a_mebibyte():
    with pytest.raises(InputTooLarge):
        read_members("email\n" + "x\n" * 20_001)
    with pytest.raises(InputTooLarge):
        read_members(b"email\n" + b"x" * (1 << 20))
