"""What an attempt at a quiz came to: the score, each area's share, and whether it is passed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cairn.errors import MalformedInput
from cairn.psychometrics.questions import Question, QuestionKind
from cairn.psychometrics.scoring import score

ROUNDING = 1e-9
"""Shares are sums of fractions: seven tenths must reach a cut score of 0.7."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of an attempt, the criterion it was drawn for, and the answer; None: none."""

    question: Question
    criterion: str
    response: Mapping[str, object] | None


@dataclass(frozen=True, slots=True)
class AttemptResult:
    """
    What an attempt came to.

    Args:
        score: share of the points, 0 to 1; every question is worth the same.
        areas: the same share for each criterion.
    """

    score: float
    passed: bool
    areas: Mapping[str, float] = field(default_factory=dict)


def attempt_result(asked: Sequence[Asked], *, cut_score: float) -> AttemptResult:
    """
    Return what the answers come to.

    What was not answered gives nothing. Neither does an answer that does not fit its question,
    nor a free recall: who is assessed does not rate themselves.

    Args:
        cut_score: share of the points from which the attempt is passed, above 0 and at most 1.
    """
    points: dict[str, list[float]] = {}
    for one in asked:
        points.setdefault(one.criterion, []).append(_points(one))
    total = sum(sum(of_area) for of_area in points.values()) / max(len(asked), 1)
    return AttemptResult(
        score=total,
        passed=reaches(total, cut_score),
        areas={criterion: sum(of) / len(of) for criterion, of in points.items()},
    )


def reaches(share: float, cut_score: float) -> bool:
    """Return whether a share of the points reaches the cut score."""
    return share >= cut_score - ROUNDING


def can_assess(question: Question) -> bool:
    """Return whether an answer to the question can be scored without the learner's own word."""
    return question.kind is not QuestionKind.FREE_RECALL


def _points(one: Asked) -> float:
    if one.response is None or not can_assess(one.question):
        return 0.0
    try:
        return score(one.question, one.response).points
    except MalformedInput:
        return 0.0
