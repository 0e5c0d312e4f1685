"""What one item of a GIFT file means: its question, and what of it cannot be said in one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from typing import Any

from cairn.errors import MalformedInput
from cairn.exchange.gift_syntax import GiftAnswer, GiftItem, GiftText, GiftType
from cairn.exchange.markdown import from_html, from_plain, has_html
from cairn.exchange.pack import Finding, Severity
from cairn.exchange.slugs import Slugs
from cairn.psychometrics.questions import (
    NumericAnswer,
    Option,
    Pair,
    Question,
    QuestionKind,
    TextAnswer,
)
from cairn.psychometrics.scoring import NEARLY_ONE

WORDS_READ_IN_A_SECOND = 3
SECONDS_TO_THINK = 10

_NUMBER = r"[+-]?(?:\d{1,30}\.?\d{0,30}|\.\d{1,30})(?:[eE][+-]?\d{1,3})?"
_RANGE = re.compile(rf"({_NUMBER})\s*\.\.\s*({_NUMBER})")
_VALUE = re.compile(rf"({_NUMBER})(?:\s*:\s*({_NUMBER})?)?")


class Report:
    """Collects findings about the item that is being read."""

    def __init__(self) -> None:
        self.item = GiftItem(0, GiftType.DESCRIPTION)
        self.findings: list[Finding] = []

    def lost(self, code: str, detail: str) -> None:
        self._add(code, detail, Severity.ERROR)

    def changed(self, code: str, detail: str) -> None:
        self._add(code, detail, Severity.WARNING)

    def _add(self, code: str, detail: str, severity: Severity) -> None:
        name = self.item.title or self.item.stem.text[:40]
        where = f"line {self.item.line}"
        self.findings.append(Finding(where, code, f"“{name}”: {detail}", severity))

    def markdown(self, text: GiftText | None) -> str:
        """Return the text as Markdown; report what that cannot hold."""
        if text is None:
            return ""
        if text.format == "markdown":
            return text.text
        if text.format == "plain" or not has_html(text.text):
            return from_plain(text.text)
        converted = from_html(text.text)
        for lost in converted.lost:
            self.changed("content_lost", f"{lost} is left out: add it to the question by hand")
        return converted.text


def question_of(item: GiftItem, report: Report, ids: Slugs) -> Question | None:
    """Return the question of an item; None, with a finding in `report`, if it has none."""
    if item.type is GiftType.UNREADABLE:
        report.lost("unreadable", item.problem)
        return None
    try:
        question = _READERS[item.type](item, report)
        if not question.prompt:
            report.lost("prompt_missing", "nothing is asked")
            return None
        question = Question.from_json(question.to_json())  # refuses empty and repeated texts
    except MalformedInput as error:
        report.lost("not_converted", str(error))
        return None
    # The id is given last, so that an item that is left out uses none up.
    id = ids.new(item.id or item.title or item.stem.text, "question")
    return _with_id(question, id)


def _with_id(question: Question, id: str) -> Question:
    texts = [question.prompt, *(o.text for o in question.options), *question.rights()]
    texts += [pair.left for pair in question.pairs]
    words = sum(len(text.split()) for text in texts)
    seconds = min(SECONDS_TO_THINK + words // WORDS_READ_IN_A_SECOND, 300)
    return replace(question, id=id, seconds=seconds)


def _true_false(item: GiftItem, report: Report) -> Question:
    right, wrong = report.markdown(item.right_feedback), report.markdown(item.wrong_feedback)
    options = tuple(
        Option(
            id=text.lower(),
            text=text,
            correct=item.is_true == is_true,
            feedback=right if item.is_true == is_true else wrong,
        )
        for text, is_true in (("True", True), ("False", False))
    )
    return _asked(item, report, QuestionKind.CHOICE, options=options)


def _choice(item: GiftItem, report: Report) -> Question:
    right = sum(answer.is_right for answer in item.answers)
    is_single = right == 1
    if right > 1:
        report.changed("several_right", "several options are right: asked as a choice of several")
    if right == 0 and not any((answer.weight or 0) > 0 for answer in item.answers):
        raise MalformedInput("no option is right")
    weighted = right == 0
    options = tuple(
        Option(
            id=_letter(number),
            text=report.markdown(answer.text),
            correct=answer.is_right,
            feedback=report.markdown(answer.feedback),
            weight=_option_weight(answer, weighted=weighted),
        )
        for number, answer in enumerate(item.answers)
    )
    kind = QuestionKind.CHOICE if is_single else QuestionKind.CHOICES
    best = sum(max(option.weight or 0, 0) for option in options)
    if weighted and best < NEARLY_ONE:
        raise MalformedInput("all right options together give less than 100 %")
    return _asked(item, report, kind, options=options)


def _option_weight(answer: GiftAnswer, *, weighted: bool) -> float | None:
    if answer.weight is not None:
        return _share(answer.weight)
    return 0.0 if weighted else None


def _short(item: GiftItem, report: Report) -> Question:
    answers = tuple(
        TextAnswer(
            text=_bare(answer.text),
            weight=_share(100 if answer.weight is None else answer.weight),
            feedback=report.markdown(answer.feedback),
        )
        for answer in item.answers
    )
    if max(answer.weight for answer in answers) < NEARLY_ONE:
        raise MalformedInput("no answer gives 100 %")
    return _asked(item, report, QuestionKind.SHORT_TEXT, answers=answers)


def _numerical(item: GiftItem, report: Report) -> Question:
    numbers = tuple(_number(answer, report) for answer in item.answers)
    if max(number.weight for number in numbers) < NEARLY_ONE:
        raise MalformedInput("no number gives 100 %")
    return _asked(item, report, QuestionKind.NUMERIC, numeric=numbers)


def _number(answer: GiftAnswer, report: Report) -> NumericAnswer:
    feedback = report.markdown(answer.feedback)
    text = answer.text.text
    weight = _share(100 if answer.weight is None else answer.weight)
    if not answer.is_right or text == "*":
        # What is said about every other number.
        return NumericAnswer(low=-1e15, high=1e15, weight=0.0, feedback=feedback)
    if found := _RANGE.fullmatch(text):
        low, high = sorted((float(found[1]), float(found[2])))
        return NumericAnswer(low=low, high=high, weight=weight, feedback=feedback)
    if found := _VALUE.fullmatch(text):
        tolerance = abs(float(found[2] or 0))
        value = float(found[1])
        return NumericAnswer(value, tolerance, weight=weight, feedback=feedback)
    raise MalformedInput(f"{text} is not a number, a number with a tolerance or a range")


def _matching(item: GiftItem, report: Report) -> Question:
    pairs = [(report.markdown(a.text), from_plain(a.match or "")) for a in item.answers]
    return _asked(
        item,
        report,
        QuestionKind.MATCHING,
        pairs=tuple(Pair(left, right) for left, right in pairs if left and right),
        distractors=tuple(right for left, right in pairs if right and not left),
    )


def _essay(item: GiftItem, report: Report) -> Question:
    if item.general_feedback is None:
        raise MalformedInput("an essay without a model answer: make it a task with a rubric")
    answer = report.markdown(item.general_feedback)
    prompt = report.markdown(item.stem)
    return Question(id="new", kind=QuestionKind.FREE_RECALL, prompt=prompt, answer=answer)


_READERS: dict[GiftType, Callable[[GiftItem, Report], Question]] = {
    GiftType.TRUE_FALSE: _true_false,
    GiftType.CHOICE: _choice,
    GiftType.SHORT: _short,
    GiftType.NUMERICAL: _numerical,
    GiftType.MATCHING: _matching,
    GiftType.ESSAY: _essay,
}


def _asked(item: GiftItem, report: Report, kind: QuestionKind, **members: Any) -> Question:
    return Question(
        id="new",
        kind=kind,
        prompt=report.markdown(item.stem),
        feedback=report.markdown(item.general_feedback),
        **members,
    )


def _share(percent: float) -> float:
    if not -100 <= percent <= 100:
        raise MalformedInput(f"{percent:g} % is not between -100 % and 100 %")
    return percent / 100


def _bare(answer: GiftText) -> str:
    """Return the words of an answer that is typed, without HTML."""
    if answer.format in ("plain", "markdown") or not has_html(answer.text):
        return answer.text
    return unescape(re.sub(r"<[^<>]*>", " ", answer.text)).strip()


def _letter(number: int) -> str:
    letters = "abcdefghijklmnopqrstuvwxyz"
    return letters[number] if number < len(letters) else f"option-{number + 1}"
