"""What is wrong with one question: no right answer, two of them, nothing to learn from."""

from __future__ import annotations

from collections.abc import Iterator

from cairn.exchange.pack import Finding, Severity
from cairn.psychometrics.questions import Question, QuestionKind
from cairn.psychometrics.scoring import NEARLY_ONE

MAX_OPTIONS = 8


def check_question(question: Question, where: str) -> Iterator[Finding]:
    """Yield the findings of a question that stands at `where`."""
    match question.kind:
        case QuestionKind.CHOICE | QuestionKind.CHOICES:
            yield from _check_options(question, where)
        case QuestionKind.SHORT_TEXT:
            yield from _check_weights([one.weight for one in question.answers], where)
        case QuestionKind.NUMERIC:
            yield from _check_weights([one.weight for one in question.numeric], where)
        case QuestionKind.MATCHING:
            if len(question.pairs) < 2:
                yield Finding(where, "too_few_pairs", "needs at least two pairs to match")
        case QuestionKind.FREE_RECALL:
            if not question.answer:
                detail = "needs a model answer for the learner to compare with"
                yield Finding(where, "answer_missing", detail)


def _check_options(question: Question, where: str) -> Iterator[Finding]:
    if not 2 <= len(question.options) <= MAX_OPTIONS:
        yield Finding(where, "number_of_options", f"needs 2 to {MAX_OPTIONS} options")
    weights = [question.weight(option) for option in question.options]
    if question.kind is QuestionKind.CHOICE:
        best = sum(weight >= NEARLY_ONE for weight in weights)
        if best != 1:
            detail = f"has {best or 'no'} right options: a choice has one, choices have several"
            yield Finding(where, "no_right_option" if not best else "several_right", detail)
    elif sum(weight for weight in weights if weight > 0) < NEARLY_ONE:
        yield Finding(where, "no_right_option", "choosing every right option gives too few points")
    silent = [one.id for one in question.options if not one.feedback]
    if silent and len(silent) == len(question.options) and question.feedback:
        return
    if silent:
        detail = f"say why for the options {', '.join(silent)}"
        yield Finding(where, "feedback_missing", detail, Severity.WARNING)


def _check_weights(weights: list[float], where: str) -> Iterator[Finding]:
    if max(weights, default=0.0) < NEARLY_ONE:
        yield Finding(where, "no_right_answer", "no answer gives all the points")
