"""What a person has shown: tasks that were judged met, with evidence, ratings and judges."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from cairn.pathways.requirement import Reference
from cairn.psychometrics.rubric import Rubric
from cairn_server.accounts.models import Person
from cairn_server.assessment.models import Artifact, Submission, SubmissionState
from cairn_server.credentials.renewal_queries import EARLIEST


@dataclass(frozen=True, slots=True)
class ShownArtifact:
    """One part of a task as it was handed in; a text or a file, by its digest."""

    part: str  # of which task, and its id there: unique within a credential
    title: str
    media_type: str
    words: int | None  # None for a file
    sha256: str  # hexadecimal

    @property
    def genre(self) -> str:
        """What kind of thing it is, in a word."""
        main = self.media_type.partition("/")[0]
        named = {"video": "Video", "audio": "Audio", "image": "Image", "text": "Text"}
        return named.get(main, "Document")


@dataclass(frozen=True, slots=True)
class ShownTask:
    """A task judged met: on which rubric, with which level of each criterion, by how many."""

    task_id: UUID
    title: str
    rubric: Rubric
    ratings: dict[str, str]
    evaluation_ids: tuple[UUID, ...]
    judges: int
    met_at: datetime
    artifacts: tuple[ShownArtifact, ...]

    @property
    def reference(self) -> Reference:
        return Reference("task", str(self.task_id))

    @property
    def is_performance(self) -> bool:
        return True


def shown_tasks(
    person: Person, task_ids: Iterable[str], *, after: datetime = EARLIEST
) -> list[ShownTask]:
    """
    Return those of the tasks that `person` has met, oldest first. A fixed number of queries.

    A later try stands on the earlier ones: criteria met there stay met, and parts that were
    not handed in again count as they were. Judgements by the person themself count nothing.

    Args:
        after: when the try that was judged met must have been handed in.
    """
    tries: dict[UUID, list[Submission]] = {}
    rows = (
        Submission.objects.filter(person=person, task_id__in=list(task_ids))
        .filter(state__in=[SubmissionState.MET, SubmissionState.NOT_YET])
        .select_related("version__rubric")
        .prefetch_related("artifacts__file", "evaluations")
    )
    for one in rows.order_by("number"):
        tries.setdefault(one.task_id, []).append(one)
    shown = [_shown(several, after) for several in tries.values()]
    return sorted((one for one in shown if one is not None), key=lambda one: one.met_at)


def _shown(tries: list[Submission], after: datetime) -> ShownTask | None:
    met = [one for one in tries if one.state == SubmissionState.MET and _moment(one) > after]
    if not met:
        return None
    last = met[-1]
    tries = _up_to(last, tries)
    evaluations = [
        evaluation
        for one in tries
        for evaluation in sorted(one.evaluations.all(), key=lambda each: each.decided_at)
        if evaluation.evaluator_id != one.person_id
    ]
    if not any(each.submission_id == last.pk and each.met for each in evaluations):
        return None
    ratings: dict[str, str] = {}
    artifacts: dict[str, Artifact] = {}
    for evaluation in evaluations:
        ratings |= evaluation.ratings
    for one in tries:
        artifacts |= {artifact.part: artifact for artifact in one.artifacts.all()}
    return ShownTask(
        task_id=last.task_id,
        title=last.version.title,
        rubric=Rubric.from_json(last.version.rubric.content),
        ratings=ratings,
        evaluation_ids=tuple(each.pk for each in evaluations),
        judges=len({each.evaluator_id for each in evaluations}),
        met_at=last.decided_at or evaluations[-1].decided_at,
        artifacts=tuple(_artifacts(last, artifacts)),
    )


def _moment(submission: Submission) -> datetime:
    """Return when a try was handed in."""
    return submission.submitted_at or submission.decided_at or submission.created_at


def _up_to(last: Submission, tries: list[Submission]) -> list[Submission]:
    """Return `last` and the tries that it stands on, first to last."""
    by_id = {one.pk: one for one in tries}
    found = [last]
    while (key := found[0].previous_id) is not None and key in by_id:
        found.insert(0, by_id[key])
    return found


def _artifacts(submission: Submission, by_part: dict[str, Artifact]) -> Iterable[ShownArtifact]:
    for part in submission.version.parts:
        artifact = by_part.get(part["id"])
        if artifact is None:
            continue
        name = f"{submission.task_id}-{part['id']}"
        title = str(part.get("title") or part["id"])
        if artifact.file is not None:
            yield ShownArtifact(name, title, artifact.file.media_type, None, artifact.file.digest)
        elif artifact.text.strip():
            digest = sha256(artifact.text.encode()).hexdigest()
            yield ShownArtifact(name, title, "text/plain", len(artifact.text.split()), digest)
