"""Cards and questions of a draft as a learner would see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString

from cairn.errors import InputError, MalformedInput
from cairn.exchange.markdown import count_words
from cairn.exchange.pack import Card, CardKind
from cairn.exchange.pack_checking import MAX_CARD_WORDS
from cairn.exchange.pack_draft import Part, name_of, questions_of
from cairn.exchange.pack_parts import read_cards
from cairn.psychometrics.questions import Question, QuestionKind
from cairn.psychometrics.scoring import Outcome, score
from cairn_server.catalog.markdown import render, render_line
from cairn_server.catalog.models import Draft, DraftMedia


@dataclass(frozen=True, slots=True)
class PreviewOption:
    id: str
    letter: str
    text: SafeString
    is_right: bool
    is_chosen: bool
    feedback: SafeString | str


@dataclass(frozen=True, slots=True)
class PreviewQuestion:
    """
    A question as it is asked, or as it stands once it was tried out.

    Args:
        outcome: None until it was tried out.
        pairs: id, left side and right side.
        said: the feedback on what was answered.
    """

    id: str
    kind: QuestionKind
    prompt: SafeString
    options: tuple[PreviewOption, ...]
    pairs: tuple[tuple[str, SafeString, SafeString], ...]
    rights: tuple[tuple[str, str], ...]
    model_answer: SafeString
    outcome: Outcome | None = None
    said: tuple[SafeString, ...] = ()


@dataclass(frozen=True, slots=True)
class PreviewCard:
    """One card; `problem` is said where it cannot be shown."""

    number: int
    kind: CardKind
    words: int
    is_long: bool
    text: SafeString | str = ""
    text_after: SafeString | str = ""
    media: DraftMedia | None = None
    media_url: str = ""
    caption: str = ""
    question: PreviewQuestion | None = None
    problem: str = ""


def preview_cards(draft: Draft, unit: str) -> tuple[list[PreviewCard], str]:
    """Return the cards of a unit, and why they cannot be shown if they cannot. One query."""
    part: Part = draft.content.get(name_of("units", unit), {})
    try:
        cards = read_cards(str(part.get("body", "")))
    except InputError as error:
        return [], str(error)
    media = {one.name: one for one in draft.media.all()}
    asked = {
        str(one.get("id")): one
        for one in questions_of(draft.content.get(name_of("questions", unit)))
    }
    return [_card(draft, n, card, media, asked) for n, card in enumerate(cards, start=1)], ""


def _card(
    draft: Draft,
    number: int,
    card: Card,
    media: Mapping[str, DraftMedia],
    asked: Mapping[str, Part],
) -> PreviewCard:
    words = count_words(f"{card.text}\n{card.text_after}")
    file = media.get(card.media)
    question = _readable(asked[card.question]) if card.question in asked else None
    return PreviewCard(
        number=number,
        kind=card.kind,
        words=words,
        is_long=words > MAX_CARD_WORDS,
        text=render(card.text) if card.text else "",
        text_after=render(card.text_after) if card.text_after else "",
        media=file,
        media_url=reverse("catalog:studio-media", args=[draft.pk, file.name]) if file else "",
        caption=card.caption,
        question=preview_question(question) if question else None,
        problem=card.question or card.media,
    )


def _readable(json: Part) -> Question | None:
    try:
        return Question.from_json(json)
    except MalformedInput:
        return None


def preview_question(question: Question, data: QueryDict | None = None) -> PreviewQuestion:
    """Return the question as asked; with the fields that an answer sent, tried out."""
    response = _response(question.kind, data) if data is not None else {}
    chosen = {response.get("option"), *response.get("options", ())}
    result = None
    if data is not None:
        try:
            result = score(question, response)
        except MalformedInput:
            result = None
    rights = {question.right_id(text): text for text in question.rights()}
    return PreviewQuestion(
        id=question.id,
        kind=question.kind,
        prompt=render(question.prompt),
        options=tuple(
            PreviewOption(
                id=one.id,
                letter=chr(ord("A") + number % 26),
                text=render_line(one.text),
                is_right=question.weight(one) > 0,
                is_chosen=one.id in chosen,
                feedback=render_line(one.feedback) if one.feedback else "",
            )
            for number, one in enumerate(question.options)
        ),
        pairs=tuple(
            (question.left_id(one.left), render_line(one.left), render_line(one.right))
            for one in question.pairs
        ),
        rights=tuple(sorted(rights.items())),
        model_answer=render(question.answer),
        outcome=result.outcome if result else None,
        said=_said(result),
    )


def _said(result: Any) -> tuple[SafeString, ...]:
    if result is None:
        return ()
    texts = [one.text for one in result.feedback if not one.about]
    return tuple(render(text) for text in [*texts, result.general] if text)


def _response(kind: QuestionKind, data: QueryDict) -> dict[str, Any]:
    """Return what was answered in the form of `cairn.psychometrics.scoring`."""
    match kind:
        case QuestionKind.CHOICE:
            return {"option": data.get("option")}
        case QuestionKind.CHOICES:
            return {"options": data.getlist("option")}
        case QuestionKind.MATCHING:
            names = [name for name in data if name.startswith("pair-")]
            return {
                "pairs": {name.removeprefix("pair-"): data[name] for name in names if data[name]}
            }
        case QuestionKind.FREE_RECALL:
            return {"rating": 3}
        case _:
            return {"text": data.get("text", "")}
