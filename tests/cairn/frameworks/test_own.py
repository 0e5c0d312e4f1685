"""Frameworks of one's own, from CSV."""

import pytest

from cairn.errors import MalformedInput
from cairn.frameworks.model import CompetencyKind, Framework
from cairn.frameworks.own import read_own

NORTH = Framework("North skills")
BASE = "https://north.example/skills/"


def read(text, **more):
    return read_own(text, framework=NORTH, base=BASE, **more)


def codes(content):
    return [(one.where, one.code) for one in content.problems]


def test_a_code_and_a_name_are_enough():
    (one,) = read("code,name\nA 1,Ask open questions\n").competencies

    assert one.uri == "https://north.example/skills/A%201"
    assert (one.code, one.name, one.kind) == ("A 1", "Ask open questions", CompetencyKind.SKILL)
    assert one.half_life_years == 5.0


def test_every_column_is_read():
    text = (
        "code;name;kind;description;alternative_names;broader;half_life_years;uri\n"
        "A;Ask;;;;;;\n"
        "B;Use Python;technology;To count;Python | Python 3|;A;;https://x.example/py\n"
        "C;Listen;work style;;;B|A;1,5;\n"
    )
    _, python, listen = read(text).competencies

    assert python.uri == "https://x.example/py"
    assert python.alternative_names == ("Python", "Python 3")
    assert (python.description, python.half_life_years) == ("To count", 2.5)
    assert python.broader == ("https://north.example/skills/A",)
    assert (listen.kind, listen.half_life_years) == (CompetencyKind.WORK_STYLE, 1.5)
    assert listen.broader == ("https://north.example/skills/A", "https://x.example/py")


def test_a_code_keeps_the_address_it_has():
    (one,) = read("code,name\nA,Ask\n", known={"A": "https://old.example/A"}).competencies

    assert one.uri == "https://old.example/A"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (",Ask,,,", "name_missing"),
        ("B,,,,", "name_missing"),
        ("A,Again,,,", "repeated"),
        ("B,Ask,magic,,", "unknown_kind"),
        ("B,Ask,,soon,", "not_years"),
        ("B,Ask,,0,", "not_years"),
        ("B,Ask,,nan,", "not_years"),
        ("B,Ask,,101,", "not_years"),
        ("B,Ask,,,javascript:alert(1)", "not_an_address"),
        ("B,Ask,,,http://[north", "not_an_address"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_and_the_others_are_used(row, code):
    content = read(f"code,name,kind,half_life_years,uri\nA,Ask,,,\n{row}\nZ,Rest,,,\n")

    assert codes(content) == [("line 3", code)]
    assert [one.code for one in content.competencies] == ["A", "Z"]


def test_a_broader_code_that_is_not_there_is_left_out_and_named():
    content = read("code,name,broader\nA,Ask,A|Q\n")

    assert codes(content) == [("line 2", "broader_unknown")] * 2
    assert content.competencies[0].broader == ()


@pytest.mark.parametrize("text", ["name\nAsk\n", "code,name,colour\nA,Ask,red\n", ""])
def test_a_file_with_other_columns_is_refused_whole(text):
    with pytest.raises(MalformedInput, match=r"code|colour|empty"):
        read(text)


def test_a_file_of_columns_alone_is_refused_rather_than_retire_everything():
    with pytest.raises(MalformedInput, match="add a row"):
        read("code,name\n")
