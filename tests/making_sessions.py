"""Making things to attend, and sessions of them, in one line each."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from cairn_server.accounts.models import Organisation, Person
from cairn_server.catalog.models import (
    Achievement,
    AchievementGathering,
    AchievementKind,
    AchievementVersion,
    Gathering,
    GatheringKind,
    GatheringVersion,
)
from cairn_server.learning.models import ScheduledSession
from cairn_server.learning.scheduling_sessions import SessionDetails, schedule_session
from tests.moments import MONDAY

HOUR = timedelta(hours=1)


def make_gathering(
    organisation: Organisation, key: str = "town-hall", *, is_open: bool = True
) -> GatheringVersion:
    """Return a published webinar of an hour; if `is_open`, a published badge asks for it."""
    version = GatheringVersion.objects.create(
        gathering=Gathering.objects.create(organisation=organisation, key=key),
        number=1,
        title=key.replace("-", " ").title(),
        kind=GatheringKind.WEBINAR,
        seconds=3600,
        published_at=MONDAY,
    )
    if is_open:
        badge = AchievementVersion.objects.create(
            achievement=Achievement.objects.create(organisation=organisation, key=f"badge-{key}"),
            number=1,
            kind=AchievementKind.PARTICIPATION_BADGE,
            title=f"Attended {version.title}",
            summary="Was there.",
            requirements={"attendance": str(version.gathering_id)},
            published_at=MONDAY,
        )
        AchievementGathering.objects.create(version=badge, gathering=version.gathering, position=0)
    return version


def make_session(
    gathering: GatheringVersion, host: Person, *, at: Any = MONDAY, **details: Any
) -> ScheduledSession:
    """Return a session of an hour that begins a day after `at`."""
    start = details.pop("starts_at", at + timedelta(days=1))
    given = {"starts_at": start, "ends_at": start + HOUR, "time_zone": "Europe/Berlin"} | details
    return schedule_session(
        gathering=gathering.gathering, details=SessionDetails(**given), actor=host, at=at
    )
