"""Judging work: claimed, drafted, decided once, by somebody who may and is not concerned."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from cairn.errors import EvaluationIncomplete
from cairn.psychometrics.rubric import Criterion, carry_over, judge
from cairn_server.accounts.models import Person
from cairn_server.assessment import evaluator_queries, queries
from cairn_server.assessment.models import (
    Conflict,
    Evaluation,
    EvaluationDraft,
    Submission,
    SubmissionState,
)
from cairn_server.assessment.parts import open_criteria
from cairn_server.errors import (
    AlreadyClaimed,
    ConflictOfInterest,
    NotQualified,
    OwnWork,
    StaleDraft,
    SubmissionClosed,
)
from cairn_server.journal.recording import record

MAX_COMMENT = 5_000


@transaction.atomic
def claim(*, submission: Submission, evaluator: Person, at: datetime) -> EvaluationDraft:
    """
    Return the evaluator's draft; having one keeps others from doing the work twice.

    A claim lasts for `evaluator_queries.CLAIM_LASTS` after the last save.

    Raises:
        OwnWork, ConflictOfInterest, NotQualified, SubmissionClosed, AlreadyClaimed.
    """
    submission = _locked(submission)
    _refuse(submission, evaluator, at)
    draft, _ = EvaluationDraft.objects.get_or_create(
        submission=submission, evaluator=evaluator, defaults={"saved_at": at}
    )
    return draft


@transaction.atomic
def save_draft(
    *,
    submission: Submission,
    evaluator: Person,
    ratings: Mapping[str, str],
    comments: Mapping[str, str],
    comment: str,
    sequence: int,
    at: datetime,
) -> EvaluationDraft:
    """
    Keep what the evaluator has so far; the first save claims the work.

    Args:
        sequence: one more than the number that this copy was loaded or last saved under.

    Raises:
        StaleDraft: if another tab or device saved something else since.
        What `claim` raises.
    """
    draft = claim(submission=submission, evaluator=evaluator, at=at)
    content = {
        "ratings": dict(ratings),
        "comments": _kept(comments),
        "comment": comment[:MAX_COMMENT],
    }
    if sequence <= draft.sequence:
        if all(getattr(draft, name) == value for name, value in content.items()):
            return draft
        raise StaleDraft(
            gettext("Another tab has saved newer ratings. Load the page again to see them"),
            sequence=draft.sequence,
        )
    for name, value in content.items():
        setattr(draft, name, value)
    draft.sequence, draft.saved_at = sequence, at
    draft.save()
    return draft


@transaction.atomic
def record_evaluation(
    *,
    submission: Submission,
    evaluator: Person,
    ratings: Mapping[str, str],
    comments: Mapping[str, str],
    comment: str,
    at: datetime,
) -> Evaluation:
    """
    Decide on a piece of work, once; the same decision sent twice is the same decision.

    Criteria met in an earlier try stay met and need no rating.

    Args:
        ratings: criterion id -> level id.
        comments: criterion id -> text; one that is not met needs one.

    Raises:
        OwnWork, ConflictOfInterest, NotQualified: the evaluator may not judge this work.
        SubmissionClosed: it is not waiting (any more). AlreadyClaimed: another is at it.
        EvaluationIncomplete: naming what is not rated, or unmet without a comment.
    """
    submission = _locked(submission)
    if repeated := _same_decision(submission, evaluator, ratings):
        return repeated
    _refuse(submission, evaluator, at)
    before = queries.previous_ratings(submission) or {}
    rubric = queries.rubric_of(submission)
    complete = carry_over(rubric, before, ratings)
    judgement = judge(rubric, complete)
    _refuse_uncommented(open_criteria(rubric, before), judgement.unmet, comments)
    evaluation = Evaluation.objects.create(
        submission=submission,
        evaluator=evaluator,
        ratings=complete,
        comments=_kept(comments),
        comment=comment.strip()[:MAX_COMMENT],
        met=judgement.met,
        decided_at=at,
    )
    _conclude(submission, evaluation)
    return evaluation


@transaction.atomic
def declare_conflict(
    *, submission: Submission, evaluator: Person, reason: str, at: datetime
) -> Conflict:
    """Note that an evaluator will not judge this learner, and leave the work to others."""
    submission = _locked(submission)
    _refuse_unqualified(submission, evaluator, at)
    conflict, is_new = Conflict.objects.get_or_create(
        evaluator=evaluator,
        person=submission.person,
        defaults={"reason": reason.strip()[:300], "declared_at": at},
    )
    EvaluationDraft.objects.filter(
        evaluator=evaluator, submission__person=submission.person
    ).delete()
    if is_new:
        record(
            "conflict.declared",
            owner=submission.task.organisation,
            actor=evaluator,
            about=submission,
            at=at,
        )
    return conflict


@transaction.atomic
def unblind(*, submission: Submission, evaluator: Person, at: datetime) -> str:
    """
    Return whose work it is, and log that the evaluator looked; logged once.

    Raises:
        OwnWork, ConflictOfInterest, NotQualified, SubmissionClosed, AlreadyClaimed.
    """
    submission = _locked(submission)
    _refuse(submission, evaluator, at)
    if not evaluator_queries.is_unblinded(submission.pk, evaluator):
        record(
            "submission.unblinded",
            owner=submission.task.organisation,
            actor=evaluator,
            about=submission,
            at=at,
        )
    return str(submission.person)


def _locked(submission: Submission) -> Submission:
    return (
        Submission.objects.select_for_update(of=("self",))
        .select_related("person", "task__organisation", "version__rubric", "previous")
        .get(pk=submission.pk)
    )


def _refuse(submission: Submission, evaluator: Person, at: datetime) -> None:
    _refuse_unqualified(submission, evaluator, at)
    if Conflict.objects.filter(evaluator=evaluator, person=submission.person).exists():
        raise ConflictOfInterest(gettext("You have declared a conflict of interest here"))
    if submission.state != SubmissionState.SUBMITTED:
        raise SubmissionClosed(
            gettext("This work is no longer waiting: it was decided or taken back meanwhile")
        )
    if evaluator_queries.is_claimed_by_another(submission.pk, evaluator, at):
        raise AlreadyClaimed(gettext("Another evaluator is at this work. Take the next one"))


def _refuse_unqualified(submission: Submission, evaluator: Person, at: datetime) -> None:
    if submission.person_id == evaluator.pk:
        raise OwnWork(gettext("Nobody judges their own work"))
    if submission.nominated_by_id == evaluator.pk:
        raise ConflictOfInterest(gettext("You nominated them; somebody else judges it"))
    if submission.task.organisation_id not in evaluator_queries.evaluates_for(evaluator, at):
        raise NotQualified(gettext("You do not evaluate for the organisation that asked for this"))


def _same_decision(
    submission: Submission, evaluator: Person, ratings: Mapping[str, str]
) -> Evaluation | None:
    decided = submission.evaluations.filter(evaluator=evaluator).first()
    if decided is None or not dict(ratings).items() <= decided.ratings.items():
        return None
    return decided


def _conclude(submission: Submission, evaluation: Evaluation) -> None:
    """Bring the work into the state that a decision means, and tell."""
    submission.state = SubmissionState.MET if evaluation.met else SubmissionState.NOT_YET
    submission.decided_at = evaluation.decided_at
    submission.save(update_fields=["state", "decided_at"])
    EvaluationDraft.objects.filter(submission=submission).delete()
    record(
        "submission.evaluated",
        owner=submission.person,
        actor=evaluation.evaluator,
        about=submission,
        at=evaluation.decided_at,
        met=evaluation.met,
    )


def _refuse_uncommented(
    criteria: tuple[Criterion, ...], unmet: tuple[str, ...], comments: Mapping[str, str]
) -> None:
    silent = [
        one.title
        for one in criteria
        if one.id in unmet and not str(comments.get(one.id, "")).strip()
    ]
    if silent:
        raise EvaluationIncomplete(
            gettext("Say what is missing, so that it can be mended: %s") % "; ".join(silent)
        )


def _kept(comments: Mapping[str, str]) -> dict[str, str]:
    return {str(id): text.strip()[:MAX_COMMENT] for id, text in comments.items() if text.strip()}
