"""Which quizzes and attempts somebody may use: an id from outside becomes an object, or 404."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.http import Http404

from cairn_server.accounts.extra_time_queries import extra_times
from cairn_server.accounts.models import Person
from cairn_server.assessment import quiz_queries
from cairn_server.assessment.models import Attempt
from cairn_server.assessment.quiz_queries import QuizStanding
from cairn_server.assessment.rounds import attempts_of_round
from cairn_server.catalog.draft_queries import has_read_answers
from cairn_server.catalog.models import AchievementVersion, ItemVersion, QuizVersion


@dataclass(frozen=True, slots=True)
class QuizPage:
    """An open quiz, what it is taken for, and how the person who reads is getting on with it."""

    version: QuizVersion
    achievement: AchievementVersion
    standing: QuizStanding
    attempts: list[Attempt]


def open_quiz_or_404(
    quiz_id: UUID,
    person: Person | None,
    achievement_version_id: UUID | None = None,
    *,
    at: datetime,
) -> QuizPage:
    """
    Return a quiz that a published achievement asks for; what it asks about is open to anyone.

    Args:
        achievement_version_id: for which achievement; the newest that asks for it if None.
    """
    version = quiz_queries.open_versions([quiz_id]).get(quiz_id)
    asking = quiz_queries.achievements_asking_for(quiz_id) if version else []
    if version is None or not asking:
        raise Http404
    wanted = [one for one in asking if one.pk == achievement_version_id] or asking
    made = quiz_queries.attempts_of(person, quiz_id) if person else []
    extra = extra_times(person, [version.quiz.organisation_id])
    standing = quiz_queries.standing(version, attempts_of_round(made), at=at)
    standing = quiz_queries.with_extra_time(standing, extra.get(version.quiz.organisation_id))
    if person is not None and has_read_answers(person, version):
        standing = replace(standing, reads_answers=True)
    return QuizPage(version, wanted[0], standing, made)


def own_attempt(person: Person, attempt_id: UUID) -> Attempt:
    """Return a person's own attempt; somebody else's is answered like a missing one."""
    attempt = (
        Attempt.objects.filter(pk=attempt_id, person=person)
        .select_related("person", "version", "achievement_version__achievement")
        .first()
    )
    if attempt is None:
        raise Http404
    return attempt


def asked_version(attempt: Attempt, number: int) -> ItemVersion:
    """Return the question that an attempt asks at a place, from 1; Http404 if it asks fewer."""
    if not 1 <= number <= len(attempt.drawn):
        raise Http404
    return ItemVersion.objects.get(pk=attempt.drawn[number - 1]["item"])
