"""Stacks, quizzes passed and events attended, for tests of what is awarded for them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cairn_server.accounts.models import Organisation, Person
from cairn_server.assessment.models import Attempt
from cairn_server.catalog.models import (
    Achievement,
    AchievementGathering,
    AchievementKind,
    AchievementVersion,
    Gathering,
    GatheringVersion,
    QuizVersion,
    StackPart,
)
from cairn_server.learning.models import Attendance, ScheduledSession
from tests.moments import DAY, MONDAY


def make_stack(
    organisation: Organisation, *parts: AchievementVersion, key: str = "stack", **columns: Any
) -> AchievementVersion:
    """Return a published micro-credential for holding the credentials of all `parts`."""
    named = [{"credential": str(part.achievement_id)} for part in parts]
    version = AchievementVersion.objects.create(
        **{
            "kind": AchievementKind.MICRO_CREDENTIAL,
            "title": key.title(),
            "requirements": {"all_of": named},
            "workload_hours": 4,
        }
        | columns,
        achievement=Achievement.objects.create(organisation=organisation, key=key),
        number=1,
        digest="0",
        published_at=MONDAY,
        summary="Puts them together.",
    )
    for position, part in enumerate(parts):
        StackPart.objects.create(version=version, part=part.achievement, position=position)
    return version


def pass_quiz(
    person: Person, quiz: QuizVersion, *, at: datetime = MONDAY, score: float = 0.9, number: int = 1
) -> Attempt:
    """Return an attempt that has ended, passed or not by the quiz's cut score."""
    achievement = AchievementVersion.objects.get(quiz_links__quiz=quiz.quiz)
    return Attempt.objects.create(
        person=person,
        quiz=quiz.quiz,
        version=quiz,
        achievement_version=achievement,
        number=number,
        drawn=[{"item": str(n), "criterion": "asks", "options": []} for n in range(3)],
        started_at=at,
        deadline_at=at + DAY,
        ended_at=at,
        score=score,
        passed=score >= quiz.cut_score,
    )


def make_gathering(achievement: AchievementVersion, key: str = "webinar") -> GatheringVersion:
    """Return a webinar that `achievement` names."""
    organisation = achievement.achievement.organisation
    gathering = Gathering.objects.create(organisation=organisation, key=key)
    AchievementGathering.objects.create(version=achievement, gathering=gathering, position=0)
    return GatheringVersion.objects.create(
        gathering=gathering,
        number=1,
        title=key.title(),
        kind="webinar",
        seconds=3600,
        published_at=MONDAY,
    )


def attend(person: Person, gathering: GatheringVersion, *, at: datetime = MONDAY) -> Attendance:
    session = ScheduledSession.objects.create(
        gathering=gathering.gathering, starts_at=at, ends_at=at + DAY, created_at=at
    )
    return Attendance.objects.create(
        person=person, session=session, method="roster", attended_at=at
    )
