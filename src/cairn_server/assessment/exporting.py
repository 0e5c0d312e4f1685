"""What a person takes along of their attempts at quizzes: scores and own answers, never a key."""

from __future__ import annotations

from typing import Any

from cairn_server.accounts.models import Person
from cairn_server.assessment import quiz_queries
from cairn_server.assessment.asked_questions import in_words
from cairn_server.assessment.models import Attempt


def attempt_facts(person: Person) -> list[dict[str, Any]]:
    """Return every attempt of a person, first to last, each answer in words. Three queries."""
    attempts = (
        Attempt.objects.filter(person=person)
        .select_related("version", "achievement_version")
        .prefetch_related("responses__item_version")
        .order_by("pk")
    )
    return [_attempt(one) for one in attempts]


def _attempt(attempt: Attempt) -> dict[str, Any]:
    places = {row["item"]: number for number, row in enumerate(attempt.drawn, start=1)}
    answers = sorted(
        attempt.responses.all(), key=lambda one: (places[str(one.item_version_id)], one.sequence)
    )
    return {
        "id": attempt.pk,
        "achievement": attempt.achievement_version.title,
        "quiz": attempt.version.title,
        "attempt": attempt.number,
        "started_at": attempt.started_at,
        "deadline_at": attempt.deadline_at,
        "ended_at": attempt.ended_at,
        "score": attempt.score,
        "cut_score": attempt.version.cut_score,
        "passed": attempt.passed,
        "areas_to_improve": [area.title for area in quiz_queries.weak_areas(attempt)],
        "answers": [
            {
                "question": one.item_version.content["prompt"],
                "answer": in_words(one.item_version, one.answer),
                "sequence": one.sequence,
                "saved_at": one.saved_at,
            }
            for one in answers
        ],
    }
