"""An achievement with one judged task, and the ways to earn it."""

from __future__ import annotations

import re
from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpResponse

from cairn_server.accounts.models import Organisation, Person
from cairn_server.assessment.models import Artifact, Evaluation, Submission, SubmissionState
from cairn_server.catalog.models import (
    Achievement,
    AchievementTask,
    AchievementVersion,
    Alignment,
    Rubric,
    RubricVersion,
    Task,
    TaskVersion,
)
from cairn_server.credentials.awarding import award
from cairn_server.credentials.models import Award, Credential
from cairn_server.credentials.shown_work import shown_tasks
from cairn_server.credentials.signing import sign
from cairn_server.frameworks.models import Competency, CompetencyFramework
from tests.moments import DAY, MONDAY

LEVELS = [
    {"id": "not-yet", "title": "Not yet", "description": "Nobody answers.", "points": 0},
    {"id": "met", "title": "Met", "description": "Everybody answers.", "points": 1},
]
CRITERIA = [
    {"id": "asks", "title": "Asks everybody", "description": "Every learner answers.",
     "met_at": "met", "parts": [], "levels": LEVELS},
    {"id": "acts", "title": "Acts on it", "description": "The lesson changes.",
     "met_at": "met", "parts": [], "levels": LEVELS},
]  # fmt: skip
REFLECTION = "I asked all of them and half had missed it, so we went back."


@pytest.fixture
def lesson(college: Organisation) -> TaskVersion:
    """A task at the college with a rubric of two criteria."""
    rubric = RubricVersion.objects.create(
        rubric=Rubric.objects.create(organisation=college, key="lesson"),
        number=1, digest="0", published_at=MONDAY,
        content={"title": "A lesson", "criteria": CRITERIA},
    )  # fmt: skip
    return TaskVersion.objects.create(
        task=Task.objects.create(organisation=college, key="lesson"),
        rubric=rubric, number=1, digest="0", published_at=MONDAY, title="Lesson reflection",
        instructions="Reflect.", seconds=1800,
        parts=[{"id": "reflection", "title": "Reflection", "kind": "text", "required": True}],
    )  # fmt: skip


def make_achievement(
    lesson: TaskVersion, *, key: str = "checking", title: str = "Checking for Understanding"
) -> AchievementVersion:
    """Return a published micro-credential that requires the task `lesson`."""
    organisation = lesson.task.organisation
    version = AchievementVersion.objects.create(
        achievement=Achievement.objects.create(organisation=organisation, key=key),
        number=1, digest="0", published_at=MONDAY, kind="micro-credential", title=title,
        summary="Finds out what every learner has understood.",
        competency="Plans checks that make thinking visible.",
        requirements={"task": str(lesson.task_id)}, tags=["teaching"], workload_hours=3.5,
    )  # fmt: skip
    AchievementTask.objects.create(version=version, task=lesson.task, position=1)
    return version


@pytest.fixture
def checking(lesson: TaskVersion) -> AchievementVersion:
    version = make_achievement(lesson)
    framework = CompetencyFramework.objects.create(name="ESCO")
    competency = Competency.objects.create(
        framework=framework, url="http://data.europa.eu/esco/skill/1", name="assess students"
    )
    Alignment.objects.create(version=version, competency=competency)
    return version


Judge = Callable[..., Submission]


@pytest.fixture
def judge(eve: Person, lesson: TaskVersion) -> Judge:
    """Let Eve judge a work handed in for the lesson; returns it as it then stands."""

    def judged(person: Person, version: AchievementVersion, **more: Any) -> Submission:
        return judge_work(person, version, lesson, more.pop("evaluator", eve), **more)

    return judged


def judge_work(
    person: Person,
    version: AchievementVersion,
    lesson: TaskVersion,
    evaluator: Person,
    *,
    met: bool = True,
) -> Submission:
    work = Submission.objects.create(
        person=person, task=lesson.task, version=lesson, achievement_version=version,
        state=SubmissionState.MET if met else SubmissionState.NOT_YET,
        created_at=MONDAY, submitted_at=MONDAY, decided_at=MONDAY + DAY,
    )  # fmt: skip
    Artifact.objects.create(submission=work, part="reflection", text=REFLECTION, saved_at=MONDAY)
    Evaluation.objects.create(
        submission=work, evaluator=evaluator, met=met, decided_at=MONDAY + DAY,
        ratings={"asks": "met", "acts": "met" if met else "not-yet"},
    )  # fmt: skip
    return work


@pytest.fixture
def earned(ada: Person, checking: AchievementVersion, judge: Judge) -> Award:
    """What Ada was awarded, not signed yet."""
    work = judge(ada, checking)
    return award(
        person=ada, version=checking, shown=shown_tasks(ada, [str(work.task_id)]), at=MONDAY + DAY
    )


@pytest.fixture
def credential(earned: Award) -> Credential:
    """Ada's credential, signed."""
    return sign(earned.credential, at=MONDAY + DAY)


def at_once(act: Callable[[], Any], *, times: int = 2) -> list[Any]:
    """Do the same in several threads at the same moment; return what each got."""
    together, found = Barrier(times), []

    def one() -> None:
        together.wait()
        try:
            found.append(act())
        finally:
            connection.close()

    threads = [Thread(target=one) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def without_token(page: HttpResponse) -> str:
    """Return a page without the token against forged requests, which is new each time."""
    return re.sub(r"[A-Za-z0-9]{64}", "", page.content.decode())


def make_credential(person: Person, version: AchievementVersion) -> Credential:
    """Return a signed credential that rests on no work, under a basis of its own."""
    decided = award(person=person, version=version, shown=[], at=MONDAY, basis=str(uuid4()))
    return sign(decided.credential, at=MONDAY)
