"""A course of one unit and one task, and somebody who has learned it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cairn_server.accounts.models import Organisation, Person
from cairn_server.catalog.cards import question_items
from cairn_server.catalog.models import AchievementUnit, AchievementVersion
from cairn_server.catalog.queries import newest_items, newest_units
from cairn_server.journal.ids import new_id
from cairn_server.learning.enrolling import enrol
from cairn_server.learning.progressing import pass_card
from cairn_server.learning.reviewing import record_review
from tests.making import join, make_unit
from tests.making_awards import make_achievement
from tests.moments import MONDAY


@pytest.fixture
def course(college: Organisation) -> AchievementVersion:
    """A micro-credential: learn one unit of two minutes, then show it in thirty."""
    version, task = make_achievement(college, seconds=1800)
    unit = make_unit(college)
    AchievementUnit.objects.create(version=version, unit=unit.unit, position=1)
    version.requirements = {"all_of": [{"units": [str(unit.unit_id)]}, {"task": str(task.task_id)}]}
    version.save()
    return version


@pytest.fixture
def learned(course: AchievementVersion) -> Callable[[Person], None]:
    """Let a person go through the unit of the course and answer what it asks."""

    def learn(person: Person) -> None:
        (link,) = course.unit_links.all()
        unit = newest_units([link.unit_id])[link.unit_id]
        enrol(person=person, achievement=course.achievement, at=MONDAY)
        for item in newest_items(question_items(unit.cards)).values():
            record_review(
                person=person, item=item, review_id=new_id(), response={"option": "b"}, at=MONDAY
            )
        pass_card(person=person, unit=unit, cards_passed=len(unit.cards), at=MONDAY)

    return learn


@pytest.fixture
def crowd(college: Organisation, learned: Callable[[Person], None]) -> Callable[[int], None]:
    def gather(people: int) -> None:
        for number in range(people):
            learned(join(f"P{number}", college))

    return gather
