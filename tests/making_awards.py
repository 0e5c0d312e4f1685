"""Much work that waits to be judged, for tests of load and of faults."""

from __future__ import annotations

from cairn_server.accounts.models import Organisation, Person
from cairn_server.assessment.models import Artifact, Submission, SubmissionState
from cairn_server.catalog.models import (
    Achievement,
    AchievementTask,
    AchievementVersion,
    Rubric,
    RubricVersion,
    Task,
    TaskVersion,
)
from tests.moments import DAY, MONDAY

LEVELS = [
    {"id": "not-yet", "title": "Not yet", "description": "Nothing is shown.", "points": 0},
    {"id": "met", "title": "Met", "description": "It is shown.", "points": 1},
]
CRITERION = {
    "id": "shows",
    "title": "Shows it",
    "description": "It can be seen.",
    "met_at": "met",
    "parts": [],
    "levels": LEVELS,
}


def many_submissions(organisation: Organisation, number: int) -> AchievementVersion:
    """Let `number` people hand in work for one achievement; the rows are written at once."""
    achievement, task = make_achievement(organisation)
    people = Person.objects.bulk_create(
        Person(email=f"p{n}@crowd.example", name=f"Person {n}", password="!") for n in range(number)
    )
    submissions = Submission.objects.bulk_create(
        Submission(
            person=person,
            task=task.task,
            version=task,
            achievement_version=achievement,
            state=SubmissionState.SUBMITTED,
            created_at=MONDAY,
            submitted_at=MONDAY,
            promised_at=MONDAY + 3 * DAY,
        )
        for person in people
    )
    Artifact.objects.bulk_create(
        Artifact(submission=one, part="text", text="I did it, and here is how.", saved_at=MONDAY)
        for one in submissions
    )
    return achievement


def make_achievement(
    organisation: Organisation, *, seconds: int = 600, key: str = "crowd"
) -> tuple[AchievementVersion, TaskVersion]:
    """Return a published achievement that requires one task of `seconds`, and the task."""
    rubric = RubricVersion.objects.create(
        rubric=Rubric.objects.create(organisation=organisation, key=key),
        number=1,
        published_at=MONDAY,
        content={"title": "Crowd", "criteria": [CRITERION]},
    )
    task = TaskVersion.objects.create(
        task=Task.objects.create(organisation=organisation, key=key),
        rubric=rubric,
        number=1,
        published_at=MONDAY,
        title="Crowd",
        instructions="Show it.",
        seconds=seconds,
        parts=[{"id": "text", "title": "Text", "kind": "text", "required": True}],
    )
    achievement = AchievementVersion.objects.create(
        achievement=Achievement.objects.create(organisation=organisation, key=key),
        number=1,
        published_at=MONDAY,
        kind="micro-credential",
        title="Crowd",
        summary="Shows it.",
        requirements={"task": str(task.task_id)},
    )
    AchievementTask.objects.create(version=achievement, task=task.task, position=1)
    return achievement, task
