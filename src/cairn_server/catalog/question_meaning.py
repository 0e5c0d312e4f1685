"""Whether two wordings of a question ask for the same."""

from __future__ import annotations

from cairn.psychometrics.questions import Question


def means_the_same(before: Question, after: Question) -> bool:
    """
    Return whether who remembers the answer to `before` remembers that to `after`.

    That is so while the prompt and the key are the same: what earns points, and how much. New
    feedback, expected time, criterion or another wording of a wrong option change nothing.
    """
    return _key(before) == _key(after)


def _key(question: Question) -> tuple[object, ...]:
    return (
        question.kind,
        question.prompt,
        frozenset(_worth(question)),
        frozenset((one.text, one.weight, one.case_sensitive) for one in question.answers),
        frozenset(
            (one.value, one.tolerance, one.low, one.high, one.weight) for one in question.numeric
        ),
        frozenset((one.left, one.right) for one in question.pairs),
        question.answer,
    )


def _worth(question: Question) -> list[tuple[str, str, float]]:
    """Return what each option gives; the words count only where they are right."""
    weights = [(one, question.weight(one)) for one in question.options]
    return [(one.id, one.text if weight > 0 else "", weight) for one, weight in weights]
