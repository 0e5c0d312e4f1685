"""What the editor of a question asks for, kind by kind."""

from __future__ import annotations

import pytest

from cairn.psychometrics.questions import Question, QuestionKind
from cairn_server.catalog.question_fields import question, question_kinds, question_titles


@pytest.mark.parametrize("kind", list(QuestionKind))
def test_every_kind_asks_for_members_that_a_question_has(kind):
    asked = {item.name for item in question({}, kind)}

    assert asked <= set(Question.__slots__)
    assert {"kind", "prompt", "use", "criterion", "seconds"} <= asked


def test_every_kind_has_a_name():
    assert [kind for kind, _ in question_kinds()] == list(QuestionKind)


def test_a_kind_that_is_not_known_asks_for_what_all_have():
    assert len(question({}, "riddle")) == 6


def test_questions_of_a_unit_are_named_by_their_prompt():
    parts = {"questions/u.yaml": {"questions": [{"id": "a", "prompt": "Why?"}, {"id": "b"}]}}

    assert question_titles(parts, "u") == [("a", "Why?", "practice"), ("b", "b", "practice")]
