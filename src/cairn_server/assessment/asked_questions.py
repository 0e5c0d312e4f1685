"""
The questions of an attempt: what is shown of them, and what was answered.

This is the only way from a stored question to a learner who is assessed, and nothing that tells
what is right passes it: options are named by their place in this attempt, not by their ids, which
an author may have made to speak.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cairn.errors import MalformedInput
from cairn.psychometrics.questions import Question, QuestionKind, shuffled
from cairn.psychometrics.scoring import score
from cairn_server.assessment.models import Attempt, Response
from cairn_server.catalog.markdown import render, render_line
from cairn_server.catalog.models import ItemVersion

ASKED = {
    QuestionKind.CHOICE: _("Choose one of the options."),
    QuestionKind.CHOICES: _("Choose from the options, each once."),
    QuestionKind.SHORT_TEXT: _("Write an answer, in at most 2,000 characters."),
    QuestionKind.NUMERIC: _("Write one number, like 3.5, without a unit."),
    QuestionKind.MATCHING: _("Choose from the answers that are offered."),
}


@dataclass(frozen=True, slots=True)
class ShownOption:
    """An option; `id` is its place, from 1, in the order of this attempt."""

    id: str
    text: SafeString
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ShownSide:
    """The left side of a pair, and the id of the right side that was chosen for it."""

    id: str
    text: SafeString
    chosen: str


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """
    A question of an attempt as its learner sees it.

    Args:
        number: its place in the attempt, from 1.
        rights: of a matching question, the id and the text of every right side.
        text: what was written so far.
        answer: what was answered, in the form in which it is sent; None if nothing was.
        sequence: the number of the answer that counts; 0 if there is none.
    """

    number: int
    kind: QuestionKind
    prompt: SafeString
    options: tuple[ShownOption, ...]
    sides: tuple[ShownSide, ...]
    rights: tuple[tuple[str, str], ...]
    text: str
    answer: Mapping[str, Any] | None
    sequence: int
    saved_at: datetime | None

    @property
    def is_answered(self) -> bool:
        return self.answer is not None


def order_of(question: Question, seed: str) -> list[str]:
    """Return the order of what can be chosen that an attempt with this seed shows."""
    mixed = shuffled(question, seed)
    if question.pairs:
        return [question.left_id(one.left) for one in mixed.pairs]
    return [one.id for one in mixed.options]


def shown_questions(
    attempt: Attempt,
    versions: Mapping[Any, ItemVersion],
    responses: Mapping[Any, Response],
) -> tuple[ShownQuestion, ...]:
    """Return every question of an attempt, in its order, with the answers that count."""
    by_id = {str(id): one for id, one in versions.items()}
    answers = {str(id): one for id, one in responses.items()}
    return tuple(
        shown_question(number, row, by_id[row["item"]], answers.get(row["item"]))
        for number, row in enumerate(attempt.drawn, start=1)
    )


def shown_question(
    number: int, drawn: Mapping[str, Any], version: ItemVersion, response: Response | None
) -> ShownQuestion:
    """Return one question; `drawn` is its row in the attempt."""
    question = Question.from_json(version.content)
    answer = _given(drawn, response.answer) if response else None
    given = answer or {}
    chosen = {given.get("option"), *given.get("options", ())}
    texts = {one.id: one.text for one in question.options}
    lefts = {question.left_id(one.left): one.left for one in question.pairs}
    order: Sequence[str] = drawn["options"]
    return ShownQuestion(
        number=number,
        kind=question.kind,
        prompt=render(question.prompt),
        options=tuple(
            ShownOption(str(place), render_line(texts[id]), str(place) in chosen)
            for place, id in enumerate(order, start=1)
            if id in texts
        ),
        sides=tuple(
            ShownSide(id, render_line(lefts[id]), given.get("pairs", {}).get(id, ""))
            for id in order
            if id in lefts
        ),
        rights=tuple((one["id"], one["text"]) for one in question.public().get("rights", ())),
        text=str(given.get("text", "")),
        answer=answer,
        sequence=response.sequence if response else 0,
        saved_at=response.saved_at if response else None,
    )


def answer_to_store(
    drawn: Mapping[str, Any], version: ItemVersion, given: Mapping[str, Any]
) -> dict[str, Any]:
    """
    Return an answer as it is scored, from the form in which it is sent.

    Raises:
        MalformedInput: saying what is wanted, if it does not fit the question.
    """
    question = Question.from_json(version.content)
    try:
        answer = _stored(drawn["options"], given)
        score(question, answer)
    except (MalformedInput, KeyError):
        wanted = ASKED.get(question.kind, _("This cannot be answered here."))
        raise MalformedInput(str(wanted)) from None
    return answer


def in_words(version: ItemVersion, answer: Mapping[str, Any] | None) -> str:
    """Return an answer as its learner would say it; of the question it tells nothing else."""
    if not isinstance(answer, Mapping):
        return gettext("nothing")
    question = Question.from_json(version.content)
    texts = {one.id: one.text for one in question.options}
    lefts = {question.left_id(one.left): one.left for one in question.pairs}
    rights = {question.right_id(text): text for text in question.rights()}
    chosen = [answer["option"]] if "option" in answer else answer.get("options", [])
    pairs = answer.get("pairs", {})
    parts = [texts.get(id, "") for id in sorted(chosen, key=list(texts).index)]
    parts += [f"{lefts.get(left, '')} → {rights.get(right, '')}" for left, right in pairs.items()]
    return "; ".join(parts) or str(answer.get("text", ""))


def _stored(order: Sequence[str], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answer with the ids of options in place of their places."""
    by_place = {str(place): id for place, id in enumerate(order, start=1)}
    if set(given) == {"option"}:
        return {"option": by_place[str(given["option"])]}
    if set(given) == {"options"}:
        if not isinstance(given["options"], list):
            raise MalformedInput("options: must be a list")
        return {"options": [by_place[str(place)] for place in given["options"]]}
    return dict(given)


def _given(drawn: Mapping[str, Any], answer: Any) -> dict[str, Any] | None:
    """Return a stored answer in the form in which it is sent; None if it was taken back."""
    if not isinstance(answer, Mapping):
        return None
    place = {id: str(number) for number, id in enumerate(drawn["options"], start=1)}
    if "option" in answer:
        return {"option": place[answer["option"]]}
    if "options" in answer:
        return {"options": sorted((place[id] for id in answer["options"]), key=int)}
    return dict(answer)
