"""What is known of a person that a requirement may ask for. Reads only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from cairn.pathways.criteria import (
    Facts,
    Requirement,
    TaskFact,
    Units,
    leaves,
    parse,
    references,
)
from cairn.pathways.requirement import OUTSIDE
from cairn_server.accounts.models import Person
from cairn_server.assessment.models import Attempt, Submission, SubmissionState
from cairn_server.catalog.models import (
    AchievementKind,
    AchievementVersion,
    OutsidePart,
    StackPart,
)
from cairn_server.catalog.stack_queries import stacks_naming, stacks_naming_outside
from cairn_server.credentials.held_outside import counting_outside, held_outside
from cairn_server.credentials.held_parts import current_awards, held_parts
from cairn_server.credentials.models import Award
from cairn_server.credentials.outside_holding import OutsideHolding
from cairn_server.credentials.shown_attendance import shown_attendances
from cairn_server.credentials.shown_claims import Shown
from cairn_server.credentials.shown_quizzes import shown_quizzes
from cairn_server.credentials.shown_work import shown_tasks
from cairn_server.learning import queries as learning
from cairn_server.learning.models import Enrolment
from cairn_server.learning.ways import UnitStanding


@dataclass(frozen=True, slots=True)
class Known:
    """The facts for `cairn.pathways.criteria`, and what they come from."""

    facts: Facts
    shown: list[Shown]


def gather(
    person: Person,
    requirement: Requirement,
    *,
    at: datetime,
    units: Mapping[UUID, UnitStanding] | None = None,
) -> Known:
    """
    Return what is known of `person` about whatever `requirement` names.

    Args:
        units: where the person stands with the units, where the caller has read that already.
    """
    named: dict[str, list[str]] = {}
    for reference in references(requirement):
        named.setdefault(reference.kind, []).append(reference.id)
    unit_ids = [UUID(unit) for unit in named.get("unit", [])]
    if units is None:
        units = learning.unit_facts(person, unit_ids, at) if unit_ids else {}
    tasks = shown_tasks(person, named["task"]) if "task" in named else []
    quizzes = shown_quizzes(person, named["quiz"]) if "quiz" in named else []
    attended = shown_attendances(person, named["attendance"]) if "attendance" in named else []
    parts = held_parts(person, named["credential"], at=at) if "credential" in named else []
    outside = held_outside(person, named[OUTSIDE], at=at) if OUTSIDE in named else []
    return Known(
        Facts(
            units={str(one.unit_id): one.fact for one in units.values()},
            tasks={str(one.task_id): TaskFact(one.met_at) for one in tasks},
            quizzes={str(one.quiz_id): one.passed_at for one in quizzes},
            attendances={str(one.gathering_id): one.attended_at for one in attended},
            credentials={str(one.achievement_id): one.awarded_at for one in parts},
            outside={one.named: one.held_since for one in outside},
        ),
        [*tasks, *quizzes, *attended, *parts, *outside],
    )


def awaiting(
    person: Person, *, at: datetime, only_recall: bool = False
) -> list[AchievementVersion]:
    """
    Return the versions that `person` may have completed and was not awarded.

    These are those for which work was judged met or a quiz passed, badges that were begun, and
    stacks of which a part is held, ours or from outside: nobody needs to set out for a stack.

    Args:
        only_recall: leave out what names no level of recall.
    """
    judged = person.submissions.filter(state=SubmissionState.MET).values("achievement_version")
    passed = person.attempts.filter(passed=True).values("achievement_version")
    begun = Q(
        kind=AchievementKind.PARTICIPATION_BADGE,
        achievement__in=person.enrolments.values("achievement"),
    )
    parts = current_awards(at).filter(person=person).values("achievement_version__achievement")
    issuers = counting_outside(at).filter(person=person).values("issuer")
    near = Q(pk__in=judged) | Q(pk__in=passed) | begun | Q(pk__in=stacks_naming(parts).values("pk"))
    near |= Q(pk__in=stacks_naming_outside(issuers).values("pk"))
    held = Award.objects.filter(person=person).values("achievement_version__achievement")
    versions = (
        AchievementVersion.objects.filter(near, published_at__isnull=False)
        .exclude(achievement__in=held)
        .select_related("achievement__organisation")
        .order_by("achievement", "-number")
    )
    newest: dict[object, AchievementVersion] = {}
    for version in versions:
        newest.setdefault(version.achievement_id, version)
    return [one for one in newest.values() if not only_recall or _recalled(one.requirements)]


def holders_of_parts(version: AchievementVersion, *, at: datetime) -> list[Person]:
    """Return who holds a part of `version`, ours or from outside, and not the whole. One query."""
    parts = version.part_links.values("part")
    holding = current_awards(at).filter(achievement_version__achievement__in=parts)
    whole = Award.objects.filter(achievement_version__achievement=version.achievement_id)
    outside = counting_outside(at).filter(issuer__in=version.outside_links.values("issuer"))
    holders = Q(pk__in=holding.values("person")) | Q(pk__in=outside.values("person"))
    people = Person.objects.filter(holders).order_by("pk")
    return list(people.exclude(pk__in=whole.exclude(person=None).values("person")))


def recall_may_complete(person_id: UUID, unit_id: UUID) -> bool:
    """
    Return whether recalling something of this unit may complete an achievement of the person.

    So it is where a published requirement names a level of recall of the unit, and the person
    has handed in what else it asks, has tried its quiz, holds a part of it or is on the way to
    a badge, and does not hold it yet. Work that still waits to be judged counts: it may be
    judged at this very moment. One query.
    """
    work = Submission.objects.filter(
        person=person_id,
        achievement_version=OuterRef("pk"),
        state__in=[SubmissionState.SUBMITTED, SubmissionState.MET],
    )
    tries = Attempt.objects.filter(person=person_id, achievement_version=OuterRef("pk"))
    parts = StackPart.objects.filter(
        version=OuterRef("pk"), part__versions__awards__person=person_id
    )
    outside = OutsidePart.objects.filter(
        version=OuterRef("pk"),
        issuer__in=OutsideHolding.objects.filter(person=person_id).values("issuer"),
    )
    begun = Enrolment.objects.filter(person=person_id, achievement=OuterRef("achievement"))
    badge = Q(kind=AchievementKind.PARTICIPATION_BADGE) & Exists(begun)
    held = Award.objects.filter(
        person=person_id, achievement_version__achievement=OuterRef("achievement")
    )
    near = AchievementVersion.objects.filter(
        Exists(work) | Exists(tries) | Exists(parts) | Exists(outside) | badge,
        ~Exists(held),
        unit_links__unit=unit_id,
        published_at__isnull=False,
    )
    return any(
        str(unit_id) in _recalled(one) for one in near.values_list("requirements", flat=True)
    )


def _recalled(requirements: object) -> set[str]:
    """Return the ids of the units of which a level of recall is required."""
    return {
        unit
        for leaf in leaves(parse(requirements))
        if isinstance(leaf, Units) and leaf.recall_at_least is not None
        for unit in leaf.units
    }
