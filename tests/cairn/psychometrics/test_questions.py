import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.errors import MalformedInput
from cairn.psychometrics.questions import Question, QuestionKind, shuffled
from cairn.reading import read_yaml

PACKS = Path(__file__).resolve().parents[3] / "src/cairn_server/site/packs"

CHOICE = {
    "id": "wait",
    "kind": "choice",
    "prompt": "How long?",
    "options": [
        {"id": "a", "text": "One second", "feedback": "Too short"},
        {"id": "b", "text": "Three seconds", "correct": True, "feedback": "Just long enough"},
    ],
    "feedback": "Silence works",
}
CHOICES = {
    "id": "marks",
    "kind": "choices",
    "prompt": "Which?",
    "use": "assessment",
    "criterion": "shows-thinking",
    "options": [
        {"id": "a", "text": "Alpha", "correct": True},
        {"id": "b", "text": "Beta", "correct": True},
        {"id": "c", "text": "Gamma"},
        {"id": "d", "text": "Delta", "weight": -0.25},
    ],
    "seconds": 45,
}
SHORT = {
    "id": "capital",
    "kind": "short_text",
    "prompt": "Capital of Norway?",
    "answers": [
        {"text": "Oslo", "feedback": "Since 1814"},
        {"text": "Kristiania", "weight": 0.5, "case_sensitive": True},
    ],
}
NUMERIC = {
    "id": "pi",
    "kind": "numeric",
    "prompt": "Pi?",
    "numeric": [
        {"value": 3.1415, "tolerance": 0.0005},
        {"low": 3, "high": 4, "weight": 0.5, "feedback": "Roughly"},
    ],
}
MATCHING = {
    "id": "capitals",
    "kind": "matching",
    "prompt": "Match",
    "pairs": [
        {"left": "Canada", "right": "Ottawa"},
        {"left": "Italy", "right": "Rome"},
        {"left": "Vatican", "right": "Rome"},
    ],
    "distractors": ["Tokyo"],
}
RECALL = {"id": "why", "kind": "free_recall", "prompt": "Why wait?", "answer": "They think on"}
ALL = [CHOICE, CHOICES, SHORT, NUMERIC, MATCHING, RECALL]
KINDS = [json["kind"] for json in ALL]


@pytest.mark.parametrize("json", ALL, ids=KINDS)
def test_the_json_comes_back_as_it_was(json):
    assert Question.from_json(json).to_json() == json


def real_questions():
    for path in sorted(PACKS.glob("*/questions/*.yaml")):
        for one in read_yaml(path.read_bytes())["questions"]:
            yield Question.from_json(one)


def test_real_questions_come_back_as_they_were():
    questions = list(real_questions())

    assert len(questions) > 50
    for question in questions:
        assert Question.from_json(question.to_json()) == question


@pytest.mark.parametrize("json", ALL, ids=KINDS)
def test_the_public_form_tells_nothing_of_the_key(json):
    public = Question.from_json(json).public()

    told = str(public)
    for secret in ("correct", "weight", "feedback", "tolerance", "distractors"):
        assert secret not in told
    assert not {"numeric", "answers", "answer", "pairs"} & set(public)
    for said in ("Too short", "Silence works", "Oslo", "3.1415", "They think on"):
        assert said not in told


def test_real_public_forms_hold_only_what_is_asked():
    for question in real_questions():
        public = question.public()
        shown = {"id", "kind", "prompt", "seconds", "options", "lefts", "rights"}
        assert set(public) <= shown
        for option in public.get("options", []):
            assert set(option) == {"id", "text"}


def test_right_sides_are_shown_once_each_with_the_distractors_in_an_order_of_their_own():
    public = Question.from_json(MATCHING).public()

    assert [one["text"] for one in public["lefts"]] == ["Canada", "Italy", "Vatican"]
    assert sorted(one["text"] for one in public["rights"]) == ["Ottawa", "Rome", "Tokyo"]
    assert [one["id"] for one in public["rights"]] == sorted(one["id"] for one in public["rights"])


def test_ids_of_sides_are_those_of_this_question_alone():
    one = Question.from_json(MATCHING)
    other = Question.from_json({**MATCHING, "id": "other"})

    assert one.right_id("Rome") != other.right_id("Rome")
    assert one.right_id("Rome") == Question.from_json(MATCHING).right_id("Rome")


def test_weights_follow_from_what_is_right():
    choices = Question.from_json(CHOICES)

    # two right options share the points; a wrong one takes a share; a stated weight holds
    assert [choices.weight(one) for one in choices.options] == [0.5, 0.5, -0.5, -0.25]
    choice = Question.from_json(CHOICE)
    assert [choice.weight(one) for one in choice.options] == [0.0, 1.0]


@given(st.text(), st.sampled_from([CHOICES, MATCHING]))
def test_shuffling_loses_nothing_and_repeats_itself(seed, json):
    question = Question.from_json(json)

    once = shuffled(question, seed)

    assert set(once.options) == set(question.options)
    assert set(once.pairs) == set(question.pairs)
    assert shuffled(question, seed) == once


def test_different_seeds_give_different_orders():
    question = Question.from_json(CHOICES)

    orders = {tuple(o.id for o in shuffled(question, str(n)).options) for n in range(200)}

    assert len(orders) == 24


@pytest.mark.parametrize("last", ["None of the above", "All of these", "Both of the above."])
def test_options_that_speak_of_the_others_by_place_keep_their_order(last):
    options = [*CHOICE["options"], {"id": "z", "text": last}]
    question = Question.from_json({**CHOICE, "options": options})

    assert {shuffled(question, str(n)) for n in range(20)} == {question}


@pytest.mark.parametrize(
    ("json", "complaint"),
    [
        ("text", "question: must be a mapping"),
        ({**CHOICE, "kind": "essay"}, "question.kind: essay is not one of choice"),
        ({**CHOICE, "use": "exam"}, "question.use"),
        ({**CHOICE, "hint": "b"}, "no member hint"),
        ({**CHOICE, "id": ""}, "question.id"),
        ({**CHOICE, "answers": [{"text": "b"}]}, "a question of kind choice has none"),
        ({**RECALL, "options": CHOICE["options"]}, "a question of kind free_recall has none"),
        ({**CHOICE, "options": CHOICE["options"] * 2}, "a, b is used twice"),
        ({**CHOICE, "options": [{"id": "a", "text": "x", "weight": 2}]}, "from -1 to 1"),
        ({**CHOICE, "options": [{"id": "a", "text": "x", "correct": "yes"}]}, "true or false"),
        ({**CHOICE, "seconds": 0}, "question.seconds"),
        ({**NUMERIC, "numeric": [{"low": 3}]}, "either value or both"),
        ({**NUMERIC, "numeric": [{"value": 1, "low": 3, "high": 4}]}, "either value or both"),
        ({**NUMERIC, "numeric": [{"low": 4, "high": 3}]}, "low is above high"),
        ({**NUMERIC, "numeric": [{"value": 1, "tolerance": -1}]}, "tolerance"),
        ({**MATCHING, "pairs": MATCHING["pairs"] * 2}, "used twice"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_by_place(json, complaint):
    with pytest.raises(MalformedInput, match=complaint):
        Question.from_json(json)


def test_the_place_of_a_question_in_its_file_is_named():
    with pytest.raises(MalformedInput, match=r"^questions\[3\].kind"):
        Question.from_json({**CHOICE, "kind": "x"}, "questions[3]")


def test_a_question_survives_being_stored():
    question = Question.from_json(MATCHING)

    assert Question.from_json(json.loads(json.dumps(question.to_json()))) == question
    assert question.kind is QuestionKind.MATCHING
