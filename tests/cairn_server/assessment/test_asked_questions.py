from __future__ import annotations

import pytest

from cairn.errors import MalformedInput
from cairn.psychometrics.questions import Question
from cairn_server.assessment.asked_questions import (
    answer_to_store,
    in_words,
    order_of,
    shown_question,
)
from cairn_server.assessment.models import Response
from cairn_server.catalog.models import ItemVersion
from tests.moments import MONDAY

OPTIONS = [
    {"id": "wrong-one", "text": "Red", "feedback": "No."},
    {"id": "right-one", "text": "Blue", "correct": True, "feedback": "Yes."},
    {"id": "right-two", "text": "Green", "correct": True, "weight": 0.25},
]
QUESTIONS = {
    "choice": {"options": OPTIONS},
    "choices": {"options": OPTIONS},
    "short_text": {"answers": [{"text": "cerulean"}]},
    "numeric": {"numeric": [{"value": 481.5, "tolerance": 0.25}]},
    "matching": {
        "pairs": [{"left": "Sky", "right": "Blue"}, {"left": "Grass", "right": "Green"}],
        "distractors": ["Red"],
    },
}


def version(kind):
    question = Question.from_json(
        {"id": "colour", "kind": kind, "prompt": "What *colour*?", "feedback": "Look up."}
        | QUESTIONS[kind]
    )
    return ItemVersion(content=question.to_json())


def row(kind, seed="seed"):
    question = Question.from_json(version(kind).content)
    return {"item": "", "criterion": "sees", "options": order_of(question, seed)}


def show(kind, answer=None, sequence=1):
    response = Response(answer=answer, sequence=sequence, saved_at=MONDAY) if sequence else None
    return shown_question(1, row(kind), version(kind), response)


def pairs(kind="matching"):
    question = Question.from_json(version(kind).content)
    return {question.left_id(one.left): question.right_id(one.right) for one in question.pairs}


def given(kind):
    """Return a right answer in the form in which it is sent."""
    place = {id: str(n) for n, id in enumerate(row(kind)["options"], start=1)}
    return {
        "choice": {"option": place.get("right-one")},
        "choices": {"options": [place.get("right-one"), place.get("right-two")]},
        "short_text": {"text": "cerulean"},
        "numeric": {"text": "481,5"},
        "matching": {"pairs": pairs()},
    }[kind]


@pytest.mark.parametrize("kind", QUESTIONS)
def test_nothing_that_is_shown_tells_what_is_right(kind):
    told = repr(show(kind, sequence=0))

    secrets = ["wrong-one", "right-one", "right-two", "Yes.", "No.", "Look up.", "0.25", "481.5"]
    assert [one for one in [*secrets, "cerulean", "correct"] if one in told] == []


@pytest.mark.parametrize("kind", ["choice", "choices"])
def test_options_are_named_by_their_place(kind):
    assert [one.id for one in show(kind).options] == ["1", "2", "3"]


def test_the_place_of_an_option_follows_the_attempt():
    first, other = row("choice", "a"), row("choice", "b")

    assert first["options"] != other["options"]
    texts = [str(one.text) for one in shown_question(1, first, version("choice"), None).options]
    by_id = {one["id"]: one["text"] for one in OPTIONS}
    assert texts == [by_id[id] for id in first["options"]]


@pytest.mark.parametrize("kind", QUESTIONS)
def test_an_answer_comes_back_in_the_form_in_which_it_was_sent(kind):
    stored = answer_to_store(row(kind), version(kind), given(kind))

    shown = show(kind, stored, sequence=4)

    again = answer_to_store(row(kind), version(kind), shown.answer)
    assert again == stored or sorted(again["options"]) == sorted(stored["options"])
    assert (shown.sequence, shown.saved_at, shown.is_answered) == (4, MONDAY, True)


def test_what_was_chosen_is_shown_as_chosen():
    shown = show("choice", {"option": "right-one"})
    matched = show("matching", {"pairs": dict(list(pairs().items())[:1])})

    assert [str(one.text) for one in shown.options if one.is_chosen] == ["Blue"]
    assert [bool(one.chosen) for one in matched.sides].count(True) == 1
    assert show("numeric", {"text": "12"}).text == "12"


@pytest.mark.parametrize("answer", [None, "erased"])
def test_what_was_taken_back_is_not_answered(answer):
    assert not show("choice", answer).is_answered


@pytest.mark.parametrize("kind", QUESTIONS)
@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"option": "0"},
        {"option": {}},
        {"options": "12"},
        {"options": [[]]},
        {"options": []},
        {"text": ""},
        {"text": 5},
        {"text": "x" * 2001},
        {"pairs": []},
        {"pairs": {"l": "r"}},
        {"rating": 3},
        {"answer": None},
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(kind, answer):
    with pytest.raises(MalformedInput) as refused:
        answer_to_store(row(kind), version(kind), answer)

    assert str(refused.value).endswith(".")
    assert "right-one" not in str(refused.value)


def test_an_answer_in_words_is_what_its_learner_would_say():
    assert in_words(version("choice"), {"option": "right-one"}) == "Blue"
    assert in_words(version("choices"), {"options": ["right-two", "wrong-one"]}) == "Red; Green"
    assert in_words(version("numeric"), {"text": "12,5"}) == "12,5"
    assert in_words(version("matching"), {"pairs": pairs()}) == "Sky → Blue; Grass → Green"
    assert in_words(version("choice"), None) == "nothing"
