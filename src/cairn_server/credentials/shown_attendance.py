"""What a person attended: progress beside a performance, never instead of one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cairn.pathways.requirement import Reference
from cairn_server.accounts.models import Person
from cairn_server.catalog.models import GatheringVersion
from cairn_server.credentials.renewal_queries import EARLIEST
from cairn_server.learning.models import Attendance
from cairn_server.learning.session_queries import attendances


@dataclass(frozen=True, slots=True)
class ShownAttendance:
    """
    Something attended, the first time.

    Args:
        kind: a GatheringKind, by its value.
        method: an AttendanceMethod, by its value: how it was recorded.
    """

    gathering_id: UUID
    title: str
    kind: str
    method: str
    attended_at: datetime

    @property
    def reference(self) -> Reference:
        return Reference("attendance", str(self.gathering_id))

    @property
    def is_performance(self) -> bool:
        return False


def shown_attendances(
    person: Person, gathering_ids: Iterable[str], *, after: datetime = EARLIEST
) -> list[ShownAttendance]:
    """Return those of the gatherings that `person` attended after, oldest first. Two queries."""
    rows = (
        attendances()
        .filter(person=person, session__gathering__in=list(gathering_ids), attended_at__gt=after)
        .select_related("session")
        .order_by("attended_at", "pk")
    )
    first: dict[UUID, Attendance] = {}
    for row in rows:
        first.setdefault(row.session.gathering_id, row)
    versions = GatheringVersion.objects.filter(
        gathering__in=list(first), published_at__isnull=False
    ).order_by("number")
    newest = {one.gathering_id: one for one in versions}
    return [
        ShownAttendance(
            gathering_id=gathering_id,
            title=newest[gathering_id].title,
            kind=newest[gathering_id].kind,
            method=row.method,
            attended_at=row.attended_at,
        )
        for gathering_id, row in first.items()
        if gathering_id in newest
    ]
