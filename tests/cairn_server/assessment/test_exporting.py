from __future__ import annotations

import pytest

from cairn_server.assessment.attempting import hand_in
from cairn_server.assessment.exporting import attempt_facts
from tests.cairn_server.assessment.test_attempting import RIGHT, WRONG, begin, choose
from tests.making import make_quiz
from tests.moments import MONDAY


def test_attempts_are_taken_along_with_ones_own_answers_in_words(ada, bea, college):
    quiz = make_quiz(college)
    attempt = begin(ada, quiz)
    choose(attempt, 2, WRONG, sequence=1)
    choose(attempt, 2, RIGHT, sequence=2)
    hand_in(attempt=attempt, at=MONDAY)
    choose(begin(bea, quiz), 1)

    (fact,) = attempt_facts(ada)

    assert (fact["quiz"], fact["attempt"], fact["passed"]) == ("Boards-Quiz", 1, False)
    assert fact["score"] == pytest.approx(1 / 3)
    assert [(one["answer"], one["sequence"]) for one in fact["answers"]] == [(WRONG, 1), (RIGHT, 2)]
    assert all(one["question"].startswith("Which is right of") for one in fact["answers"])


@pytest.mark.parametrize("attempts", [1, 5])
def test_it_takes_three_queries_however_many_attempts(
    ada, college, attempts, django_assert_num_queries
):
    for number in range(attempts):
        choose(begin(ada, make_quiz(college, f"quiz-{number}")), 1)

    with django_assert_num_queries(3):
        assert len(attempt_facts(ada)) == attempts
