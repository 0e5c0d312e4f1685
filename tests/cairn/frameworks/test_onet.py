"""Reading O*NET: a small copy of its files, and the real ones where they are."""

import io
import zipfile
from pathlib import Path

import pytest

from cairn.errors import MalformedInput
from cairn.frameworks.comparison import compare
from cairn.frameworks.model import CompetencyKind, Relation
from cairn.frameworks.onet import read_onet
from tests.shared_data import shared_data

WORK = "https://www.onetonline.org/link/summary/"
ELEMENT = "https://www.onetonline.org/find/descriptor/result/"
SHEET = "xl/worksheets/sheet1.xml"
RATED = (
    "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tData Value\t"
    "Recommend Suppress\tNot Relevant\n"
)
FILES = {
    "Read Me.txt": "O*NET 29.2 Database\nFebruary 2025 Release\n",
    "Occupation Data.txt": (
        "O*NET-SOC Code\tTitle\tDescription\n"
        '11-1.00\tCooks\t"Plain" cooking, they say.\n'
        "11-2.00\tTasters\tThey taste.\n"
    ),
    "Content Model Reference.txt": (
        "Element ID\tElement Name\tDescription\n"
        "2.A.1\tContent\tA heading\n"
        "2.A.1.a\tReading\tTo read.\n"
        "2.A.1.b\tListening\tTo listen.\n"
        "4.C.1\tWork Context\tNo competency\n"
    ),
    "Skills.txt": (
        RATED + "11-1.00\t2.A.1.a\tReading\tIM\t4.12\tN\tn/a\n"
        "11-1.00\t2.A.1.a\tReading\tLV\t4.62\tN\tN\n"
        "11-1.00\t2.A.1.b\tListening\tIM\t2.5\tN\tn/a\n"
        "11-1.00\t2.A.1.b\tListening\tLV\t0.25\tN\tY\n"
    ),
    "Technology Skills.txt": (
        "O*NET-SOC Code\tExample\tCommodity Code\tCommodity Title\tHot Technology\tIn Demand\n"
        "11-1.00\tC++ & more\t43232402\tDevelopment software\tY\tY\n"
        "11-2.00\tC++ & more\t43232402\tDevelopment software\tY\tN\n"
    ),
    "Sample of Reported Titles.txt": (
        "O*NET-SOC Code\tReported Job Title\tShown in My Next Move\n"
        "11-1.00\tChef\tY\n11-1.00\tCooks\tY\n"
    ),
}


@pytest.fixture
def folder(tmp_path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def append(folder: Path, name: str, line: str) -> None:
    with (folder / name).open("a") as file:
        file.write(line + "\n")


def test_occupations_elements_and_technologies_are_read(folder):
    content = read_onet(folder)
    reading, listening, technology = content.competencies

    assert content.framework.version == "29.2"
    assert "O*NET 29.2 Database" in content.framework.attribution
    assert (reading.uri, reading.code) == (ELEMENT + "2.A.1.a", "2.A.1.a")
    assert (listening.name, listening.description) == ("Listening", "To listen.")
    assert technology.uri == "https://www.onetonline.org/search/tech/example?e=C%2B%2B%20%26%20more"
    assert (technology.kind, technology.half_life_years) == (CompetencyKind.TECHNOLOGY, 2.5)
    assert content.occupations[0].alternative_names == ("Chef",)
    assert content.occupations[0].description == '"Plain" cooking, they say.'


def test_importance_decides_what_is_essential_and_irrelevant_levels_fall_away(folder):
    technology = "https://www.onetonline.org/search/tech/example?e=C%2B%2B%20%26%20more"

    assert set(read_onet(folder).relations) == {
        Relation(WORK + "11-1.00", ELEMENT + "2.A.1.a", True, importance=4.12, level=4.62),
        Relation(WORK + "11-1.00", ELEMENT + "2.A.1.b", False, importance=2.5),
        Relation(WORK + "11-1.00", technology, True),
        Relation(WORK + "11-2.00", technology, False),
    }


def test_what_onet_recommends_to_suppress_is_not_used(folder):
    append(folder, "Skills.txt", "11-2.00\t2.A.1.a\tReading\tIM\t4.9\tY\tn/a")
    append(folder, "Skills.txt", "11-2.00\t2.A.1.a\tReading\tLV\t3.5\tN\tN")

    (found,) = [
        one
        for one in read_onet(folder).relations
        if one.occupation == WORK + "11-2.00" and one.competency == ELEMENT + "2.A.1.a"
    ]

    assert (found.importance, found.level, found.is_essential) == (None, 3.5, False)


def test_an_occupation_without_ratings_is_brought_in_and_named(folder):
    content = read_onet(folder)

    assert [one.code for one in content.occupations] == ["11-1.00", "11-2.00"]
    assert [(one.where, one.code) for one in content.problems] == [
        ("11-2.00", "occupation_without_ratings")
    ]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("99-9.99\t2.A.1.a\tReading\tIM\t4.9\tN\tn/a", "dangling_relation"),
        ("11-2.00\t2.A.1.a\tReading\tIM\thigh\tN\tn/a", "not_a_number"),
    ],
)
def test_a_rating_that_cannot_stand_is_named_with_its_line(folder, line, code):
    append(folder, "Skills.txt", line)

    found = [one for one in read_onet(folder).problems if one.where == "Skills line 6"]

    assert [one.code for one in found] == [code]


def test_what_did_not_come_is_not_claimed_to_be_complete(folder):
    for name in ("Occupation Data.txt", "Content Model Reference.txt", "Technology Skills.txt"):
        (folder / name).unlink()

    content = read_onet(folder)

    assert content.listed_kinds == content.related_kinds == {CompetencyKind.SKILL}
    assert not content.lists_occupations


def test_a_folder_without_tables_of_onet_is_refused(tmp_path):
    (tmp_path / "notes.txt").write_text("nothing\n")

    with pytest.raises(MalformedInput, match="no table of O"):
        read_onet(tmp_path)


@pytest.fixture(scope="module")
def onet_29_2():
    return read_onet(shared_data("onet-29.2"))


@pytest.mark.shared
def test_the_whole_of_onet_names_the_137_occupations_without_ratings(onet_29_2):
    assert len(onet_29_2.occupations) == 1_016
    assert [one.code for one in onet_29_2.problems] == ["occupation_without_ratings"] * 137
    rated = {one.occupation for one in onet_29_2.relations if one.importance is not None}
    assert len(rated) == 1_016 - 137
    kinds = [one.kind for one in onet_29_2.competencies]
    assert kinds.count(CompetencyKind.SKILL) == 35
    assert kinds.count(CompetencyKind.WORK_STYLE) == 16


@pytest.mark.shared
def test_an_upgrade_adds_what_came_and_leaves_what_did_not(onet_29_2, tmp_path):
    whole = shared_data("onet-29.0") / "Skills.xlsx"
    (tmp_path / "Skills.xlsx").write_bytes(cut_after(whole, occupations=20))
    old = read_onet(tmp_path, version="29.0")

    found = compare(old, onet_29_2)

    assert len(old.competencies) == 35
    assert len(found.competencies.changed) == 35  # descriptions came with the content model
    assert len(found.competencies.added) == len(onet_29_2.competencies) - 35
    assert len(found.occupations.changed) == len(old.occupations) == 20
    assert len(found.occupations.added) == 1_016 - 20
    assert found.removed == 0  # ratings of skills are no part of what lies there of 29.2


def cut_after(workbook: Path, *, occupations: int) -> bytes:
    """Return the workbook with the 70 rows each of its first occupations: the whole takes long."""
    out = io.BytesIO()
    end = f'<row r="{2 + 70 * occupations}"'.encode()
    with zipfile.ZipFile(workbook) as whole, zipfile.ZipFile(out, "w") as cut:
        for name in whole.namelist():
            data = whole.read(name)
            if name == SHEET:
                data = data[: data.index(end)] + b"</sheetData></worksheet>"
            cut.writestr(name, data)
    return out.getvalue()
