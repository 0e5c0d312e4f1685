"""Which tasks and works somebody may use: an id from outside becomes an object here, or 404."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from cairn.psychometrics.rubric import Rubric
from cairn_server.accounts.models import Person
from cairn_server.assessment import evaluator_queries, queries
from cairn_server.assessment.models import Artifact, Submission, SubmissionState
from cairn_server.assessment.parts import parts_of
from cairn_server.assessment.queries import TaskPage
from cairn_server.catalog.models import Task


def open_task_or_404(
    task_id: UUID, person: Person | None, achievement_version_id: UUID | None = None
) -> TaskPage:
    """
    Return a task that a published achievement asks for; it is open to anyone.

    Args:
        achievement_version_id: for which achievement; the newest that asks for it if None.
    """
    asking = queries.achievements_asking_for(task_id)
    wanted = [one for one in asking if one.pk == achievement_version_id] or asking
    task = Task.objects.filter(pk=task_id).first() if wanted else None
    version = queries.published_version(task) if task else None
    if version is None:
        raise Http404
    return TaskPage(
        version=version,
        achievement=wanted[0],
        parts=parts_of(version.parts),
        rubric=Rubric.from_json(version.rubric.content),
        tries=queries.tries(person, task_id) if person else [],
    )


def own_submission(person: Person, submission_id: UUID) -> Submission:
    """Return a person's own work; somebody else's is answered like a missing one."""
    submission = (
        Submission.objects.filter(pk=submission_id, person=person)
        .select_related("person", "version__rubric", "version__task", "achievement_version")
        .select_related("achievement_version__achievement__organisation", "previous")
        .first()
    )
    if submission is None:
        raise Http404
    return submission


def own_artifact(person: Person, submission_id: UUID, artifact_id: UUID) -> Artifact:
    """Return a file that a person handed in; somebody else's is answered like a missing one."""
    artifact = Artifact.objects.filter(
        pk=artifact_id, submission=submission_id, submission__person=person
    )
    return _with_file(artifact.select_related("file").first())


def work_to_judge(evaluator: Person, submission_id: UUID, at: datetime) -> Submission:
    """
    Return work that waits and that this evaluator may judge.

    Their own, a learner's with whom they declared a conflict, another organisation's, a draft
    and one that is decided are answered like a missing one.
    """
    works = evaluator_queries.judgeable(evaluator, at).filter(state=SubmissionState.SUBMITTED)
    return _work(works.filter(pk=submission_id))


def work_once_waiting(evaluator: Person, submission_id: UUID, at: datetime) -> Submission:
    """
    Return work that waits or waited for evaluators, for somebody who may have it open.

    What is decided or taken back meanwhile is then refused in a sentence, rather than not there.
    """
    works = evaluator_queries.judgeable(evaluator, at).filter(pk=submission_id)
    begun = works.filter(drafts__evaluator=evaluator)
    return _work(works.exclude(state=SubmissionState.DRAFT) | begun)


def work_judged(evaluator: Person, submission_id: UUID, at: datetime) -> Submission:
    """Return work that waits, or that this evaluator has decided; else Http404."""
    works = evaluator_queries.judgeable(evaluator, at).filter(pk=submission_id)
    waiting = works.filter(state=SubmissionState.SUBMITTED)
    return _work(waiting | works.filter(evaluations__evaluator=evaluator))


def artifact_to_judge(
    evaluator: Person, submission_id: UUID, artifact_id: UUID, at: datetime
) -> tuple[Artifact, Submission]:
    """Return a file of work that this evaluator may judge, and the work."""
    submission = work_judged(evaluator, submission_id, at)
    artifact = submission.artifacts.filter(pk=artifact_id).select_related("file").first()
    return _with_file(artifact), submission


def _work(works: QuerySet[Submission]) -> Submission:
    submission = (
        works.select_related("person", "task__organisation", "version__rubric")
        .select_related("achievement_version", "previous__version__rubric")
        .distinct()
        .first()
    )
    if submission is None:
        raise Http404
    return submission


def _with_file(artifact: Artifact | None) -> Artifact:
    if artifact is None or artifact.file is None:
        raise Http404
    return artifact
