"""
Reads of what an answer completes: achievements that ask for a level of recall of its unit.

Asked at every answer of everybody, so they stop as early as they can: most answers are about a
unit of which nothing that their learner is near to asks for recall.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cairn.pathways.criteria import (
    Facts,
    Met,
    Requirement,
    TaskFact,
    UnitFact,
    Units,
    evaluate,
    leaves,
    parse,
    references,
)
from cairn.pathways.requirement import OUTSIDE
from cairn_server.assessment.models import Attempt, Submission, SubmissionState
from cairn_server.catalog.models import (
    AchievementKind,
    AchievementVersion,
    OutsidePart,
)
from cairn_server.credentials.models import Award
from cairn_server.credentials.outside_holding import OutsideHolding
from cairn_server.credentials.renewal_queries import being_renewed
from cairn_server.learning.models import Enrolment
from cairn_server.learning.recall_queries import recall_of_units
from cairn_server.learning.session_queries import attendances

READ = ("kind", "achievement", "number", "requirements", "valid_months", "renewal_again")


@dataclass(frozen=True, slots=True)
class Asking:
    """A published version, and those of its trees in which recall of the unit counts."""

    version: AchievementVersion
    trees: tuple[Requirement, ...]

    def ids(self, kind: str) -> set[str]:
        named = {one for tree in self.trees for one in references(tree)}
        return {one.id for one in named if one.kind == kind}


@dataclass(frozen=True, slots=True)
class Near:
    """
    What a person has shown something for and does not hold, or is renewing.

    Args:
        met, passed, held: ids of the tasks, quizzes and achievements that it asks and they have
            met, passed and been awarded.
    """

    asking: Sequence[Asking]
    met: frozenset[str]
    passed: frozenset[str]
    held: frozenset[str]


def _keys(asking: Iterable[Asking], kind: str) -> set[UUID]:
    return {UUID(id) for one in asking for id in one.ids(kind)}


def completed_by_recall(person_id: UUID, unit_id: UUID, *, at: datetime) -> list[UUID]:
    """
    Return the versions that an answer about this unit completes at `at`, the newest first.

    What is dear to read is taken to be so (that units are learned and credentials current):
    whoever awards looks again. Three queries for most who are near to nothing, six for most
    who are, twelve at most.
    """
    near = near_by_recall(person_id, unit_id)
    if not near.asking:
        return []
    facts = _facts(near, person_id, at)
    completed = [
        one.version
        for one in near.asking
        if any(isinstance(evaluate(tree, facts), Met) for tree in one.trees)
    ]
    return [one.pk for one in sorted(completed, key=lambda each: -each.number)]


def near_by_recall(person_id: UUID, unit_id: UUID) -> Near:
    """
    Return what asks for recall of this unit and what the person has shown something else for.

    That is where work of theirs was judged met, a quiz is passed, a part of a stack is held or
    a badge is begun. One query where no recall is asked for, else few and small ones.
    """
    asking = _asking(unit_id)
    met, passed = _met(person_id, asking), _passed(person_id, asking)
    parts = _awarded(person_id, _keys(asking, "credential"))
    begun = {version for version, _ in [*met, *passed]} | _begun(person_id, asking)
    held_parts = frozenset(str(one) for one in parts)
    near = [one for one in asking if one.version.pk in begun or held_parts & one.ids("credential")]
    if near:
        held = _held_for_good(person_id, {one.version.achievement_id for one in near})
        near = [one for one in near if one.version.achievement_id not in held]
    return Near(
        near,
        met=frozenset(str(task) for _, task in met),
        passed=frozenset(str(quiz) for _, quiz in passed),
        held=held_parts,
    )


def _asking(unit_id: UUID) -> list[Asking]:
    named = AchievementVersion.objects.filter(unit_links__unit=unit_id, published_at__isnull=False)
    found = [Asking(one, _moved_trees(one, str(unit_id))) for one in named.only(*READ)]
    return [one for one in found if one.trees]


def _moved_trees(version: AchievementVersion, unit: str) -> tuple[Requirement, ...]:
    """Return the trees that an answer about the unit may complete."""
    tree = parse(version.requirements)
    first = [tree] if any(_asks_recall(leaf, unit) for leaf in leaves(tree)) else []
    if version.valid_months is None:
        return tuple(first)
    # to renew, a unit is learned anew by answering each of its questions again
    renewal = version.renewal
    again = [renewal] if ("unit", unit) in set(references(renewal)) else []
    return (*first, *again)


def _asks_recall(leaf: object, unit: str) -> bool:
    return isinstance(leaf, Units) and leaf.recall_at_least is not None and unit in leaf.units


def _met(person_id: UUID, asking: Sequence[Asking]) -> list[tuple[UUID, UUID]]:
    """Return the tasks that are asked and were met, each with the version it was for."""
    tasks = _keys(asking, "task")
    if not tasks:
        return []
    rows = Submission.objects.filter(person=person_id, task__in=tasks, state=SubmissionState.MET)
    return list(rows.values_list("achievement_version", "task"))


def _passed(person_id: UUID, asking: Sequence[Asking]) -> list[tuple[UUID, UUID]]:
    """Return the quizzes that are asked and were passed, each with the version it was for."""
    quizzes = _keys(asking, "quiz")
    if not quizzes:
        return []
    rows = Attempt.objects.filter(person=person_id, quiz__in=quizzes, passed=True)
    return list(rows.values_list("achievement_version", "quiz"))


def _begun(person_id: UUID, asking: Sequence[Asking]) -> set[UUID]:
    """Return for which of these something from outside is held, and those that are badges."""
    begun: set[UUID] = set()
    outside = [one.version for one in asking if one.ids(OUTSIDE)]
    if outside:
        issuers = OutsideHolding.objects.filter(person=person_id).values("issuer")
        links = OutsidePart.objects.filter(version__in=outside, issuer__in=issuers)
        begun |= set(links.values_list("version", flat=True))
    return begun | _badges_begun(person_id, [one.version for one in asking])


def _badges_begun(person_id: UUID, versions: Iterable[AchievementVersion]) -> set[UUID]:
    badges = [one for one in versions if one.kind == AchievementKind.PARTICIPATION_BADGE]
    if not badges:
        return set()
    wanted = [one.achievement_id for one in badges]
    enrolled = Enrolment.objects.filter(person=person_id, achievement__in=wanted)
    begun = set(enrolled.values_list("achievement", flat=True))
    return {one.pk for one in badges if one.achievement_id in begun}


def _awarded(person_id: UUID, achievements: set[UUID]) -> set[UUID]:
    """Return those of the achievements that the person was ever awarded."""
    if not achievements:
        return set()
    awards = Award.objects.filter(
        person=person_id, achievement_version__achievement__in=achievements
    )
    return set(awards.values_list("achievement_version__achievement", flat=True))


def _held_for_good(person_id: UUID, achievements: set[UUID]) -> set[UUID]:
    """Return those that the person holds and is not renewing. At most two queries."""
    held = _awarded(person_id, achievements)
    if not held:
        return held
    renewed = being_renewed(person_id).filter(achievement__in=held)
    return held - set(renewed.values_list("achievement", flat=True))


def _facts(near: Near, person_id: UUID, at: datetime) -> Facts:
    recall = recall_of_units(person_id, _keys(near.asking, "unit"), at)
    asked = _keys(near.asking, "attendance")
    attended: set[UUID] = set()
    if asked:
        rows = attendances().filter(person=person_id, session__gathering__in=asked)
        attended = set(rows.values_list("session__gathering", flat=True))
    return Facts(
        units={str(id): UnitFact(at, mean, items) for id, (mean, items) in recall.items()},
        tasks={one: TaskFact(at) for one in near.met},
        quizzes=dict.fromkeys(near.passed, at),
        attendances={str(one): at for one in attended},
        credentials=dict.fromkeys(near.held, at),
        outside={id: at for one in near.asking for id in one.ids(OUTSIDE)},
    )
