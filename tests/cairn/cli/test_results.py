from __future__ import annotations

import csv
import json
from dataclasses import replace

import pytest

from cairn.cli.results import result_columns, results_reader
from cairn.errors import MalformedInput
from cairn.openbadges.parts import Result, ResultDescription
from cairn.openbadges.v3 import as_document
from tests.command import cairn
from tests.credentials import ACHIEVEMENT, KEY

FRAMES, *_ = ACHIEVEMENT.result_descriptions
SCORE = ResultDescription(
    id="urn:score", name="Score", result_type="Percent", value_min="0", value_max="100"
)
GRADE = ResultDescription(
    id="urn:grade", name="Grade", result_type="LetterGrade", allowed_values=("A", "B")
)
STATE = ResultDescription(id="urn:state", name="State", result_type="Status")
REMARK = ResultDescription(id="urn:remark", name="Remark", result_type="Result")


def read(described, cell):
    achievement = replace(ACHIEVEMENT, result_descriptions=(described,))
    return results_reader(achievement)({f"result: {described.id}": cell})


@pytest.mark.parametrize("cell", ["Shown alone", " shown ALONE ", "3", f"{FRAMES.id}/levels/3"])
def test_a_level_is_named_by_its_name_its_rank_or_its_id(cell):
    level = f"{FRAMES.id}/levels/3"

    assert read(FRAMES, cell) == (Result(result_description=FRAMES.id, achieved_level=level),)


@pytest.mark.parametrize(
    ("described", "cell", "member", "value"),
    [
        (SCORE, "85.5", "value", "85.5"),
        (SCORE, "100", "value", "100"),
        (GRADE, "A", "value", "A"),
        (STATE, "completed", "status", "Completed"),
        (REMARK, "well done", "value", "well done"),
    ],
)
def test_what_is_no_level_is_a_value_or_a_status(described, cell, member, value):
    (found,) = read(described, cell)

    assert (found.result_description, getattr(found, member)) == (described.id, value)


@pytest.mark.parametrize(
    ("described", "cell", "why"),
    [
        (FRAMES, "5", "'Frames the question' has no '5'; it has Shown with help, Shown alone, "),
        (SCORE, "101", "'Score' is a number from 0 to 100, not '101'"),
        (SCORE, "-1", "from 0 to 100"),
        (SCORE, "good", "from 0 to 100"),
        (SCORE, "nan", "from 0 to 100"),
        (replace(SCORE, value_max=None), "-1", "is a number from 0, not"),
        (replace(SCORE, value_min=None), "101", "is a number to 100, not"),
        (replace(SCORE, value_min=None), "nan", "is a number to 100, not"),
        (GRADE, "C", "'Grade' has no 'C'; it has A, B"),
        (STATE, "done", "'State' has no 'done'; it has Completed"),
    ],
)
def test_a_result_that_is_not_described_is_refused_with_what_is(described, cell, why):
    with pytest.raises(MalformedInput, match=why):
        read(described, cell)


def test_an_empty_cell_is_no_result():
    assert read(SCORE, " ") == ()
    assert results_reader(ACHIEVEMENT)({}) == ()


def test_a_column_is_named_by_what_it_describes_or_by_its_id():
    twice = replace(ACHIEVEMENT, result_descriptions=(SCORE, replace(SCORE, id="urn:2"), GRADE))

    assert result_columns(twice) == {
        "result: urn:score": "result: urn:score",
        "result: urn:2": "result: urn:2",
        "result: urn:grade": "result: urn:grade",
        "result: Grade": "result: urn:grade",
    }


def test_results_of_a_table_are_signed_and_a_wrong_one_is_refused_alone(tmp_path):
    (tmp_path / "key.json").write_text(json.dumps(KEY.to_jwk()))
    (tmp_path / "achievement.json").write_text(json.dumps(as_document(ACHIEVEMENT)))
    table = "Email,Result: Frames the question,result: Records the decision\n"
    table += "ada@x.org,Shown alone,4\nbea@x.org,,\ncid@x.org,best,3\n"
    (tmp_path / "people.csv").write_text(table)
    words = ("issue", "achievement.json", "people.csv", "--key", "key.json", "-o", "out")

    ended = cairn(*words, cwd=tmp_path)
    rows = list(csv.DictReader((tmp_path / "out" / "report.csv").read_text().splitlines()))
    ada, bea = (tmp_path / "out" / row["file"] for row in rows[:2])

    assert (ended.status, ended.err) == (1, "")
    assert rows[2]["detail"].startswith("'Frames the question' has no 'best'")
    assert cairn("inspect", ada, "--json").objects[0]["results"] == [
        "Frames the question: Shown alone",
        "Records the decision: Shown as an example to others",
    ]
    assert cairn("inspect", bea, "--json").objects[0]["results"] == []
    assert cairn("verify", "--offline", ada, bea).status == 0
