from dataclasses import replace
from pathlib import Path

import pytest

from cairn.errors import PackInvalid
from cairn.exchange.pack import Card, CardKind, PackMedia, PackUnit, Severity, Tier
from cairn.exchange.pack_checking import check, require_sound
from cairn.exchange.pack_reading import read_files, read_pack

PACKS = Path(__file__).resolve().parents[3] / "src/cairn_server/site/packs"

FILES = {
    "pack.yaml": "pack: 1\nid: mine\ntitle: Mine\nlanguage: en\nlicence: CC0-1.0\n"
    'publisher: Me\nversion: "1.0"\n',
    "achievements/well-done.md": "---\ntitle: Well done\nkind: micro-credential\n"
    "summary: Does it.\ncompetency: Can do it.\nassessment_type: A video.\n"
    "requirements: {all_of: [{units: [one], recall_at_least: 0.8}, {task: video}]}\n---\nAbout\n",
    "units/one.md": "---\ntitle: One\nminutes: 2\n---\nText\n---\n?: why\n---\n!: a.svg | A dot\n",
    "units/two.md": "---\ntitle: Two\nminutes: 2\nafter: [one]\n---\nText\n",
    "questions/one.yaml": "questions:\n  - {id: why, kind: free_recall, prompt: Why?, answer: So}\n"
    "  - {id: test, use: assessment, kind: free_recall, prompt: Why?, answer: So}\n",
    "media/a.svg": "<svg/>",
    "tasks/video.md": "---\ntitle: Video\nminutes: 60\npromised_days: 3\nrubric: lesson\n"
    "parts: [{id: film, title: Film, kind: file, accept: [video]}]\n---\nFilm it.\n",
    "rubrics/lesson.yaml": "title: L\ncriteria:\n  - id: aim\n    title: Aim\n    met_at: good\n"
    "    parts: [film]\n    levels:\n      - {id: poor, title: Poor, points: 0}\n"
    "      - {id: good, title: Good, points: 1}\n",
}


STACK = {
    **FILES,
    "achievements/well-done.md": FILES["achievements/well-done.md"].replace(
        "{task: video}", "{quiz: final}, {attendance: talk}, {task: video}"
    ),
    "achievements/larger.md": "---\ntitle: Larger\nkind: micro-credential\n"
    "summary: Does both.\ncompetency: Can do both.\nassessment_type: Two others.\n"
    "requirements: {all_of: [{credential: well-done}, {credential: other-pack/more}]}\n---\nA\n",
    "quizzes/final.yaml": "title: Final\nminutes: 10\ncut_score: 0.8\npool: [one]\n"
    "blueprint: [{criterion: aim, title: The aim, questions: 1}]\n",
    "gatherings/talk.md": "---\ntitle: Talk\nkind: lecture\nminutes: 45\n---\nAbout it.\n",
}
STACK["questions/one.yaml"] = FILES["questions/one.yaml"].replace(
    "use: assessment,", "use: assessment, criterion: aim,"
)


def read(*changes, files=FILES):
    """Return the pack with (file, old, new) replaced."""
    files = dict(files)
    for name, old, new in changes:
        assert old in files[name]
        files[name] = files[name].replace(old, new)
    return read_files({name: text.encode() for name, text in files.items()})


def found(pack, severity=Severity.ERROR):
    return [(one.where, one.code) for one in check(pack) if one.severity is severity]


def test_a_sound_pack_has_no_findings():
    assert check(read()) == []
    assert require_sound(read()) == []


UNIT, GOAL = "units/one.md", "achievements/well-done.md"
TASK, RUBRIC = "tasks/video.md", "rubrics/lesson.yaml"


@pytest.mark.parametrize(
    ("change", "where", "code"),
    [
        (("pack.yaml", "language: en", "language: English"), "pack.yaml", "language_unknown"),
        ((GOAL, "task: video", "task: film"), GOAL, "unknown_reference"),
        ((GOAL, "units: [one]", "units: [one, three]"), GOAL, "unknown_reference"),
        ((GOAL, "{task: video}", "{quiz: one}"), GOAL, "unknown_reference"),
        ((GOAL, "{task: video}", "{attendance: day}"), GOAL, "unknown_reference"),
        ((GOAL, "{task: video}", "{units: [two]}"), GOAL, "no_performance_requirement"),
        ((GOAL, "all_of", "any_of"), GOAL, "no_performance_requirement"),
        ((GOAL, "units: [one]", "units: [two]"), GOAL, "nothing_to_recall"),
        ((UNIT, "minutes: 2", "minutes: 11"), UNIT, "unit_too_long"),
        ((UNIT, "minutes: 2", "minutes: 2\nafter: [zero]"), UNIT, "unknown_reference"),
        ((UNIT, "minutes: 2", "minutes: 2\nafter: [two]"), "units/one.md", "cycle"),
        ((UNIT, "Text", "`" * 5_001 + "a" + "`" * 5_000), "units/one.md card 1", "card_too_large"),
        ((UNIT, "a.svg", "b.svg"), "units/one.md card 3", "unknown_reference"),
        ((UNIT, "?: why", "Why?"), UNIT, "question_never_shown"),
        ((UNIT, "Text", "?: why"), UNIT, "question_shown_twice"),
        ((UNIT, "Text", "?: test"), UNIT, "assessment_shown"),
        ((UNIT, "Text", "?: when"), UNIT, "unknown_reference"),
        (
            ("questions/one.yaml", "answer: So}", "answer: So, criterion: style}"),
            "questions/one.yaml why",
            "unknown_reference",
        ),
        ((TASK, "rubric: lesson", "rubric: essay"), TASK, "unknown_reference"),
        ((TASK, "id: film", "id: movie"), TASK, "unknown_reference"),
        ((TASK, "Film it.", ""), TASK, "instructions_missing"),
        ((TASK, "kind: file", "min_words: 9, max_words: 8, kind: file"), TASK, "limits_crossed"),
        ((RUBRIC, "met_at: good", "met_at: poor"), RUBRIC, "met_at_lowest"),
        (
            (RUBRIC, "      - {id: poor, title: Poor, points: 0}\n", ""),
            RUBRIC,
            "too_few_levels",
        ),
    ],
)
def test_an_error_is_found_where_it_is(change, where, code):
    assert (where, code) in found(read(change))


@pytest.mark.parametrize(
    ("change", "where", "code"),
    [
        ((UNIT, "Text", "word " * 91), "units/one.md card 1", "card_too_long"),
        ((UNIT, "Text", "Some <b>HTML</b>"), "units/one.md card 1", "raw_html"),
        ((UNIT, " | A dot", ""), "units/one.md card 3", "caption_missing"),
        ((UNIT, "!: a.svg | A dot", "Text"), "media/a.svg", "media_unused"),
        ((GOAL, "competency: Can do it.\n", ""), GOAL, "not_stated"),
        ((TASK, ", accept: [video]", ""), TASK, "accept_missing"),
        ((RUBRIC, "Poor, points: 0", "Poor, points: 2"), RUBRIC, "levels_out_of_order"),
    ],
)
def test_a_warning_is_given_where_it_helps(change, where, code):
    pack = read(change)

    assert found(pack, Severity.WARNING) == [(where, code)]
    assert [one.code for one in require_sound(pack)] == [code]


def test_a_participation_badge_need_not_name_a_competency():
    plain = (GOAL, "competency: Can do it.\n", "")
    badge = (GOAL, "micro-credential", "participation-badge")

    assert found(read(plain, badge), Severity.WARNING) == []


def test_html_inside_code_is_no_html():
    pack = read((UNIT, "Text", "Write `<b>` or:\n\n```html\n<b>x</b>\n```"))

    assert check(pack) == []


def test_a_pack_with_a_quiz_a_gathering_and_a_stack_is_sound():
    assert check(read(files=STACK)) == []


LARGER, QUIZ, TALK = "achievements/larger.md", "quizzes/final.yaml", "gatherings/talk.md"


@pytest.mark.parametrize(
    ("change", "where", "code"),
    [
        ((QUIZ, "questions: 1", "questions: 2"), QUIZ, "pool_too_small"),
        ((QUIZ, "pool: [one]", "pool: [one, three]"), QUIZ, "unknown_reference"),
        ((LARGER, "credential: well-done", "credential: well"), LARGER, "unknown_reference"),
        ((LARGER, "credential: other-pack", "credential: mine"), LARGER, "unknown_reference"),
        ((GOAL, "{task: video}", "{credential: larger}"), LARGER, "cycle"),
        ((GOAL, "micro-credential", "participation-badge"), LARGER, None),
    ],
)
def test_an_error_of_a_quiz_or_a_stack_is_found_where_it_is(change, where, code):
    errors = found(read(change, files=STACK))

    assert errors == ([(where, code)] if code else [])


def test_a_stack_of_participation_badges_is_no_micro_credential():
    badge = (GOAL, "micro-credential", "participation-badge")
    alone = (LARGER, "{credential: other-pack/more}", "{units: [one]}")

    assert found(read(badge, alone, files=STACK)) == [(LARGER, "no_performance_requirement")]


def test_a_way_around_the_performance_is_found():
    either = (LARGER, "all_of: [", "any_of: [{attendance: talk}, ")

    assert found(read(either, files=STACK)) == [(LARGER, "no_performance_requirement")]


def test_what_nobody_asks_for_is_named():
    pack = read((GOAL, "{quiz: final}, {attendance: talk}, ", ""), files=STACK)

    assert found(pack, Severity.WARNING) == [(QUIZ, "quiz_unused"), (TALK, "gathering_unused")]


def test_errors_keep_a_pack_out_and_are_all_named():
    pack = read((UNIT, "?: why", "Why?"), (TASK, "rubric: lesson", "rubric: essay"))

    with pytest.raises(PackInvalid, match="2 errors") as refused:
        require_sound(pack)
    assert {one.code for one in refused.value.findings} >= {
        "question_never_shown",
        "unknown_reference",
    }


def test_a_chain_of_thousands_of_units_is_checked_without_recursion():
    card = (Card(CardKind.TEXT, text="x"),)
    units = tuple(
        PackUnit(str(n), "x", 1, card, after=(str(n - 1),) if n else ()) for n in range(5_000)
    )
    closed = (replace(units[0], after=("4999",)), *units[1:])

    assert found(replace(read(), achievements=(), tasks=(), rubrics=(), units=units)) == []
    assert ("units/0.md", "cycle") in found(replace(read(), units=closed))


def test_one_id_for_two_questions_of_different_units_is_an_error():
    practice, _, _ = FILES["questions/one.yaml"].partition("  - {id: test")
    files = {**FILES, "questions/two.yaml": practice}
    files["units/two.md"] += "---\n?: why\n"
    pack = read_files({name: text.encode() for name, text in files.items()})

    assert ("questions/two.yaml why", "id_used_twice") in found(pack)


def test_one_tier_for_two_achievements_is_an_error():
    one, *_ = read().achievements
    tiers = [("a", Tier("Mentor", 1)), ("b", Tier("Mentor", 1)), ("c", Tier("Mentor", 2))]
    tiers += [("d", Tier("Coach", 1)), ("e", None), ("f", None)]
    achievements = tuple(replace(one, id=id, tier=tier) for id, tier in tiers)

    found_of_tiers = [
        where
        for where, code in found(replace(read(), achievements=achievements))
        if code == "tier_used_twice"
    ]

    assert found_of_tiers == ["achievements/b.md"]


def test_a_picture_nobody_shows_is_named():
    pack = replace(read(), media=(*read().media, PackMedia("b.png", b"")))

    assert found(pack, Severity.WARNING) == [("media/b.png", "media_unused")]


@pytest.mark.parametrize(
    "folder", sorted(path.parent for path in PACKS.glob("*/pack.yaml")), ids=lambda path: path.name
)
def test_a_pack_that_comes_with_the_platform_is_sound(folder):
    assert check(read_pack(folder)) == []
