"""
Questions: what is asked, what is right, and what a learner may see of it.

The JSON of a question is that of a content pack (`docs/content-packs.md`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from typing import Any, TypeVar

from cairn.errors import MalformedInput
from cairn.psychometrics.members import Members, refuse_twice

DEFAULT_SECONDS = 20
ABOUT_ITS_PLACE = re.compile(r"\b(of|from)( all)?( the)? (above|below|these)\b", re.IGNORECASE)
"""An option such as "all of the above" makes sense in its place alone."""

_Words = TypeVar("_Words", bound=StrEnum)


class QuestionKind(StrEnum):
    CHOICE = "choice"
    CHOICES = "choices"
    SHORT_TEXT = "short_text"
    NUMERIC = "numeric"
    MATCHING = "matching"
    FREE_RECALL = "free_recall"


class QuestionUse(StrEnum):
    """Practice questions come back in recall; assessment questions are kept for quizzes."""

    PRACTICE = "practice"
    ASSESSMENT = "assessment"


@dataclass(frozen=True, slots=True)
class Option:
    """
    One option of a choice.

    Args:
        weight: share of the points, -1 to 1; None leaves it to `correct`.
    """

    id: str
    text: str
    correct: bool = False
    feedback: str = ""
    weight: float | None = None


@dataclass(frozen=True, slots=True)
class TextAnswer:
    """A text that is accepted; `*` in it stands for anything, `\\*` for an asterisk."""

    text: str
    weight: float = 1.0
    feedback: str = ""
    case_sensitive: bool = False


@dataclass(frozen=True, slots=True)
class NumericAnswer:
    """Numbers that are accepted: `value` give or take `tolerance`, or `low` to `high`."""

    value: float | None = None
    tolerance: float = 0.0
    low: float | None = None
    high: float | None = None
    weight: float = 1.0
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Question:
    """
    A question of any kind; only the members of its kind are filled.

    Args:
        criterion: id of the criterion of a rubric that it prepares for, if any.
        answer: model answer of a free recall.
        feedback: shown after any answer.
        seconds: expected time to answer.
    """

    id: str
    kind: QuestionKind
    prompt: str
    use: QuestionUse = QuestionUse.PRACTICE
    criterion: str = ""
    options: tuple[Option, ...] = ()
    answers: tuple[TextAnswer, ...] = ()
    numeric: tuple[NumericAnswer, ...] = ()
    pairs: tuple[Pair, ...] = ()
    distractors: tuple[str, ...] = ()
    answer: str = ""
    feedback: str = ""
    seconds: int = DEFAULT_SECONDS

    def weight(self, option: Option) -> float:
        """
        Return the share of the points that choosing `option` gives.

        Where no weight is stated: the right option of a choice gives 1 and the others 0; of
        several right options each gives an equal share, and a wrong one takes a share away, so
        that ticking everything gives nothing.
        """
        if option.weight is not None:
            return option.weight
        if self.kind is QuestionKind.CHOICE:
            return float(option.correct)
        share = 1 / max(sum(one.correct for one in self.options), 1)
        return share if option.correct else -share

    def left_id(self, left: str) -> str:
        """Return the id by which a response names the left side of a pair."""
        return f"l-{self._digest(left)}"

    def right_id(self, right: str) -> str:
        """Return the id by which a response names a right side; it does not tell its pair."""
        return f"r-{self._digest(right)}"

    def _digest(self, text: str) -> str:
        return sha256(f"{self.id}\0{text}".encode()).hexdigest()[:12]

    def public(self) -> dict[str, Any]:
        """Return what may be shown before an answer: nothing in it tells what is right."""
        shown: dict[str, Any] = {
            "id": self.id,
            "kind": self.kind.value,
            "prompt": self.prompt,
            "seconds": self.seconds,
        }
        if self.options:
            shown["options"] = [{"id": one.id, "text": one.text} for one in self.options]
        if self.pairs:
            rights = {self.right_id(text): text for text in self.rights()}
            shown["lefts"] = [
                {"id": self.left_id(one.left), "text": one.left} for one in self.pairs
            ]
            shown["rights"] = [{"id": id, "text": rights[id]} for id in sorted(rights)]
        return shown

    def rights(self) -> list[str]:
        """Return the right sides to choose from, distractors included, each once."""
        return list(dict.fromkeys([*(one.right for one in self.pairs), *self.distractors]))

    def to_json(self) -> dict[str, Any]:
        """Return what `from_json` reads as the same question, without empty members."""
        json: dict[str, Any] = {"id": self.id, "kind": self.kind.value, "prompt": self.prompt}
        if self.use is not QuestionUse.PRACTICE:
            json["use"] = self.use.value
        for name in ("criterion", "answer", "feedback"):
            if value := getattr(self, name):
                json[name] = value
        for name in ("options", "answers", "numeric", "pairs"):
            if entries := getattr(self, name):
                json[name] = [_stated(entry) for entry in entries]
        if self.distractors:
            json["distractors"] = list(self.distractors)
        if self.seconds != DEFAULT_SECONDS:
            json["seconds"] = self.seconds
        return json

    @classmethod
    def from_json(cls, json: object, where: str = "question") -> Question:
        """
        Return the question that `json` states.

        Raises:
            MalformedInput: naming the place, if a member is missing, unknown, of a wrong type or
                not one of this kind of question, or an id is used twice.
        """
        members = Members(json, where, cls.__slots__)
        kind = _one_of(QuestionKind, members.text("kind"), f"{where}.kind")
        for name, kinds in _MEMBERS_OF_KINDS.items():
            if name in members and kind not in kinds:
                raise MalformedInput(f"{where}.{name}: a question of kind {kind} has none")
        question = cls(
            id=members.text("id"),
            kind=kind,
            prompt=members.text("prompt"),
            use=_one_of(QuestionUse, members.text("use", "practice"), f"{where}.use"),
            criterion=members.text("criterion", ""),
            options=tuple(_option(*entry) for entry in members.entries("options")),
            answers=tuple(_text_answer(*entry) for entry in members.entries("answers")),
            numeric=tuple(_numeric_answer(*entry) for entry in members.entries("numeric")),
            pairs=tuple(_pair(*entry) for entry in members.entries("pairs")),
            distractors=members.texts("distractors"),
            answer=members.text("answer", ""),
            feedback=members.text("feedback", ""),
            seconds=members.whole("seconds", DEFAULT_SECONDS, low=1, high=600),
        )
        refuse_twice([one.id for one in question.options], f"{where}.options")
        refuse_twice([one.left for one in question.pairs], f"{where}.pairs")
        return question


_MEMBERS_OF_KINDS: dict[str, tuple[QuestionKind, ...]] = {
    "options": (QuestionKind.CHOICE, QuestionKind.CHOICES),
    "answers": (QuestionKind.SHORT_TEXT,),
    "numeric": (QuestionKind.NUMERIC,),
    "pairs": (QuestionKind.MATCHING,),
    "distractors": (QuestionKind.MATCHING,),
    "answer": (QuestionKind.FREE_RECALL,),
}


def shuffled(question: Question, seed: str) -> Question:
    """
    Return the question with its options, or the left sides of its pairs, in an order of their own.

    The same seed gives the same order everywhere; the seed of an attempt keeps neighbours from
    telling each other "the second one". Options of which one speaks of the others by their place
    ("none of the above") stay as they are.
    """
    if any(ABOUT_ITS_PLACE.search(one.text) for one in question.options):
        return question

    def place(text: str) -> bytes:
        return sha256(f"{seed}\0{question.id}\0{text}".encode()).digest()

    return replace(
        question,
        options=tuple(sorted(question.options, key=lambda one: place(one.id))),
        pairs=tuple(sorted(question.pairs, key=lambda one: place(one.left))),
    )


def _stated(entry: Option | TextAnswer | NumericAnswer | Pair) -> dict[str, Any]:
    """Return the members that differ from their defaults, or have none."""
    fields = type(entry).__dataclass_fields__
    values = {name: getattr(entry, name) for name in fields}
    return {name: value for name, value in values.items() if value != fields[name].default}


def _option(json: object, where: str) -> Option:
    members = Members(json, where, ["id", "text", "correct", "feedback", "weight"])
    return Option(
        id=members.text("id"),
        text=members.text("text"),
        correct=members.flag("correct"),
        feedback=members.text("feedback", ""),
        weight=members.number("weight", low=-1, high=1) if "weight" in members else None,
    )


def _text_answer(json: object, where: str) -> TextAnswer:
    members = Members(json, where, ["text", "weight", "feedback", "case_sensitive"])
    return TextAnswer(
        text=members.text("text"),
        weight=members.number("weight", 1.0, low=0, high=1),
        feedback=members.text("feedback", ""),
        case_sensitive=members.flag("case_sensitive"),
    )


def _numeric_answer(json: object, where: str) -> NumericAnswer:
    allowed = ["value", "tolerance", "low", "high", "weight", "feedback"]
    members = Members(json, where, allowed)
    is_range = "low" in members and "high" in members
    if is_range == ("value" in members) or ("low" in members) != ("high" in members):
        raise MalformedInput(f"{where}: needs either value or both low and high")
    answer = NumericAnswer(
        value=None if is_range else members.number("value"),
        tolerance=members.number("tolerance", 0.0, low=0),
        low=members.number("low") if is_range else None,
        high=members.number("high") if is_range else None,
        weight=members.number("weight", 1.0, low=0, high=1),
        feedback=members.text("feedback", ""),
    )
    if answer.low is not None and answer.high is not None and answer.low > answer.high:
        raise MalformedInput(f"{where}: low is above high")
    return answer


def _pair(json: object, where: str) -> Pair:
    members = Members(json, where, ["left", "right"])
    return Pair(left=members.text("left"), right=members.text("right"))


def _one_of(kinds: type[_Words], text: str, where: str) -> _Words:
    try:
        return kinds(text)
    except ValueError:
        known = ", ".join(kinds)
        raise MalformedInput(f"{where}: {text} is not one of {known}") from None
