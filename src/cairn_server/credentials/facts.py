"""What is known of a person that a requirement may ask for. Reads only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from cairn.pathways.criteria import (
    Facts,
    Requirement,
    TaskFact,
    references,
)
from cairn.pathways.requirement import OUTSIDE
from cairn_server.accounts.models import Person
from cairn_server.assessment.models import SubmissionState
from cairn_server.catalog.models import (
    AchievementKind,
    AchievementVersion,
)
from cairn_server.catalog.queries import newest_published
from cairn_server.catalog.stack_queries import stacks_naming, stacks_naming_outside
from cairn_server.credentials.held_outside import counting_outside, held_outside
from cairn_server.credentials.held_parts import current_awards, held_parts
from cairn_server.credentials.models import Award
from cairn_server.credentials.renewal_queries import EARLIEST, being_renewed
from cairn_server.credentials.shown_attendance import shown_attendances
from cairn_server.credentials.shown_claims import Shown
from cairn_server.credentials.shown_quizzes import shown_quizzes
from cairn_server.credentials.shown_work import shown_tasks
from cairn_server.learning import queries as learning
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
    after: datetime | None = None,
) -> Known:
    """
    Return what is known of `person` about whatever `requirement` names.

    Args:
        units: where the person stands with the units, where the caller has read that already.
        after: count only what was done after this moment, as for a renewal.
    """
    named: dict[str, list[str]] = {}
    for reference in references(requirement):
        named.setdefault(reference.kind, []).append(reference.id)
    unit_ids = [UUID(unit) for unit in named.get("unit", [])]
    if units is None:
        units = learning.unit_facts(person, unit_ids, at) if unit_ids else {}
    since = after or EARLIEST
    tasks = shown_tasks(person, named["task"], after=since) if "task" in named else []
    quizzes = shown_quizzes(person, named["quiz"], after=since) if "quiz" in named else []
    attended = (
        shown_attendances(person, named["attendance"], after=since) if "attendance" in named else []
    )
    parts = (
        held_parts(person, named["credential"], at=at, after=since) if "credential" in named else []
    )
    outside = held_outside(person, named[OUTSIDE], at=at, after=since) if OUTSIDE in named else []
    return Known(
        Facts(
            units={str(one.unit_id): one.fact_after(after) for one in units.values()},
            tasks={str(one.task_id): TaskFact(one.met_at) for one in tasks},
            quizzes={str(one.quiz_id): one.passed_at for one in quizzes},
            attendances={str(one.gathering_id): one.attended_at for one in attended},
            credentials={str(one.achievement_id): one.awarded_at for one in parts},
            outside={one.named: one.held_since for one in outside},
        ),
        [*tasks, *quizzes, *attended, *parts, *outside],
    )


def awaiting(person: Person, *, at: datetime) -> list[AchievementVersion]:
    """
    Return the versions that `person` may have completed and was not awarded.

    These are those for which work was judged met or a quiz passed, badges that were begun, and
    stacks of which a part is held, ours or from outside: nobody needs to set out for a stack.
    """
    near = _near(person, at)
    if not near:
        return []
    held = _held_for_good(person).values("achievement_version__achievement")
    versions = (
        AchievementVersion.objects.filter(pk__in=near, published_at__isnull=False)
        .exclude(achievement__in=held)
        .select_related("achievement__organisation")
        .order_by("achievement", "-number")
    )
    newest: dict[object, AchievementVersion] = {}
    for version in versions:
        newest.setdefault(version.achievement_id, version)
    return list(newest.values())


def renewing(person: Person) -> list[AchievementVersion]:
    """Return the newest published versions of what `person` is renewing. One query."""
    renewed = being_renewed(person).values("achievement")
    versions = newest_published().filter(achievement__in=renewed)
    return list(versions.select_related("achievement__organisation"))


def _held_for_good(person: Person | UUID) -> QuerySet[Award]:
    """Return the awards of `person` of all that they are not renewing."""
    return Award.objects.filter(person=person).exclude(
        achievement_version__achievement__in=being_renewed(person).values("achievement")
    )


def _near(person: Person, at: datetime) -> set[UUID]:
    """
    Return the versions for which `person` has shown something, held or not. At most 8 queries.

    Each is small and most find nothing; to put one query together for all takes longer than they.
    """
    met = person.submissions.filter(state=SubmissionState.MET)
    passed = person.attempts.filter(passed=True)
    badges = AchievementVersion.objects.filter(
        kind=AchievementKind.PARTICIPATION_BADGE,
        achievement__in=person.enrolments.values("achievement"),
    )
    near = set(met.values_list("achievement_version", flat=True))
    near |= set(passed.values_list("achievement_version", flat=True))
    near |= set(badges.values_list("pk", flat=True))
    if Award.objects.filter(person=person).exists():
        held = current_awards(at).filter(person=person)
        parts = list(held.values_list("achievement_version__achievement", flat=True))
        near |= set(stacks_naming(parts).values_list("pk", flat=True))
    outside = counting_outside(at).filter(person=person)
    if issuers := list(outside.values_list("issuer", flat=True)):
        near |= set(stacks_naming_outside(issuers).values_list("pk", flat=True))
    return near


def holders_of_parts(version: AchievementVersion, *, at: datetime) -> list[Person]:
    """Return who holds a part of `version`, ours or from outside, and not the whole. One query."""
    parts = version.part_links.values("part")
    holding = current_awards(at).filter(achievement_version__achievement__in=parts)
    whole = Award.objects.filter(achievement_version__achievement=version.achievement_id)
    outside = counting_outside(at).filter(issuer__in=version.outside_links.values("issuer"))
    holders = Q(pk__in=holding.values("person")) | Q(pk__in=outside.values("person"))
    people = Person.objects.filter(holders).order_by("pk")
    return list(people.exclude(pk__in=whole.exclude(person=None).values("person")))
