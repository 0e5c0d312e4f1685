"""Cards and questions of a draft as a learner would see them."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from cairn.psychometrics.questions import Question
from cairn_server.catalog.drafting import save_part
from cairn_server.catalog.studio_preview import preview_cards, preview_question
from tests.cairn_server.catalog.conftest import QUESTION
from tests.moments import MONDAY


def written(draft, body):
    part = {"title": "U", "minutes": 5, "body": body}
    return save_part(draft=draft, name="units/first-steps.md", part=part, sequence=9, at=MONDAY)


def test_cards_are_rendered_and_counted(complete):
    draft = written(complete, "Ask **everybody** now.\n---\n?: who-answers\n---\n!: gone.png | A")

    (text, question, media), unreadable = preview_cards(draft, "first-steps")

    assert (text.words, "<strong>everybody</strong>" in text.text) == (3, True)
    assert [one.letter for one in question.question.options] == ["A", "B"]
    assert (media.media, media.problem, unreadable) == (None, "gone.png", "")


def test_a_card_that_cannot_be_read_is_told(complete):
    draft = written(complete, "!: a.png | A\n!: b.png | B")

    cards, unreadable = preview_cards(draft, "first-steps")

    assert cards == []
    assert "one picture" in unreadable


def test_what_authors_write_is_safe_to_show(complete):
    draft = written(complete, "<script>alert(1)</script> [x](javascript:alert(1))")

    (card,), _ = preview_cards(draft, "first-steps")

    assert "<script" not in card.text
    assert 'href="javascript' not in card.text


OTHERS = [
    ({"kind": "numeric", "numeric": [{"value": 3}]}, "text=3", "right"),
    ({"kind": "short_text", "answers": [{"text": "yes"}]}, "text=no", "wrong"),
    ({"kind": "free_recall", "answer": "Because."}, "", "self_rated"),
]


@pytest.mark.parametrize(("members", "sent", "outcome"), OTHERS)
def test_every_kind_is_tried_out(members, sent, outcome):
    question = Question.from_json({"id": "q", "prompt": "?", **members})

    assert preview_question(question, QueryDict(sent)).outcome == outcome


def test_pairs_are_tried_out():
    pairs = [{"left": "a", "right": "1"}, {"left": "b", "right": "2"}]
    question = Question.from_json({"id": "q", "kind": "matching", "prompt": "?", "pairs": pairs})
    sent = "&".join(
        f"pair-{question.left_id(one['left'])}={question.right_id(one['right'])}" for one in pairs
    )

    assert preview_question(question, QueryDict(sent)).outcome == "right"


def test_an_answer_of_nothing_is_not_judged():
    tried = preview_question(Question.from_json(QUESTION), QueryDict("option=zzz"))

    assert tried.outcome is None
