"""What is known of a person that a requirement may ask for. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from cairn.pathways.criteria import (
    Facts,
    Requirement,
    TaskFact,
    UnitFact,
    Units,
    leaves,
    parse,
    references,
)
from cairn_server.accounts.models import Person
from cairn_server.assessment.models import Submission, SubmissionState
from cairn_server.catalog.models import AchievementKind, AchievementVersion
from cairn_server.credentials.models import Award, AwardEventKind
from cairn_server.credentials.shown_work import ShownTask, shown_tasks
from cairn_server.learning import queries as learning
from cairn_server.learning.models import Enrolment


@dataclass(frozen=True, slots=True)
class Known:
    """The facts for `cairn.pathways.criteria`, and the judged work that they come from."""

    facts: Facts
    shown: list[ShownTask]


def gather(person: Person, requirement: Requirement, *, at: datetime) -> Known:
    """Return what is known of `person` about whatever `requirement` names."""
    named: dict[str, list[str]] = {}
    for reference in references(requirement):
        named.setdefault(reference.kind, []).append(reference.id)
    units = [UUID(unit) for unit in named.get("unit", [])]
    standing = learning.unit_facts(person, units, at).values() if units else ()
    shown = shown_tasks(person, named["task"]) if "task" in named else []
    return Known(
        Facts(
            units={
                str(one.unit_id): UnitFact(one.learned_at, one.recall, one.items)
                for one in standing
            },
            tasks={str(task.task_id): TaskFact(task.met_at) for task in shown},
            credentials=_held(person, named["credential"]) if "credential" in named else {},
        ),
        shown,
    )


def awaiting(person: Person, *, only_recall: bool = False) -> list[AchievementVersion]:
    """
    Return the versions that `person` may have completed by learning, not yet awarded.

    Args:
        only_recall: leave out what names no level of recall.
    """
    judged = Q(
        pk__in=person.submissions.filter(state=SubmissionState.MET).values("achievement_version")
    )
    begun = Q(
        kind=AchievementKind.PARTICIPATION_BADGE,
        achievement__in=person.enrolments.values("achievement"),
    )
    held = Award.objects.filter(person=person).values("achievement_version__achievement")
    versions = (
        AchievementVersion.objects.filter(judged | begun, published_at__isnull=False)
        .exclude(achievement__in=held)
        .select_related("achievement__organisation")
        .order_by("achievement", "-number")
    )
    newest: dict[object, AchievementVersion] = {}
    for version in versions:
        newest.setdefault(version.achievement_id, version)
    return [one for one in newest.values() if not only_recall or _recalled(one.requirements)]


def recall_may_complete(person_id: UUID, unit_id: UUID) -> bool:
    """
    Return whether recalling something of this unit may complete an achievement of the person.

    So it is where a published requirement names a level of recall of the unit, and the person
    has handed in what else it asks, or is on the way to a badge, and does not hold it yet. Work
    that still waits to be judged counts: it may be judged at this very moment. One query for
    most units and two for most people.
    """
    named = AchievementVersion.objects.filter(
        unit_links__unit=unit_id, published_at__isnull=False
    ).values_list("pk", "achievement_id", "kind", "requirements")
    naming = [row[:3] for row in named if str(unit_id) in _recalled(row[3])]
    if not naming:
        return False
    badges = [key for _, key, kind in naming if kind == AchievementKind.PARTICIPATION_BADGE]
    near = set(
        Submission.objects.filter(
            person=person_id,
            achievement_version__in=[key for key, _, _ in naming],
            state__in=[SubmissionState.SUBMITTED, SubmissionState.MET],
        ).values_list("achievement_version__achievement", flat=True)
    )
    if badges:
        begun = Enrolment.objects.filter(person=person_id, achievement__in=badges)
        near.update(begun.values_list("achievement", flat=True))
    return bool(near) and bool(near - _ever_awarded(person_id))


def _ever_awarded(person_id: UUID) -> set[UUID]:
    held = Award.objects.filter(person=person_id)
    return set(held.values_list("achievement_version__achievement", flat=True))


def _recalled(requirements: object) -> set[str]:
    """Return the ids of the units of which a level of recall is required."""
    return {
        unit
        for leaf in leaves(parse(requirements))
        if isinstance(leaf, Units) and leaf.recall_at_least is not None
        for unit in leaf.units
    }


def _held(person: Person, achievement_ids: Iterable[str]) -> dict[str, datetime]:
    awards = (
        Award.objects.filter(
            person=person, achievement_version__achievement_id__in=list(achievement_ids)
        )
        .exclude(events__kind=AwardEventKind.REVOKE)
        .values_list("achievement_version__achievement_id", "awarded_at")
    )
    return {str(achievement_id): at for achievement_id, at in awards}
