"""
What a phone needs to go on without a connection: practice cards with their keys, as JSON.

Only practice items ever come here (`catalog.access`), so that no key of an assessment leaves
the server.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from cairn.psychometrics.questions import Question, QuestionKind
from cairn_server.catalog import queries as catalog
from cairn_server.catalog.cards import StoredCard, question_versions
from cairn_server.catalog.markdown import render, render_line
from cairn_server.catalog.models import ItemVersion, UnitVersion
from cairn_server.learning.queries import DueCards


def phone_question(version: ItemVersion) -> dict[str, Any]:
    """Return the question with all that is needed to score and explain it on a phone."""
    question = Question.from_json(version.content)
    return {
        "kind": "question",
        "version": str(version.pk),
        "question": question.kind.value,
        "prompt": render(question.prompt),
        "options": [
            {
                "id": one.id,
                "text": render_line(one.text),
                "weight": question.weight(one),
                "feedback": render_line(one.feedback) if one.feedback else "",
            }
            for one in question.options
        ],
        "answers": [
            {
                "text": one.text,
                "weight": one.weight,
                "case": one.case_sensitive,
                "feedback": render(one.feedback) if one.feedback else "",
            }
            for one in question.answers
        ],
        "numbers": _numbers(question),
        "pairs": _pairs(question),
        "rights": question.public().get("rights", []),
        "answer": render(question.answer) if question.kind is QuestionKind.FREE_RECALL else "",
        "feedback": render(question.feedback) if question.feedback else "",
        "seconds": question.seconds,
    }


def _numbers(question: Question) -> list[dict[str, Any]]:
    return [
        {
            "low": one.low if one.value is None else one.value - one.tolerance,
            "high": one.high if one.value is None else one.value + one.tolerance,
            "shown": one.low if one.value is None else one.value,
            "weight": one.weight,
            "feedback": render(one.feedback) if one.feedback else "",
        }
        for one in question.numeric
    ]


def _pairs(question: Question) -> list[dict[str, str]]:
    return [
        {
            "left": question.left_id(one.left),
            "right": question.right_id(one.right),
            "text": render_line(one.left),
            "right_text": render_line(one.right),
        }
        for one in question.pairs
    ]


def phone_card(
    card: StoredCard, unit_id: UUID, versions: dict[UUID, ItemVersion]
) -> dict[str, Any]:
    """Return a card of a unit; a question that is no longer open becomes an empty text."""
    if card["kind"] == "question":
        version = versions.get(UUID(card["version"]))
        return {"kind": "text", "html": ""} if version is None else phone_question(version)
    html = render_to_string("learning/_body.html", {"card": card, "unit_id": unit_id})
    return {"kind": "text", "html": html}


def phone_unit(unit: UnitVersion) -> dict[str, Any]:
    """Return the whole unit, so that who loses the connection in it can go on. One query."""
    versions = catalog.items_by_id(question_versions(unit.cards))
    return {
        "unit": str(unit.unit_id),
        "title": unit.title,
        "seconds": unit.seconds,
        "cards": [phone_card(card, unit.unit_id, versions) for card in unit.cards],
    }


def phone_due(due: DueCards) -> dict[str, Any]:
    """Return what is due, in the order in which it is asked."""
    return {"unit": None, "cards": [phone_question(card.version) for card in due.cards]}


def phone_words() -> dict[str, Any]:
    """Return the words that the player needs when it goes on without the server."""
    return {
        "next": _("Next"),
        "question": _("Question"),
        "answer": _("Answer"),
        "your_number": _("Your number"),
        "your_answer": _("Your answer"),
        "choose": _("Choose …"),
        "show_answer": _("Show the answer"),
        "how_well": _("How well did you recall it?"),
        "ratings": [_("Not at all"), _("With effort"), _("Well"), _("At once")],
        "outcomes": {
            "right": _("Right"),
            "partial": _("Partly right"),
            "wrong": _("Not yet"),
            "self_rated": _("Noted"),
        },
        "you_chose": _("You chose this."),
        "you_wrote": _("You wrote"),
        "right_is": _("Right is"),
        "hard": _("It was hard"),
        "easy": _("It was easy"),
        "kept": _("Kept on this phone."),
        "end_title": _("That was the last card"),
        "end_text": _("Your answers are kept on this phone and count as soon as they arrive."),
        "end_link": _("Go on"),
    }
