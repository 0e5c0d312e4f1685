"""Where a person stands with an achievement: learning, evidence and award in one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from cairn.pathways.criteria import Gap, Met, evaluate, parse
from cairn_server.accounts.models import Person
from cairn_server.assessment.models import Submission, SubmissionState
from cairn_server.catalog.queries import AchievementPage, TaskRow, UnitRow
from cairn_server.credentials import facts as credential_facts
from cairn_server.credentials import queries as credentials
from cairn_server.credentials.models import Credential
from cairn_server.learning import queries as learning
from cairn_server.learning.ways import UnitStanding


@dataclass(frozen=True, slots=True)
class UnitStep:
    """A unit of an achievement, and where the person stands with it."""

    unit: UnitRow
    is_learned: bool
    is_begun: bool
    recall: float | None


@dataclass(frozen=True, slots=True)
class TaskStep:
    """A task of an achievement, and the newest try at it."""

    task: TaskRow
    submission: Submission | None

    @property
    def is_met(self) -> bool:
        return self.submission is not None and self.submission.state == SubmissionState.MET


@dataclass(frozen=True, slots=True)
class Standing:
    """
    Where somebody stands with an achievement.

    Args:
        next_unit: the first unit that is not learned; None once all are.
        missing: what the cheapest way still lacks; empty once everything is met.
        minutes_left: what that would take.
        credential: what was awarded for it, if it was.
    """

    units: tuple[UnitStep, ...]
    tasks: tuple[TaskStep, ...]
    next_unit: UnitRow | None
    missing: tuple[Gap, ...]
    minutes_left: float
    credential: Credential | None

    @property
    def has_begun(self) -> bool:
        return any(step.is_begun for step in self.units)

    @property
    def learned(self) -> int:
        return sum(step.is_learned for step in self.units)

    @property
    def next_task(self) -> TaskStep | None:
        return next((step for step in self.tasks if not step.is_met), None)


def standing(person: Person | None, page: AchievementPage, *, at: datetime) -> Standing:
    """Return where `person` stands with the achievement of `page`; for None, at its start."""
    if person is None:
        return _at_the_start(page)
    known = learning.unit_facts(person, [unit.id for unit in page.units], at)
    begun = learning.progress_of(person, known)
    units = tuple(_unit_step(unit, known.get(unit.id), unit.id in begun) for unit in page.units)
    tasks = _task_steps(person, page.tasks)
    missing, minutes_left = _missing(person, page, known, at)
    award = credentials.award_of(person, page.id)
    return Standing(
        units=units,
        tasks=tasks,
        next_unit=next((step.unit for step in units if not step.is_learned), None),
        missing=missing,
        minutes_left=minutes_left,
        credential=getattr(award, "credential", None),
    )


def _at_the_start(page: AchievementPage) -> Standing:
    return Standing(
        units=tuple(_unit_step(unit, None, False) for unit in page.units),
        tasks=tuple(TaskStep(task, None) for task in page.tasks),
        next_unit=page.units[0] if page.units else None,
        missing=(),
        minutes_left=page.total_seconds / 60,
        credential=None,
    )


def _unit_step(unit: UnitRow, known: UnitStanding | None, is_begun: bool) -> UnitStep:
    learned = known is not None and known.learned_at is not None
    return UnitStep(unit, learned, is_begun, known.recall if known and learned else None)


def _task_steps(person: Person, tasks: tuple[TaskRow, ...]) -> tuple[TaskStep, ...]:
    tries = Submission.objects.filter(person=person, task__in=[task.id for task in tasks])
    newest = {one.task_id: one for one in tries.order_by("number")}
    return tuple(TaskStep(task, newest.get(task.id)) for task in tasks)


def _missing(
    person: Person, page: AchievementPage, known: Mapping[UUID, UnitStanding], at: datetime
) -> tuple[tuple[Gap, ...], float]:
    requirement = parse(page.version.requirements)
    gathered = credential_facts.gather(person, requirement, at=at).facts
    minutes = {str(one.unit_id): one.minutes_left for one in known.values()}
    minutes |= {str(task.id): task.seconds / 60 for task in page.tasks}
    names = {str(unit.id): unit.title for unit in page.units}
    names |= {str(task.id): task.title for task in page.tasks}
    verdict = evaluate(requirement, replace(gathered, minutes=minutes, names=names))
    if isinstance(verdict, Met):
        return (), 0.0
    return tuple(verdict.what), verdict.minutes
