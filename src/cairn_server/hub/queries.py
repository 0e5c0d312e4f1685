"""Where a person stands with an achievement: learning, evidence and award in one value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cairn.pathways.criteria import Met, Requirement, references
from cairn.pathways.stacking import parts_of
from cairn_server.accounts.models import Person
from cairn_server.assessment.models import Submission, SubmissionState
from cairn_server.assessment.quiz_queries import QuizStanding
from cairn_server.catalog.queries import AchievementPage, TaskRow, UnitRow
from cairn_server.credentials import queries as credentials
from cairn_server.credentials.models import Award, Credential
from cairn_server.hub.known_ways import Completed, known_ways, stacks_of
from cairn_server.hub.renewals import Renewal, renewal_standing
from cairn_server.hub.requirement_steps import Step, StepState, WayLine, newest_tries, steps_for
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
class Taken:
    """That what was awarded last was revoked: by no rule is it awarded again for the same."""

    credential_id: str
    at: datetime
    reason_code: str
    by: str


@dataclass(frozen=True, slots=True)
class Standing:
    """
    Where somebody stands with an achievement.

    Args:
        next_unit: the first unit that is not learned; None once all are.
        requirement: the tree, line by line.
        missing: what the shortest way still lacks; empty once everything is met.
        minutes_left: what that would take.
        quizzes: those that it names, with the attempts that are left.
        parts: of how many smaller credentials it is made; 0 for what is shown otherwise, too.
        stacks: what the achievement is a part of.
        credential: what was awarded for it last, if it was and still stands.
        revocation: that it was revoked; only its issuer can award it anew.
        renewal: what renews that; None if its credential does not end.
    """

    units: tuple[UnitStep, ...]
    tasks: tuple[TaskStep, ...]
    next_unit: UnitRow | None
    requirement: Step
    missing: tuple[WayLine, ...]
    minutes_left: float
    quizzes: tuple[QuizStanding, ...]
    parts: int
    stacks: tuple[Completed, ...]
    credential: Credential | None
    revocation: Taken | None = None
    renewal: Renewal | None = None

    @property
    def has_begun(self) -> bool:
        return self.requirement.state is not StepState.OPEN

    @property
    def learned(self) -> int:
        return sum(step.is_learned for step in self.units)

    @property
    def next_line(self) -> WayLine | None:
        """What the shortest way asks first, once the units are learned."""
        return next(iter(self.missing), None)

    @property
    def next_task(self) -> TaskStep | None:
        return next((step for step in self.tasks if not step.is_met), None)


def standing(person: Person | None, page: AchievementPage, *, at: datetime) -> Standing:
    """Return where `person` stands with the achievement of `page`; for None, at its start."""
    known = known_ways(person, [page.id], at=at)
    steps = steps_for(person, known, at=at)
    units = tuple(_unit_step(unit, known.units.get(unit.id)) for unit in page.units)
    verdict = known.requires_met(str(page.id))
    award = None if person is None else credentials.award_of(person, page.id)
    revocation = None if award is None else _revocation(award)
    if revocation is not None:
        award = None
    return Standing(
        units=units,
        tasks=_task_steps(person, page.tasks),
        next_unit=next((step.unit for step in units if not step.is_learned), None),
        requirement=steps.tree(str(page.id)),
        missing=() if isinstance(verdict, Met) else tuple(steps.way(verdict.what)),
        minutes_left=0.0 if isinstance(verdict, Met) else verdict.minutes,
        quizzes=steps.quizzes_of(str(page.id)),
        parts=_parts(known.rules[str(page.id)]),
        stacks=tuple(stacks_of(person, page.id, at=at)),
        credential=getattr(award, "credential", None),
        revocation=revocation,
        renewal=renewal_standing(person, str(page.id), award, known, steps, at=at),
    )


def _revocation(award: Award) -> Taken | None:
    event = credentials.revocation_of(award)
    if event is None:
        return None
    return Taken(award.credential.pk, event.at, event.reason_code, award.organisation.name)


def _parts(requirement: Requirement) -> int:
    parts = parts_of(requirement)
    return len(parts) if len(parts) == len(references(requirement)) else 0


def _unit_step(unit: UnitRow, known: UnitStanding | None) -> UnitStep:
    learned = known is not None and known.learned_at is not None
    is_begun = known is not None and known.is_begun
    return UnitStep(unit, learned, is_begun, known.recall if known and learned else None)


def _task_steps(person: Person | None, tasks: tuple[TaskRow, ...]) -> tuple[TaskStep, ...]:
    newest = newest_tries(person, [task.id for task in tasks])
    return tuple(TaskStep(task, newest.get(task.id)) for task in tasks)
