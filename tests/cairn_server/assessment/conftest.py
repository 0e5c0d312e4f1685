"""A task with two parts and three criteria, people who judge, and a piece of work."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.http import HttpResponse

from cairn_server.accounts.models import Organisation, Person
from cairn_server.assessment.models import Submission
from cairn_server.assessment.submitting import begin_submission, save_text, submit
from cairn_server.catalog.models import (
    Achievement,
    AchievementTask,
    AchievementVersion,
    Rubric,
    RubricVersion,
    Task,
    TaskVersion,
)
from tests.making import join
from tests.moments import MONDAY

LEVELS = [
    {"id": "not-yet", "title": "Not yet", "description": "It is not shown.", "points": 0},
    {"id": "met", "title": "Met", "description": "It is shown.", "points": 1},
    {"id": "beyond", "title": "Beyond", "description": "It is shown twice.", "points": 2},
]
RUBRIC = {
    "title": "A real lesson",
    "criteria": [
        {
            "id": id,
            "title": title,
            "description": "What is looked for.",
            "met_at": "met",
            "parts": parts,
            "levels": LEVELS,
        }
        for id, title, parts in [
            ("asks", "The question shows thinking", ["plan"]),
            ("acts", "The answers change the teaching", ["reflection"]),
            ("cares", "Safe to be wrong", ["plan", "reflection"]),
        ]
    ],
}
PARTS = [
    {"id": "plan", "title": "Your plan", "kind": "text", "required": True, "min_words": 3},
    {
        "id": "reflection",
        "title": "Reflection",
        "kind": "text",
        "required": True,
        "min_words": 2,
        "max_words": 6,
    },
    {
        "id": "photo",
        "title": "Photograph",
        "kind": "file",
        "required": False,
        "accept": ["image", "pdf"],
        "max_megabytes": 1,
        "help": "The boards, without faces.",
    },
]
ALL_MET = {"asks": "met", "acts": "met", "cares": "beyond"}
ONE_UNMET = {"asks": "met", "acts": "not-yet", "cares": "met"}


def make_task(organisation: Organisation, key: str = "lesson") -> Task:
    """Return a published task of a published achievement of `organisation`."""
    published: dict[str, Any] = {"number": 1, "digest": "0" * 64, "published_at": MONDAY}
    rubric = Rubric.objects.create(organisation=organisation, key=key)
    on = RubricVersion.objects.create(rubric=rubric, content=RUBRIC, **published)
    task = Task.objects.create(organisation=organisation, key=key)
    TaskVersion.objects.create(
        task=task,
        rubric=on,
        title="One check in a lesson",
        instructions="Plan one check, *carry it out*, and say what came of it.",
        seconds=5400,
        promised_days=3,
        parts=PARTS,
        **published,
    )
    achievement = Achievement.objects.create(organisation=organisation, key=key)
    version = AchievementVersion.objects.create(
        achievement=achievement,
        kind="micro-credential",
        title="Checking for Understanding",
        summary="Finds out what every learner understands.",
        requirements={"all_of": [{"task": str(task.pk)}]},
        **published,
    )
    AchievementTask.objects.create(version=version, task=task, position=1)
    return task


def begin(person: Person, task: Task) -> Submission:
    version = AchievementVersion.objects.get(task_links__task=task)
    return begin_submission(person=person, task=task, achievement_version=version, at=MONDAY)


def write(submission: Submission, plan: str = "Ask wait look", reflection: str = "It went") -> None:
    for part, text in {"plan": plan, "reflection": reflection}.items():
        save_text(submission=submission, part=part, text=text, sequence=1, at=MONDAY)


def hand_in(person: Person, task: Task) -> Submission:
    submission = begin(person, task)
    write(submission)
    return submit(submission=submission, at=MONDAY)


@pytest.fixture
def task(college: Organisation) -> Task:
    return make_task(college)


@pytest.fixture
def draft(ada: Person, task: Task) -> Submission:
    """Ada's first try, just begun."""
    return begin(ada, task)


@pytest.fixture
def handed_in(ada: Person, task: Task) -> Submission:
    """Ada's first try, waiting to be judged."""
    return hand_in(ada, task)


@pytest.fixture
def max_(college: Organisation) -> Person:
    """Another evaluator at the college."""
    return join("Max", college, "evaluator")


def without_token(page: HttpResponse) -> tuple[int, bytes]:
    """Return status and body without the tokens against forgery, which differ in every answer."""
    tokens = rb'"X-CSRFToken": "\w*"|name="csrfmiddlewaretoken" value="\w*"'
    return page.status_code, re.sub(tokens, b"", page.content)
