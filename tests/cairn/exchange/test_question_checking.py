import pytest

from cairn.exchange.question_checking import check_question
from cairn.psychometrics.questions import Question


def codes(kind, **members):
    question = Question.from_json({"id": "q", "kind": kind, "prompt": "?", **members})
    return [one.code for one in check_question(question, "q")]


def option(id, **members):
    return {"id": id, "text": id, "feedback": "why", **members}


RIGHT, WRONG = option("a", correct=True), option("b")


@pytest.mark.parametrize(
    ("kind", "members"),
    [
        ("choice", {"options": [RIGHT, WRONG]}),
        ("choices", {"options": [RIGHT, WRONG, option("c", correct=True)]}),
        ("choices", {"options": [option("a", weight=0.5), option("b", weight=0.5)]}),
        ("short_text", {"answers": [{"text": "x"}]}),
        ("numeric", {"numeric": [{"value": 3}, {"low": 1, "high": 5, "weight": 0.5}]}),
        ("matching", {"pairs": [{"left": "a", "right": "1"}, {"left": "b", "right": "2"}]}),
        ("free_recall", {"answer": "because"}),
    ],
)
def test_a_sound_question_has_no_findings(kind, members):
    assert codes(kind, **members) == []


@pytest.mark.parametrize(
    ("kind", "members", "code"),
    [
        ("choice", {"options": [WRONG, option("c")]}, "no_right_option"),
        ("choice", {"options": [RIGHT, option("c", correct=True)]}, "several_right"),
        ("choice", {"options": [RIGHT]}, "number_of_options"),
        ("choice", {"options": [RIGHT, *(option(str(n)) for n in range(8))]}, "number_of_options"),
        ("choices", {"options": [WRONG, option("c")]}, "no_right_option"),
        ("choices", {"options": [option("a", weight=0.5), WRONG]}, "no_right_option"),
        ("short_text", {}, "no_right_answer"),
        ("short_text", {"answers": [{"text": "x", "weight": 0.5}]}, "no_right_answer"),
        ("numeric", {"numeric": []}, "no_right_answer"),
        ("matching", {"pairs": [{"left": "a", "right": "1"}]}, "too_few_pairs"),
        ("free_recall", {}, "answer_missing"),
        ("choice", {"options": [RIGHT, option("b", feedback="")]}, "feedback_missing"),
    ],
)
def test_what_is_wrong_is_found(kind, members, code):
    assert codes(kind, **members) == [code]


def test_feedback_after_any_answer_may_stand_for_that_on_options():
    options = [option("a", correct=True, feedback=""), option("b", feedback="")]

    assert codes("choice", options=options, feedback="Because …") == []
    assert codes("choice", options=options) == ["feedback_missing"]
