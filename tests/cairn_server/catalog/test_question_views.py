"""The editor of one question."""

from __future__ import annotations

import pytest

from cairn_server.catalog.models import Draft
from tests.cairn_server.catalog.conftest import QUESTION

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def author(client, aut):
    client.force_login(aut)
    return client


def address(draft: Draft, *rest: str) -> str:
    return "/".join([f"/studio/{draft.pk}/units/first-steps/questions", *rest, ""])


def questions(draft: Draft) -> list[dict[str, object]]:
    draft.refresh_from_db()
    return draft.content.get("questions/first-steps.yaml", {}).get("questions", [])


def body(draft: Draft) -> str:
    draft.refresh_from_db()
    return draft.content["units/first-steps.md"]["body"]


def test_a_new_question_has_its_card(author, draft):
    answer = author.post(address(draft), {"prompt": "Who answers?", "kind": "choice"})

    assert answer.url == address(draft, "who-answers")
    assert questions(draft) == [{"id": "who-answers", "kind": "choice", "prompt": "Who answers?"}]
    assert body(draft) == "?: who-answers"


def test_a_question_for_quizzes_has_no_card(author, draft):
    author.post(address(draft), {"prompt": "Who answers?", "use": "assessment"})

    assert questions(draft)[0]["use"] == "assessment"
    assert body(draft) == ""


def test_options_are_saved_with_letters_and_feedback(author, draft):
    author.post(address(draft), {"prompt": "Who answers?", "kind": "choice"})
    sent = {"kind": "choice", "prompt": "Who answers?", "use": "practice", "sequence": "1"}
    sent |= {"options-0-text": "Everybody", "options-0-correct": "on", "options-0-feedback": "Yes."}
    sent |= {"options-1-text": "Volunteers", "options-2-text": ""}

    answer = author.post(address(draft, "who-answers"), sent, **HTMX)

    assert answer.status_code == 200
    assert questions(draft)[0]["options"] == [
        {"id": "a", "text": "Everybody", "correct": True, "feedback": "Yes."},
        {"id": "b", "text": "Volunteers"},
    ]


def test_a_change_of_kind_keeps_what_both_have(author, complete):
    sent = {"kind": "free_recall", "prompt": "Who answers?", "sequence": "9"}

    page = author.post(address(complete, "who-answers"), sent, follow=True).content.decode()

    assert questions(complete) == [
        {"id": "who-answers", "kind": "free_recall", "prompt": "Who answers?"}
    ]
    assert "Model answer" in page


def test_a_question_is_tried_out_without_saving_anything(author, complete):
    right = author.post(address(complete, "who-answers"), {"do": "try", "option": "a"}, **HTMX)
    wrong = author.post(address(complete, "who-answers"), {"do": "try", "option": "b"})

    assert "Right" in right.content.decode()
    assert "Then the rest is silent." in wrong.content.decode()
    assert questions(complete) == [QUESTION]


def test_an_older_copy_is_told(author, complete):
    sent = {"kind": "choice", "prompt": "Changed", "sequence": "1"}
    author.post(address(complete, "who-answers"), sent)

    stale = author.post(address(complete, "who-answers"), {**sent, "prompt": "Mine"}, **HTMX)

    assert stale.status_code == 409
    assert "Changed" in stale.content.decode()
    assert questions(complete)[0]["prompt"] == "Changed"


def test_a_removed_question_takes_its_card_along(author, complete):
    author.post(address(complete, "who-answers", "removal"))

    assert questions(complete) == []
    assert body(complete) == "Ask everybody."


@pytest.mark.parametrize("kind", ["choices", "short_text", "numeric", "matching", "free_recall"])
def test_every_kind_has_its_editor(author, draft, kind):
    added = author.post(address(draft), {"prompt": "What?", "kind": kind})

    assert author.get(added.url).status_code == 200


def test_a_question_that_is_not_there_is_not_found(author, draft):
    assert author.get(address(draft, "nothing")).status_code == 404
    assert author.post(address(draft, "nothing", "removal")).status_code == 404
