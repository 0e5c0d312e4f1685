"""Before the answer nothing of the key, after it everything."""

from __future__ import annotations

import pytest

from cairn.psychometrics.questions import Question
from cairn.scheduling.memory import Rating
from cairn_server.catalog.models import ItemVersion
from cairn_server.learning.models import Memory, Review
from cairn_server.learning.shown_cards import answered_question, shown_answer, shown_question
from tests.making import make_question
from tests.moments import DAY, MONDAY

MATCHING = {
    "id": "m",
    "kind": "matching",
    "prompt": "Match",
    "pairs": [{"left": "Ice", "right": "floats"}, {"left": "Steel", "right": "sinks"}],
    "distractors": ["burns"],
}
NUMERIC = {"id": "n", "kind": "numeric", "prompt": "How many?", "numeric": [{"value": 3.5}]}
TEXT = {"id": "t", "kind": "short_text", "prompt": "Which?", "answers": [{"text": "ice*"}]}
RECALL = {"id": "r", "kind": "free_recall", "prompt": "Why?", "answer": "Because it is *light*."}


def version(question) -> ItemVersion:
    content = question.to_json() if isinstance(question, Question) else question
    return ItemVersion(number=1, content=content)


def answered(question, response):
    made = version(question)
    review = Review(version=made, rating=Rating.GOOD, response=response)
    return shown_answer(review, Memory(due_at=MONDAY + 2 * DAY), at=MONDAY)


def test_before_the_answer_nothing_tells_what_is_right():
    shown = shown_question(version(make_question()))

    assert [option.letter for option in shown.options] == ["A", "B"]
    assert not any(option.is_right or option.feedback for option in shown.options)
    assert all(pair.right is None for pair in shown_question(version(MATCHING)).pairs)


def test_after_the_answer_the_chosen_and_the_right_option_say_why():
    shown = answered_question(version(make_question()), {"option": "a"})

    chosen, right = shown.options
    assert (chosen.is_chosen, chosen.is_right, chosen.feedback) == (
        True,
        False,
        "A vote shows that too.",
    )
    assert (right.is_chosen, right.is_right) == (False, True)


def test_a_seed_gives_an_order_that_stays():
    options = [{"id": str(n), "text": str(n), "correct": n == 0} for n in range(8)]
    question = version(make_question(options=options))

    def order(seed):
        return [option.id for option in shown_question(question, seed=seed).options]

    assert order("monday") == order("monday")
    assert order("monday") != order("tuesday")
    assert sorted(order("monday")) == [str(n) for n in range(8)]
    assert [
        o.id for o in answered_question(question, {"option": "0"}, seed="monday").options
    ] == order("monday")


def test_pairs_show_what_was_given_and_what_is_right():
    question = Question.from_json(MATCHING)
    given = {question.left_id("Ice"): question.right_id("burns")}

    first, second = answered_question(version(MATCHING), {"pairs": given}).pairs

    assert (first.given, first.right, first.is_right) == ("burns", "floats", False)
    assert (second.given, second.right, second.is_right) == (None, "sinks", False)


@pytest.mark.parametrize(
    ("question", "response", "outcome", "right_text", "may_change"),
    [
        (NUMERIC, {"text": "3,5"}, "right", "", True),
        (NUMERIC, {"text": "4"}, "wrong", "3.5", False),
        (TEXT, {"text": "Iceberg"}, "right", "", True),
        (TEXT, {"text": "steel"}, "wrong", "ice…", False),
        (RECALL, {"rating": 3}, "self_rated", "", False),
    ],
)
def test_the_outcome_says_what_would_have_been_right(
    question, response, outcome, right_text, may_change
):
    answer = answered(question, response)

    assert (answer.outcome, answer.right_text, answer.may_change) == (
        outcome,
        right_text,
        may_change,
    )


def test_it_comes_back_in_whole_days():
    made = version(NUMERIC)
    review = Review(version=made, rating=Rating.GOOD, response={"text": "3.5"})
    due = {MONDAY + 2 * DAY: 2, MONDAY + DAY: 1, MONDAY - DAY: 0}

    for due_at, days in due.items():
        answer = shown_answer(review, Memory(due_at=due_at), at=MONDAY)
        assert answer.days == days


def test_a_review_without_a_response_has_no_answer_to_show():
    review = Review(version=version(NUMERIC), rating=Rating.GOOD, response=None)

    assert shown_answer(review, None, at=MONDAY) is None
