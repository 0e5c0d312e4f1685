"""Reads about tasks and the work handed in for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cairn.psychometrics.rubric import Criterion, Level, Rubric
from cairn_server.accounts.models import Person
from cairn_server.assessment.completeness import HandedIn, PartState, completeness
from cairn_server.assessment.models import Artifact, Evaluation, Submission, SubmissionState
from cairn_server.assessment.parts import Part, open_parts, parts_of
from cairn_server.assessment.rounds import submissions_of_round
from cairn_server.catalog.models import AchievementVersion, Task, TaskVersion


@dataclass(frozen=True, slots=True)
class TaskPage:
    """What a task asks for, and how the person who reads is getting on with it."""

    version: TaskVersion
    achievement: AchievementVersion
    parts: tuple[Part, ...]
    rubric: Rubric
    tries: list[Submission]

    @property
    def current(self) -> Submission | None:
        return self.tries[-1] if self.tries else None


@dataclass(frozen=True, slots=True)
class WorkPart:
    """One part of a try: what was handed in, whether it is open, what is still missing."""

    part: Part
    artifact: Artifact | None
    is_open: bool
    state: PartState


@dataclass(frozen=True, slots=True)
class CriterionFeedback:
    """What was decided about one criterion; `is_carried` if it was met in an earlier try."""

    criterion: Criterion
    level: Level
    is_met: bool
    is_carried: bool
    comment: str


@dataclass(frozen=True, slots=True)
class Feedback:
    """A decision as the learner reads it; who decided is not part of it."""

    is_met: bool
    decided_at: datetime
    comment: str
    criteria: tuple[CriterionFeedback, ...]

    @property
    def unmet(self) -> tuple[CriterionFeedback, ...]:
        return tuple(one for one in self.criteria if not one.is_met)


def published_version(task: Task) -> TaskVersion | None:
    """Return the newest published version of a task. One query."""
    versions = task.versions.filter(published_at__isnull=False).select_related("rubric", "task")
    return versions.order_by("-number").first()


def achievements_asking_for(task_id: UUID) -> list[AchievementVersion]:
    """Return the published definitions that name the task, newest first. One query."""
    versions = AchievementVersion.objects.filter(
        task_links__task=task_id, published_at__isnull=False
    )
    return list(
        versions.select_related("achievement__organisation").order_by("-number", "-published_at")
    )


def tries(person: Person, task_id: UUID) -> list[Submission]:
    """Return a person's tries at a task that count now, first to last. One query."""
    made = Submission.objects.filter(person=person, task=task_id)
    return list(submissions_of_round(made).order_by("number"))


def last_try(person: Person, task: Task) -> Submission | None:
    """Return the newest try at a task that counts now, with what stands around it. One query."""
    return (
        submissions_of_round(Submission.objects.filter(person=person, task=task))
        .select_related("person", "version__rubric", "version__task", "achievement_version")
        .order_by("-number")
        .first()
    )


def my_submissions(person: Person) -> list[Submission]:
    """Return the newest try at each task that a person has begun, newest first. One query."""
    rows = Submission.objects.filter(person=person, following=None)
    return list(rows.select_related("version", "achievement_version").order_by("-id"))


def rubric_of(submission: Submission) -> Rubric:
    """Return the rubric that the work is judged on: that of its version of the task."""
    return Rubric.from_json(submission.version.rubric.content)


def previous_ratings(submission: Submission) -> dict[str, str] | None:
    """Return the ratings of the try before, with what it had carried over; None in a first try."""
    if submission.previous_id is None:
        return None
    evaluation = _newest_evaluation(submission.previous_id)
    return dict(evaluation.ratings) if evaluation else {}


def open_parts_of(submission: Submission) -> tuple[Part, ...]:
    """Return the parts of a try that may be changed in it."""
    parts = parts_of(submission.version.parts)
    ids = open_parts(parts, rubric_of(submission), previous_ratings(submission))
    return tuple(part for part in parts if part.id in ids)


def part_states(submission: Submission) -> list[PartState]:
    """Return how far the open parts are; a part that is locked was good enough before."""
    return completeness(open_parts_of(submission), _handed_in(submission))


def work_parts(submission: Submission) -> list[WorkPart]:
    """Return every part of a try, in order. Three queries."""
    open_ids = {part.id for part in open_parts_of(submission)}
    artifacts = {one.part: one for one in submission.artifacts.select_related("file")}
    parts = parts_of(submission.version.parts)
    handed_in = {id: _as_handed_in(one) for id, one in artifacts.items()}
    return [
        WorkPart(state.part, artifacts.get(state.part.id), state.part.id in open_ids, state)
        for state in completeness(parts, handed_in)
    ]


def feedback(submission: Submission) -> Feedback | None:
    """Return the decision on a try; None while there is none. Two queries."""
    evaluation = _newest_evaluation(submission.pk)
    if evaluation is None:
        return None
    carried = previous_ratings(submission) or {}
    criteria = tuple(
        _criterion_feedback(one, evaluation, carried) for one in rubric_of(submission).criteria
    )
    return Feedback(evaluation.met, evaluation.decided_at, evaluation.comment, criteria)


def is_decided(submission: Submission) -> bool:
    return submission.state in (SubmissionState.MET, SubmissionState.NOT_YET)


def _criterion_feedback(
    criterion: Criterion, evaluation: Evaluation, carried: dict[str, str]
) -> CriterionFeedback:
    level = criterion.levels[criterion.rank(evaluation.ratings[criterion.id])]
    before = carried.get(criterion.id)
    return CriterionFeedback(
        criterion=criterion,
        level=level,
        is_met=criterion.is_met_at(level.id),
        is_carried=before is not None and criterion.is_met_at(before),
        comment=evaluation.comments.get(criterion.id, ""),
    )


def _newest_evaluation(submission_id: UUID) -> Evaluation | None:
    return Evaluation.objects.filter(submission=submission_id).order_by("-id").first()


def _handed_in(submission: Submission) -> dict[str, HandedIn]:
    return {one.part: _as_handed_in(one) for one in submission.artifacts.all()}


def _as_handed_in(artifact: Artifact) -> HandedIn:
    return HandedIn(artifact.text, artifact.file_id is not None)
