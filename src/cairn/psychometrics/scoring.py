"""
Scoring a response: points, outcome and the feedback that belongs to it.

Points are a share of what the question is worth, 0 to 1. What a response must look like depends
on the kind of question::

    choice       {"option": id}              short_text   {"text": "…"}
    choices      {"options": [id, …]}        numeric      {"text": "3.5"} or "3,5"
    matching     {"pairs": {left: right}}    free_recall  {"rating": 1 to 4}
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from unicodedata import normalize

from cairn.errors import MalformedInput
from cairn.psychometrics.questions import (
    NumericAnswer,
    Option,
    Question,
    QuestionKind,
    TextAnswer,
)
from cairn.scheduling.memory import Rating

MAX_RESPONSE_LENGTH = 2_000
NEARLY_ONE = 0.999
"""Shares such as 33.33333 % three times are meant to be everything."""

_NUMBER = re.compile(r"[+-]?(\d{1,30}([.,]\d{0,30})?|[.,]\d{1,30})([eE][+-]?\d{1,3})?")


class Outcome(StrEnum):
    RIGHT = "right"
    PARTIAL = "partial"
    WRONG = "wrong"
    SELF_RATED = "self_rated"


@dataclass(frozen=True, slots=True)
class Feedback:
    """Words about one option or answer; `about` is the id of the option, else empty."""

    about: str
    text: str


@dataclass(frozen=True, slots=True)
class Score:
    """
    What a response is worth.

    Args:
        points: 0 to 1; for a self-rated recall 0 for Again, 0.5 for Hard, else 1.
        feedback: what the author says about the options or the answer given.
        general: what the author says after any answer.
        rating: how the learner rated a free recall; None otherwise.
    """

    points: float
    outcome: Outcome
    feedback: tuple[Feedback, ...] = ()
    general: str = ""
    rating: Rating | None = None


def score(question: Question, response: Mapping[str, object]) -> Score:
    """
    Return what `response` is worth.

    Raises:
        MalformedInput: if the response is not of the form that the kind of question asks for, or
            names an option or a side that there is not.
    """
    return _SCORERS[question.kind](question, response)


def rating_for(score: Score) -> Rating:
    """Return the rating that an outcome stands for: wrong Again, partial Hard, right Good."""
    if score.rating is not None:
        return score.rating
    by_outcome = {Outcome.WRONG: Rating.AGAIN, Outcome.PARTIAL: Rating.HARD}
    return by_outcome.get(score.outcome, Rating.GOOD)


def _choice(question: Question, response: Mapping[str, object]) -> Score:
    chosen = _options(question, [_only(response, "option")])
    return _score(question, question.weight(chosen[0]), _about(chosen))


def _choices(question: Question, response: Mapping[str, object]) -> Score:
    ids = _only(response, "options")
    if not isinstance(ids, list | tuple):
        raise MalformedInput("options: must be a list of the ids of the options chosen")
    chosen = _options(question, ids)
    return _score(question, sum(question.weight(one) for one in chosen), _about(chosen))


def _short_text(question: Question, response: Mapping[str, object]) -> Score:
    text = _text(response)
    matching = [one for one in question.answers if _accepts(one, text)]
    return _score_of_best(question, matching)


def _numeric(question: Question, response: Mapping[str, object]) -> Score:
    number = read_number(_text(response))
    matching = [one for one in question.numeric if _includes(one, number)]
    return _score_of_best(question, matching)


def _matching(question: Question, response: Mapping[str, object]) -> Score:
    given = _only(response, "pairs")
    if not isinstance(given, Mapping):
        raise MalformedInput("pairs: must map the id of each left side to that of a right side")
    lefts = {question.left_id(one.left) for one in question.pairs}
    rights = {question.right_id(text) for text in question.rights()}
    if not set(given) <= lefts or not {str(right) for right in given.values()} <= rights:
        raise MalformedInput("pairs: names a side that this question does not have")
    right = sum(
        given.get(question.left_id(one.left)) == question.right_id(one.right)
        for one in question.pairs
    )
    return _score(question, right / max(len(question.pairs), 1), ())


def _free_recall(question: Question, response: Mapping[str, object]) -> Score:
    value = _only(response, "rating")
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 4:
        raise MalformedInput("rating: must be 1 again, 2 hard, 3 good or 4 easy")
    rating = Rating(value)
    points = {Rating.AGAIN: 0.0, Rating.HARD: 0.5}.get(rating, 1.0)
    return Score(points, Outcome.SELF_RATED, (), question.feedback, rating)


_SCORERS: dict[QuestionKind, Callable[[Question, Mapping[str, object]], Score]] = {
    QuestionKind.CHOICE: _choice,
    QuestionKind.CHOICES: _choices,
    QuestionKind.SHORT_TEXT: _short_text,
    QuestionKind.NUMERIC: _numeric,
    QuestionKind.MATCHING: _matching,
    QuestionKind.FREE_RECALL: _free_recall,
}


def _score(question: Question, points: float, feedback: tuple[Feedback, ...]) -> Score:
    if points >= NEARLY_ONE:
        return Score(1.0, Outcome.RIGHT, feedback, question.feedback)
    if points <= 1 - NEARLY_ONE:
        return Score(0.0, Outcome.WRONG, feedback, question.feedback)
    return Score(points, Outcome.PARTIAL, feedback, question.feedback)


def _score_of_best(question: Question, matching: Sequence[TextAnswer | NumericAnswer]) -> Score:
    if not matching:
        return _score(question, 0.0, ())
    best = max(matching, key=lambda one: one.weight)
    feedback = (Feedback("", best.feedback),) if best.feedback else ()
    return _score(question, best.weight, feedback)


def _only(response: object, name: str) -> object:
    if not isinstance(response, Mapping) or set(response) != {name}:
        raise MalformedInput(f"the response must have exactly one member, {name}")
    return response[name]


def _text(response: Mapping[str, object]) -> str:
    text = _only(response, "text")
    if not isinstance(text, str) or not text.strip():
        raise MalformedInput("text: write an answer")
    if len(text) > MAX_RESPONSE_LENGTH:
        raise MalformedInput(f"text: must have at most {MAX_RESPONSE_LENGTH} characters")
    return text


def _options(question: Question, ids: Sequence[object]) -> list[Option]:
    known = {one.id: one for one in question.options}
    if not all(isinstance(one, str) and one in known for one in ids):
        raise MalformedInput(f"choose from the options {', '.join(known)}")
    if not ids or len(set(ids)) != len(ids):
        raise MalformedInput("choose at least one option, and each only once")
    return [one for one in question.options if one.id in ids]


def _about(chosen: Sequence[Option]) -> tuple[Feedback, ...]:
    return tuple(Feedback(one.id, one.feedback) for one in chosen if one.feedback)


def read_number(text: str) -> Decimal:
    """
    Return the number that a person wrote, with a comma or a point before the fraction.

    Raises:
        MalformedInput: if it is not one number; a separator of thousands is not guessed at.
    """
    plain = text.strip().replace("\u2212", "-").replace("\u00a0", "").replace("\u202f", "")
    if not _NUMBER.fullmatch(plain):
        raise MalformedInput("text: write one number, like 3.5, without a unit")
    return Decimal(plain.replace(",", "."))


def _includes(answer: NumericAnswer, number: Decimal) -> bool:
    # Decimal, since 3.1415 + 0.0005 is not 3.142 in binary floating point.
    if answer.value is not None:
        return abs(number - _decimal(answer.value)) <= _decimal(answer.tolerance)
    return _decimal(answer.low or 0) <= number <= _decimal(answer.high or 0)


def _decimal(number: float) -> Decimal:
    return Decimal(repr(number))


def _accepts(answer: TextAnswer, text: str) -> bool:
    pattern, given = _plain(answer.text), _plain(text)
    if not answer.case_sensitive:
        pattern, given = pattern.casefold(), given.casefold()
    pieces = [piece.replace(r"\*", "*") for piece in re.split(r"(?<!\\)\*", pattern)]
    return _fits(pieces, given)


def _plain(text: str) -> str:
    """Return the text with typographic quotes made plain and white space run together."""
    straight = normalize("NFC", text).translate({0x2019: "'", 0x201C: '"', 0x201D: '"'})
    return " ".join(straight.split())


def _fits(pieces: Sequence[str], text: str) -> bool:
    """Return whether the pieces follow one another in `text`, with anything in between."""
    first, *rest = pieces
    if not rest:
        return text == first
    *middle, last = rest
    if not text.startswith(first):
        return False
    at = len(first)
    for piece in middle:
        found = text.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return len(text) - len(last) >= at and text.endswith(last)
