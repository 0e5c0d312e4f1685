"""What a card shows: before the answer nothing of the key, after it everything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any
from uuid import UUID

from django.utils.safestring import SafeString

from cairn.psychometrics.questions import Question, QuestionKind, shuffled
from cairn.psychometrics.scoring import Outcome, score
from cairn.scheduling.memory import Rating
from cairn_server.catalog.markdown import render, render_line
from cairn_server.catalog.models import ItemVersion
from cairn_server.learning.models import Memory, Review


@dataclass(frozen=True, slots=True)
class ShownOption:
    """One option; `letter` is A, B, C in the order shown."""

    id: str
    letter: str
    text: SafeString
    is_chosen: bool = False
    is_right: bool = False
    feedback: SafeString | None = None


@dataclass(frozen=True, slots=True)
class ShownPair:
    """One left side; after the answer, what was given and what is right."""

    id: str
    text: SafeString
    given: SafeString | None = None
    right: SafeString | None = None
    is_right: bool = False


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """
    A question as a page shows it.

    Args:
        rights: of a matching question, the id and the text of every right side.
        model_answer: of a free recall; in a `<details>` until it was rated.
    """

    version_id: UUID
    kind: QuestionKind
    prompt: SafeString
    options: tuple[ShownOption, ...] = ()
    pairs: tuple[ShownPair, ...] = ()
    rights: tuple[tuple[str, str], ...] = ()
    model_answer: SafeString | None = None


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """
    What is shown once it was answered.

    Args:
        text: what was written, of a short text or a number.
        right_text: what would have been right, if it was not.
        days: in how many days it comes back; at least 0.
        may_change: whether the rating may still be changed to Hard or Easy.
    """

    review_id: UUID
    outcome: Outcome
    rating: Rating
    text: str
    right_text: str
    feedback: tuple[SafeString, ...]
    general: SafeString | None
    days: int
    may_change: bool


def shown_question(version: ItemVersion, *, seed: str | None = None) -> ShownQuestion:
    """Return the question as asked; with a `seed`, its options in an order of their own."""
    question = _question(version, seed)
    public = question.public()
    return ShownQuestion(
        version_id=version.pk,
        kind=question.kind,
        prompt=render(question.prompt),
        options=tuple(
            ShownOption(one.id, _letter(number), render_line(one.text))
            for number, one in enumerate(question.options)
        ),
        pairs=tuple(
            ShownPair(question.left_id(one.left), render_line(one.left)) for one in question.pairs
        ),
        rights=tuple((one["id"], one["text"]) for one in public.get("rights", ())),
        model_answer=render(question.answer) if question.answer else None,
    )


def answered_question(
    version: ItemVersion, response: Mapping[str, Any], *, seed: str | None = None
) -> ShownQuestion:
    """Return the same question with what was chosen and what is right."""
    question = _question(version, seed)
    chosen = _chosen(response)
    given = response.get("pairs", {})
    rights = {question.right_id(text): render_line(text) for text in question.rights()}
    return ShownQuestion(
        version_id=version.pk,
        kind=question.kind,
        prompt=render(question.prompt),
        options=tuple(
            ShownOption(
                id=one.id,
                letter=_letter(number),
                text=render_line(one.text),
                is_chosen=one.id in chosen,
                is_right=question.weight(one) > 0,
                feedback=_said(one.feedback, one.id in chosen or question.weight(one) > 0),
            )
            for number, one in enumerate(question.options)
        ),
        pairs=tuple(
            ShownPair(
                id=(left := question.left_id(one.left)),
                text=render_line(one.left),
                given=rights.get(given.get(left, "")),
                right=render_line(one.right),
                is_right=given.get(left) == question.right_id(one.right),
            )
            for one in question.pairs
        ),
        model_answer=render(question.answer) if question.answer else None,
    )


def shown_answer(review: Review, memory: Memory | None, *, at: datetime) -> ShownAnswer | None:
    """Return what the answer came to; None for a review that kept no response."""
    if review.response is None:
        return None
    question = Question.from_json(review.version.content)
    result = score(question, review.response)
    due_at = memory.due_at if memory else None
    return ShownAnswer(
        review_id=review.pk,
        outcome=result.outcome,
        rating=Rating(review.rating),
        text=str(review.response.get("text", "")),
        right_text="" if result.outcome is Outcome.RIGHT else _right_text(question),
        feedback=tuple(render(one.text) for one in result.feedback if not one.about),
        general=render(result.general) if result.general else None,
        days=max(ceil((due_at - at) / timedelta(days=1)), 0) if due_at else 0,
        may_change=result.outcome is Outcome.RIGHT and review.replaces is None,
    )


def _question(version: ItemVersion, seed: str | None) -> Question:
    question = Question.from_json(version.content)
    return question if seed is None else shuffled(question, seed)


def _chosen(response: Mapping[str, Any]) -> set[str]:
    return {response["option"]} if "option" in response else set(response.get("options", ()))


def _said(feedback: str, is_told: bool) -> SafeString | None:
    return render_line(feedback) if feedback and is_told else None


def _letter(number: int) -> str:
    return chr(ord("A") + number)


def _right_text(question: Question) -> str:
    if question.answers:
        best = max(question.answers, key=lambda one: one.weight)
        return best.text.replace("*", "…")
    if question.numeric:
        number = max(question.numeric, key=lambda one: one.weight)
        if number.value is None:
            return f"{number.low:g} – {number.high:g}"
        return f"{number.value:g}"
    return ""
