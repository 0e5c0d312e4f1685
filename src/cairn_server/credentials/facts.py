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
from cairn_server.assessment.models import SubmissionState
from cairn_server.catalog.models import AchievementKind, AchievementVersion
from cairn_server.credentials.models import Award, AwardEventKind
from cairn_server.credentials.shown_work import ShownTask, shown_tasks
from cairn_server.learning import queries as learning


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
    shown = shown_tasks(person, named.get("task", []))
    return Known(
        Facts(
            units={
                str(one.unit_id): UnitFact(one.learned_at, one.recall, one.items)
                for one in learning.unit_facts(
                    person, [UUID(unit) for unit in named.get("unit", [])], at
                ).values()
            },
            tasks={str(task.task_id): TaskFact(task.met_at) for task in shown},
            credentials=_held(person, named.get("credential", [])),
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
    return [one for one in newest.values() if not only_recall or _names_recall(one)]


def _names_recall(version: AchievementVersion) -> bool:
    return any(
        isinstance(leaf, Units) and leaf.recall_at_least is not None
        for leaf in leaves(parse(version.requirements))
    )


def _held(person: Person, achievement_ids: Iterable[str]) -> dict[str, datetime]:
    awards = (
        Award.objects.filter(
            person=person, achievement_version__achievement_id__in=list(achievement_ids)
        )
        .exclude(events__kind=AwardEventKind.REVOKE)
        .values_list("achievement_version__achievement_id", "awarded_at")
    )
    return {str(achievement_id): at for achievement_id, at in awards}
