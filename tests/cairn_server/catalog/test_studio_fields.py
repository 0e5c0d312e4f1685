"""What the editors ask for: every member that a pack knows, and nothing that it does not."""

from __future__ import annotations

import pytest

from cairn.exchange.pack import (
    PackAchievement,
    PackGathering,
    PackQuiz,
    PackTask,
    PackUnit,
)
from cairn_server.catalog.studio_fields import FIELDS, criteria, title_of, titles

PARTS = {
    "units/b.md": {"title": "Boards", "order": 1},
    "units/a.md": {"order": 2},
    "rubrics/r.yaml": {"criteria": [{"id": "c", "title": "Criterion"}]},
}
ELSEWHERE = {
    "id": "the name of the file",
    "requirements": "an editor of its own",
    "cards": "the body",
    "questions": "an editor of its own",
    "about": "the body",
    "instructions": "the body",
    "summary": "the body",
}


@pytest.mark.parametrize(
    ("kind", "model"),
    [
        ("achievements", PackAchievement),
        ("units", PackUnit),
        ("tasks", PackTask),
        ("quizzes", PackQuiz),
        ("gatherings", PackGathering),
    ],
)
def test_every_member_of_a_part_can_be_edited(kind, model):
    asked = {item.name.partition(".")[0] for item in FIELDS[kind](PARTS, "x")}

    assert set(model.__slots__) - asked <= set(ELSEWHERE)
    assert asked - {"body"} <= set(model.__slots__)


def test_parts_are_listed_in_the_order_of_learning():
    assert titles(PARTS, "units") == [("b", "Boards"), ("a", "a")]


def test_a_part_without_a_title_is_called_by_its_id():
    assert (title_of(PARTS, "units", "a"), title_of({}, "units", "z")) == ("a", "z")


def test_criteria_of_all_rubrics_can_be_chosen():
    assert criteria(PARTS) == [("c", "Criterion")]
