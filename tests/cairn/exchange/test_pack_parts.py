import pytest

from cairn.errors import MalformedInput
from cairn.exchange.pack import BlueprintRow, Card, CardKind, GatheringKind, PartKind
from cairn.exchange.pack_parts import (
    read_achievement,
    read_cards,
    read_gathering,
    read_questions,
    read_quiz,
    read_rubric,
    read_task,
    read_unit,
)

UNIT = """---
title: Ask
minutes: 5
outcomes:
  - Ask well
after: [listen]
order: 2
---
One idea.
---
?: first-question
---
Look at the boards.

!: boards.svg | Twelve boards

What do you see?
"""


def encoded(text):
    return text.encode()


def test_a_unit_is_read_with_its_cards():
    unit = read_unit("ask", encoded(UNIT), ())

    assert (unit.id, unit.title, unit.minutes, unit.order) == ("ask", "Ask", 5, 2)
    assert (unit.outcomes, unit.after) == (("Ask well",), ("listen",))
    assert unit.cards == (
        Card(CardKind.TEXT, text="One idea."),
        Card(CardKind.QUESTION, question="first-question"),
        Card(
            CardKind.MEDIA,
            text="Look at the boards.",
            media="boards.svg",
            caption="Twelve boards",
            text_after="What do you see?",
        ),
    )


def test_line_ends_and_a_byte_order_mark_make_no_difference():
    windows = b"\xef\xbb\xbf" + encoded(UNIT.replace("\n", "\r\n"))

    assert read_unit("ask", windows, ()) == read_unit("ask", encoded(UNIT), ())


def test_a_line_of_dashes_inside_code_divides_no_cards():
    [card] = read_cards("```yaml\n---\na: 1\n---\n```\n")

    assert card.text == "```yaml\n---\na: 1\n---\n```"


def test_a_media_line_inside_code_is_code():
    [card] = read_cards("~~~\n!: a.png | b\n~~~\n")

    assert card.kind is CardKind.TEXT


@pytest.mark.parametrize("dashes", ["----", " ---", "--- ", "- - -"])
def test_only_exactly_three_dashes_divide_cards(dashes):
    assert len(read_cards(f"one\n\n{dashes}\n\ntwo")) == 1


def test_empty_cards_are_passed_over():
    assert len(read_cards("---\none\n---\n\n---\ntwo\n---\n")) == 2


def test_two_pictures_on_a_card_are_refused():
    with pytest.raises(MalformedInput, match="one picture"):
        read_cards("!: a.png | x\n\n!: b.png | y")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("no front matter", "front matter"),
        ("---\ntitle: x\n", "front matter"),
        ("---\ntitle: x\n---\ntext", "minutes: must be a whole number from 1 to 600, and is miss"),
        (UNIT.replace("minutes: 5", "minutes: five"), "minutes"),
        (UNIT.replace("minutes: 5", "minutes: 5.5"), "minutes"),
        (UNIT.replace("title: Ask", "title: [Ask]"), "title: must be a text"),
        (UNIT.replace("title: Ask", "titel: Ask"), "no member titel"),
        (UNIT.replace("after: [listen]", "after: listen"), "after: must be a list"),
    ],
)
def test_a_unit_that_cannot_be_read_says_where(text, complaint):
    with pytest.raises(MalformedInput, match=complaint):
        read_unit("ask", encoded(text), ())


def test_a_file_that_is_not_utf_8_is_refused():
    with pytest.raises(MalformedInput, match="UTF-8"):
        read_unit("ask", "---\ntitle: Frühling\n---\n".encode("latin-1"), ())


ACHIEVEMENT = """---
title: Checking
kind: micro-credential
summary: Checks.
research: [{title: A study, source: Rowe 1974}]
resources: [{title: A book, url: "https://a.example/", kind: book, licence: CC-BY-4.0}]
workload_hours: 3.5
credits: {value: 0.1, system: ECTS}
level: {framework: EQF, value: "6"}
tier: {of: "Lesson  craft", number: 2}
alignments: [{target_name: assess, target_url: "https://b.example/", target_code: "7"}]
requirements:
  all_of:
    - units: [ask]
      recall_at_least: 0.8
    - task: video
---
About it.
"""


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("{url: 'https://a.example/'}", "title"),
        ("{title: A, url: 'javascript:alert(1)'}", "https://"),
        ("{title: A, kind: scroll}", "one of article, book"),
        ("{title: A, author: B}", "author"),
    ],
)
def test_a_resource_that_no_page_could_show_is_refused(wrong, told):
    with pytest.raises(MalformedInput, match=told):
        read_unit("ask", encoded(f"---\ntitle: Ask\nminutes: 1\nresources: [{wrong}]\n---\nA"), ())


def test_an_achievement_keeps_what_is_stated_and_no_more():
    read = read_achievement("checking", encoded(ACHIEVEMENT))

    assert (read.workload_hours, read.credits.value, read.level.value) == (3.5, 0.1, "6")
    assert read.research[0].source == "Rowe 1974"
    assert (read.resources[0].kind, read.resources[0].licence) == ("book", "CC-BY-4.0")
    assert (read.alignments[0].target_code, read.alignments[0].level) == ("7", 3)
    assert (read.tier.of, read.tier.number) == ("Lesson craft", 2)
    assert read.about == "About it."
    assert read.half_life_years is None
    assert read.assessment_type == ""


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("kind: micro-credential", "kind: badge", "micro-credential, participation-badge"),
        ("value: 0.1", "value: much", "credits.value"),
        ('value: "6"', "value: 6", "level.value: must be a text"),
        ("    - task: video", "    - tasks: video", r"requirements.all_of\[1\]"),
        ("workload_hours: 3.5", "workload_hours: 0", "workload_hours"),
        ("number: 2", "number: 0", "tier.number"),
        ('"Lesson  craft"', f"{'x' * 101}", "tier.of: 1 to 100 characters, not 101"),
        ("of: ", "badge: Mentor, of: ", "badge"),
        ('target_code: "7"', "level: 6", r"alignments\[0\].level"),
    ],
)
def test_an_achievement_that_cannot_be_read_says_where(old, new, complaint):
    with pytest.raises(MalformedInput, match=complaint):
        read_achievement("checking", encoded(ACHIEVEMENT.replace(old, new)))


TASK = """---
title: Video
minutes: 60
promised_days: 3
rubric: lesson
parts:
  - {id: video, title: The video, kind: file, accept: [video], max_megabytes: 500}
  - {id: words, title: Words, kind: text, required: false, min_words: 100}
---
Film it.
"""


def test_a_task_is_read_with_its_parts():
    task = read_task("video", encoded(TASK))

    assert (task.rubric, task.promised_days, task.instructions) == ("lesson", 3, "Film it.")
    assert (task.parts[0].kind, task.parts[0].required) == (PartKind.FILE, True)
    assert (task.parts[1].kind, task.parts[1].required) == (PartKind.TEXT, False)
    assert (task.parts[1].min_words, task.parts[1].max_words) == (100, None)


def test_a_task_with_two_parts_of_one_id_is_refused():
    with pytest.raises(MalformedInput, match="video is used twice"):
        read_task("video", encoded(TASK.replace("id: words", "id: video")))


QUIZ = """title: Final
minutes: 15
cut_score: 0.8
attempts: 3
wait_hours: 24
blueprint:
  - {criterion: aim, title: The aim, questions: 4}
pool: [ask, listen]
"""


def test_a_quiz_is_read_with_its_blueprint():
    quiz = read_quiz("final", encoded(QUIZ))

    assert quiz.blueprint == (BlueprintRow("aim", "The aim", 4),)
    assert (quiz.cut_score, quiz.attempts, quiz.wait_hours) == (0.8, 3, 24)
    assert (quiz.pool, quiz.minutes, quiz.instructions) == (("ask", "listen"), 15, "")


def test_a_quiz_that_says_nothing_of_attempts_allows_any_number_at_once():
    quiz = read_quiz("final", encoded(QUIZ.replace("attempts: 3\nwait_hours: 24\n", "")))

    assert (quiz.attempts, quiz.wait_hours) == (None, 0)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("cut_score: 0.8\n", "", "quiz.cut_score: must be a number from 0.01 to 1, and is missing"),
        ("cut_score: 0.8", "cut_score: 80", "cut_score"),
        ("attempts: 3", "attempts: 0", "attempts"),
        ("questions: 4", "questions: 0", r"quiz.blueprint\[0\].questions"),
        ("pool: [ask, listen]", "pool: [ask, ask]", "ask is used twice"),
        ("  - {criterion", "  - {criterion: aim, title: A, questions: 1}\n  - {criterion", "twice"),
        ("blueprint:\n  - {criterion: aim, title: The aim, questions: 4}\n", "", "blueprint"),
    ],
)
def test_a_quiz_that_cannot_be_read_says_where(old, new, complaint):
    with pytest.raises(MalformedInput, match=complaint):
        read_quiz("final", encoded(QUIZ.replace(old, new)))


def test_what_is_attended_is_read_with_its_summary():
    text = "---\ntitle: A talk\nkind: webinar\nminutes: 50\n---\nWhat it is about.\n"

    gathering = read_gathering("talk", encoded(text))

    assert (gathering.title, gathering.minutes) == ("A talk", 50)
    assert (gathering.kind, gathering.summary) == (GatheringKind.WEBINAR, "What it is about.")
    with pytest.raises(MalformedInput, match="webinar, lecture, workshop, conference"):
        read_gathering("talk", encoded(text.replace("webinar", "party")))


def test_a_rubric_is_read():
    level = "{id: x, title: X, points: 1}"
    text = f"title: L\ncriteria: [{{id: a, title: A, met_at: x, levels: [{level}]}}]"

    assert read_rubric("lesson", encoded(text)).rubric.criteria[0].met_at == "x"


def test_questions_that_cannot_be_read_are_all_named_and_the_others_kept():
    text = """questions:
  - {id: a, kind: free_recall, prompt: Why?, answer: Because}
  - {id: b, kind: essay, prompt: Why?}
  - {id: c, kind: free_recall}
"""
    questions, findings = read_questions("questions/u.yaml", encoded(text))

    assert [one.id for one in questions] == ["a"]
    assert [one.detail.partition(":")[0] for one in findings] == [
        "questions[1].kind",
        "questions[2].prompt",
    ]


def test_a_questions_file_that_is_no_yaml_is_one_finding():
    questions, [finding] = read_questions("questions/u.yaml", b"questions: [")

    assert questions == ()
    assert finding.where == "questions/u.yaml"


def test_an_id_for_two_questions_is_a_finding():
    one = "{id: a, kind: free_recall, prompt: Why?, answer: x}"

    _, [finding] = read_questions("q.yaml", encoded(f"questions: [{one}, {one}]"))

    assert "a is used twice" in finding.detail
