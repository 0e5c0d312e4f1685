from __future__ import annotations

import pytest

from cairn.psychometrics.attempts import Asked, attempt_result, can_assess, reaches
from cairn.psychometrics.questions import Question

CHOICE = Question.from_json(
    {
        "id": "q",
        "kind": "choice",
        "prompt": "Which?",
        "options": [{"id": "a", "text": "This"}, {"id": "b", "text": "That", "correct": True}],
    }
)
THIRDS = Question.from_json(
    {
        "id": "t",
        "kind": "choices",
        "prompt": "Which three?",
        "options": [{"id": id, "text": id, "correct": True} for id in "abc"],
    }
)
RECALL = Question.from_json({"id": "r", "kind": "free_recall", "prompt": "Why?", "answer": "So."})
RIGHT, WRONG = {"option": "b"}, {"option": "a"}


def asked(*responses, criterion="asks"):
    return [Asked(CHOICE, criterion, response) for response in responses]


def test_every_question_counts_the_same_and_what_is_not_answered_gives_nothing():
    result = attempt_result(asked(RIGHT, WRONG, RIGHT, None), cut_score=0.5)

    assert (result.score, result.passed) == (0.5, True)


def test_each_area_has_its_own_share():
    answers = [*asked(RIGHT, None), *asked(RIGHT, criterion="acts")]

    result = attempt_result(answers, cut_score=0.7)

    assert result.areas == {"asks": 0.5, "acts": 1.0}
    assert result.score == pytest.approx(2 / 3)
    assert not result.passed


def test_a_part_of_an_answer_gives_a_part_of_the_points():
    result = attempt_result([Asked(THIRDS, "asks", {"options": ["a", "b"]})], cut_score=0.5)

    assert result.score == pytest.approx(2 / 3)


@pytest.mark.parametrize("questions", range(1, 40))
def test_a_share_that_is_the_cut_score_on_paper_passes(questions):
    cut = sum([1 / questions] * questions)  # floating point: 0.9999999999999999 or 1

    assert reaches(1.0, cut)
    assert reaches(cut, 1.0)
    assert not reaches(1 - 1 / (2 * questions), 1.0)


def test_who_is_assessed_does_not_rate_themselves():
    result = attempt_result([Asked(RECALL, "asks", {"rating": 4})], cut_score=0.5)

    assert (result.score, result.passed) == (0.0, False)
    assert not can_assess(RECALL)
    assert can_assess(CHOICE)


def test_an_answer_that_does_not_fit_gives_nothing():
    assert attempt_result(asked({"option": "z"}), cut_score=0.5).score == 0.0


def test_an_attempt_without_questions_is_not_passed():
    assert attempt_result([], cut_score=0.1).passed is False
