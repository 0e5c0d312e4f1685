"""Questions among the parts of a draft, each with the card that shows it."""

from __future__ import annotations

from cairn_server.catalog.draft_questions import (
    find_question,
    free_question_id,
    put_question,
    take_question,
)


def parts(body=""):
    return {"units/u.md": {"body": body}}


def test_a_practice_question_gets_its_card_once():
    draft = parts("One.")
    for prompt in ("Why?", "Why not?"):
        put_question(draft, "u", {"id": "q", "prompt": prompt})

    assert draft["units/u.md"]["body"] == "One.\n---\n?: q"
    assert find_question(draft, "u", "q") == {"id": "q", "prompt": "Why not?"}


def test_a_question_that_is_kept_for_quizzes_loses_its_card():
    draft = parts("One.\n---\n?: q\n---\nTwo.")
    put_question(draft, "u", {"id": "q", "use": "assessment"})

    assert draft["units/u.md"]["body"] == "One.\n---\nTwo."


def test_a_question_that_is_taken_leaves_nothing():
    draft = parts()
    put_question(draft, "u", {"id": "q"})
    take_question(draft, "u", "q")

    assert draft == parts()
    assert find_question(draft, "u", "q") is None


def test_ids_are_free_in_the_whole_pack():
    draft = parts()
    put_question(draft, "u", {"id": "why-wait"})

    assert free_question_id(draft, "Why wait?") == "why-wait-2"
    assert free_question_id(draft, "???") == "question"
