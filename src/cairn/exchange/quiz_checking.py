"""What is wrong with a quiz: rows that the pool cannot fill, criteria that nobody asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from cairn.exchange.pack import Finding, PackQuiz, PackUnit, Severity
from cairn.psychometrics.questions import Question, QuestionUse


def check_quiz(quiz: PackQuiz, units: Mapping[str, PackUnit], where: str) -> Iterator[Finding]:
    """Yield the findings of a quiz that stands at `where`; `units` are those of its pack, by id."""
    for id in quiz.pool:
        if id not in units:
            detail = f"the pool names a unit {id} that is not there"
            yield Finding(where, "unknown_reference", detail)
    held = Counter(question.criterion for question in pool_of(quiz, units))
    for row in quiz.blueprint:
        if held[row.criterion] < row.questions:
            detail = (
                f"{row.criterion} asks {row.questions} questions, and the pool holds "
                f"{held[row.criterion]}: write more with `use: assessment`, or ask fewer"
            )
            yield Finding(where, "pool_too_small", detail)
    for criterion in sorted(set(held) - {row.criterion for row in quiz.blueprint}):
        what = f"of the criterion {criterion}" if criterion else "without a criterion"
        detail = f"no row of the blueprint asks the {held[criterion]} questions {what}"
        yield Finding(where, "criterion_not_asked", detail, Severity.WARNING)


def pool_of(quiz: PackQuiz, units: Mapping[str, PackUnit]) -> list[Question]:
    """Return the assessment questions of the units that the pool names, in their order."""
    return [
        question
        for id in quiz.pool
        if id in units
        for question in units[id].questions
        if question.use is QuestionUse.ASSESSMENT
    ]
