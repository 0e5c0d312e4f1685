"""A stack of two courses that share a unit, for tests of pages."""

from __future__ import annotations

from cairn_server.accounts.models import Organisation
from cairn_server.catalog.models import (
    Achievement,
    AchievementKind,
    AchievementUnit,
    AchievementVersion,
    StackPart,
    UnitVersion,
)
from cairn_server.credentials.awarding import award
from cairn_server.credentials.models import Award
from tests.making_awards import make_achievement
from tests.moments import MONDAY


def make_course(
    organisation: Organisation, key: str, *units: UnitVersion, minutes: int = 30
) -> AchievementVersion:
    """Return a micro-credential for learning `units` and then a task."""
    version, task = make_achievement(organisation, key=key, seconds=minutes * 60)
    ids = [str(unit.unit_id) for unit in units]
    for position, unit in enumerate(units):
        AchievementUnit.objects.create(version=version, unit=unit.unit, position=position)
    version.title = key.title()
    version.requirements = {"all_of": [{"units": ids}, {"task": str(task.task_id)}]}
    version.save()
    return version


def make_stack(organisation: Organisation, *parts: AchievementVersion) -> AchievementVersion:
    """Return a micro-credential for holding the credentials of all `parts`."""
    version = AchievementVersion.objects.create(
        achievement=Achievement.objects.create(organisation=organisation, key="both"),
        number=1,
        digest="0",
        kind=AchievementKind.MICRO_CREDENTIAL,
        title="Both",
        summary="Puts them together.",
        requirements={"all_of": [{"credential": str(part.achievement_id)} for part in parts]},
        published_at=MONDAY,
    )
    for position, part in enumerate(parts):
        StackPart.objects.create(version=version, part=part.achievement, position=position)
    return version


def give(person, version: AchievementVersion) -> Award:
    """Let `person` hold the credential of `version`, whatever it rests on."""
    return award(person=person, version=version, shown=[], at=MONDAY)
