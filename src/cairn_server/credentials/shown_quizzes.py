"""What a person has shown in quizzes: scored by machine, passed at a cut score."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cairn.pathways.requirement import Reference
from cairn_server.accounts.models import Person
from cairn_server.assessment.models import Attempt
from cairn_server.credentials.renewal_queries import EARLIEST


@dataclass(frozen=True, slots=True)
class ShownQuiz:
    """
    A quiz passed, by the first attempt that passed it.

    Args:
        score, cut_score: shares of the points, 0 to 1.
        questions: how many the attempt drew.
    """

    quiz_id: UUID
    title: str
    score: float
    cut_score: float
    questions: int
    passed_at: datetime

    @property
    def reference(self) -> Reference:
        return Reference("quiz", str(self.quiz_id))

    @property
    def is_performance(self) -> bool:
        return True


def shown_quizzes(
    person: Person, quiz_ids: Iterable[str], *, after: datetime = EARLIEST
) -> list[ShownQuiz]:
    """
    Return those of the quizzes that `person` has passed, oldest first. One query.

    Args:
        after: when the attempt must have begun.
    """
    passed = (
        Attempt.objects.filter(person=person, quiz__in=list(quiz_ids), passed=True)
        .filter(started_at__gt=after)
        .exclude(ended_at=None)
        .select_related("version")
        .order_by("ended_at", "pk")
    )
    first: dict[UUID, Attempt] = {}
    for attempt in passed:
        first.setdefault(attempt.quiz_id, attempt)
    return [_shown(attempt, attempt.ended_at) for attempt in first.values() if attempt.ended_at]


def _shown(attempt: Attempt, ended_at: datetime) -> ShownQuiz:
    return ShownQuiz(
        quiz_id=attempt.quiz_id,
        title=attempt.version.title,
        score=attempt.score or 0.0,
        cut_score=attempt.version.cut_score,
        questions=len(attempt.drawn),
        passed_at=ended_at,
    )
