"""When memory starts anew."""

from __future__ import annotations

import pytest

from cairn.psychometrics.questions import Question
from cairn_server.catalog.question_meaning import means_the_same

CHOICE = {
    "id": "q",
    "kind": "choice",
    "prompt": "What floats?",
    "options": [
        {"id": "a", "text": "Ice", "correct": True},
        {"id": "b", "text": "Steel", "feedback": "It sinks."},
    ],
}


def test_feedback_time_criterion_and_wrong_options_may_be_reworded():
    options = [CHOICE["options"][0], {"id": "b", "text": "A steel ball", "feedback": "Denser."}]
    changed = CHOICE | {"options": options, "seconds": 60, "criterion": "c", "feedback": "Density."}

    assert means_the_same(Question.from_json(CHOICE), Question.from_json(changed))


@pytest.mark.parametrize(
    "change",
    [
        {"prompt": "What sinks?"},
        {"options": [{"id": "a", "text": "Ice"}, {"id": "b", "text": "Steel", "correct": True}]},
        {"options": [{"id": "a", "text": "Oil", "correct": True}, {"id": "b", "text": "Steel"}]},
    ],
)
def test_another_prompt_or_key_is_another_question(change):
    assert not means_the_same(Question.from_json(CHOICE), Question.from_json(CHOICE | change))


def test_another_tolerance_is_another_question():
    def asked(tolerance):
        number = [{"value": 3.5, "tolerance": tolerance}]
        return Question.from_json(
            {"id": "n", "kind": "numeric", "prompt": "How many?", "numeric": number}
        )

    assert means_the_same(asked(0.1), asked(0.1))
    assert not means_the_same(asked(0.1), asked(0.5))
