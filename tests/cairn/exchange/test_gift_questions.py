import pytest

from cairn.exchange.gift_questions import Report, question_of
from cairn.exchange.gift_syntax import parse_gift
from cairn.exchange.slugs import Slugs
from cairn.psychometrics.scoring import score


def read(text):
    """Return the question of one item, and the codes of what was found."""
    report = Report()
    [item] = parse_gift(text)
    report.item = item
    question = question_of(item, report, Slugs())
    return question, [one.code for one in report.findings]


def test_a_choice_keeps_its_options_and_feedback():
    question, found = read("::Tomb:: Who?{~Grant#Not he =no one#Right ~%50%a friend ####Ah}")

    assert found == []
    assert question.to_json() == {
        "id": "tomb",
        "kind": "choice",
        "prompt": "Who?",
        "options": [
            {"id": "a", "text": "Grant", "feedback": "Not he"},
            {"id": "b", "text": "no one", "correct": True, "feedback": "Right"},
            {"id": "c", "text": "a friend", "weight": 0.5},
        ],
        "feedback": "Ah",
        "seconds": 12,  # ten to think, six words at three a second
    }


def test_weights_alone_make_a_choice_of_several():
    question, found = read("Which?{~%50%a ~%50%b ~%-100%c ~d}")

    assert found == []
    assert question.kind == "choices"
    assert [option.weight for option in question.options] == [0.5, 0.5, -1.0, 0.0]
    assert score(question, {"options": ["a", "b"]}).points == 1.0
    assert score(question, {"options": ["a", "b", "c"]}).points == 0.0


def test_several_right_options_are_asked_together_and_said():
    question, found = read("Which seasons?{=spring =autumn ~easter}")

    assert found == ["several_right"]
    assert score(question, {"options": ["a", "b"]}).points == 1.0


@pytest.mark.parametrize(("word", "right"), [("T", "true"), ("FALSE", "false"), ("true", "true")])
def test_true_and_false_are_two_options(word, right):
    question, _ = read(f"The sun rises.{{{word}#wrong#right}}")

    by_id = {option.id: option for option in question.options}
    assert set(by_id) == {"true", "false"}
    assert score(question, {"option": right}).points == 1.0
    assert by_id[right].feedback == "right"
    assert {one.feedback for one in by_id.values()} == {"right", "wrong"}


def test_short_answers_keep_weights_and_wildcards():
    question, found = read("Best animal?{=Frog#Good =%50%Cat =%0%*#Wrong}")

    assert found == []
    assert score(question, {"text": "frog"}).points == 1.0
    assert score(question, {"text": "cat"}).points == 0.5
    assert score(question, {"text": "dog"}).feedback[0].text == "Wrong"


@pytest.mark.parametrize(
    ("answers", "right", "wrong"),
    [
        ("#1822", "1822", "1823"),
        ("#1822:5", "1827", "1828"),
        ("#3.141..3.142", "3.1415", "3.1421"),
        ("#-5..5", "-5", "-5.01"),
        ("#=1822:0 =%50%1822:2", "1822", "1825"),
        ("#1.5e3", "1500", "1501"),
        ("#3:", "3", "4"),
    ],
)
def test_numbers_keep_tolerance_and_range(answers, right, wrong):
    question, found = read(f"When? {{{answers}}}")

    assert found == []
    assert score(question, {"text": right}).points == 1.0
    assert score(question, {"text": wrong}).points == 0.0


def test_what_is_said_about_every_other_number_is_said():
    question, _ = read("A number? {#=3:2 ~#Completely wrong}")

    assert score(question, {"text": "9"}).feedback[0].text == "Completely wrong"
    assert score(question, {"text": "5"}).feedback == ()


def test_matching_with_an_empty_side_gives_a_distractor():
    question, found = read("Match{=Canada->Ottawa =Italy->Rome =->Paris}")

    assert found == []
    assert [(pair.left, pair.right) for pair in question.pairs] == [
        ("Canada", "Ottawa"),
        ("Italy", "Rome"),
    ]
    assert question.distractors == ("Paris",)


def test_an_essay_with_a_model_answer_is_a_free_recall():
    question, found = read("Why?{####Because it is there}")

    assert found == []
    assert (question.kind, question.answer) == ("free_recall", "Because it is there")


def test_html_becomes_markdown_and_a_lost_picture_is_named():
    question, found = read('[html]<p>Look <b>here</b></p><img src\\="x.png">{T}')

    assert question.prompt == "Look **here**"
    assert found == ["content_lost"]


def test_plain_text_is_not_taken_for_markdown():
    question, _ = read("[plain]What is *args?{T}")

    assert question.prompt == "What is \\*args?"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Why?{}", "not_converted"),
        ("Who?{~a ~b}", "not_converted"),
        ("Who?{~%20%a ~%30%b}", "not_converted"),
        ("Who?{~%200%a =b}", "not_converted"),
        ("Who?{=%50%a}", "not_converted"),
        ("When?{#soon}", "not_converted"),
        ("When?{#1e999..2}", "not_converted"),
        ("Match{=a->1 =a->2}", "not_converted"),
        ("Who?{a, b or c}", "unreadable"),
        ("Who?{=a", "unreadable"),
        ("Who? =a}", "unreadable"),
        ("Who {=a} and {=b}?", "unreadable"),
        ("{T}", "prompt_missing"),
    ],
)
def test_what_cannot_be_asked_is_reported_not_dropped(text, code):
    assert read(text) == (None, [code])
