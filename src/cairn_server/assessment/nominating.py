"""Handing in for somebody else what one saw them do; they may decline until it is judged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from cairn_server.accounts.models import Person
from cairn_server.assessment import queries
from cairn_server.assessment.models import EvaluationDraft, Submission, SubmissionState
from cairn_server.assessment.submitting import begin_submission, save_text, submit
from cairn_server.catalog.models import AchievementVersion, Task
from cairn_server.errors import NominationRefused, SubmissionClosed
from cairn_server.journal.recording import record


@transaction.atomic
def hand_in_for(
    *,
    person: Person,
    nominator: Person,
    task: Task,
    achievement_version: AchievementVersion,
    texts: Mapping[str, str],
    at: datetime,
) -> Submission:
    """
    Hand in a try at `task` in the name of `person`, written by `nominator`.

    It belongs to `person` like their own, and is judged like it; the nominator may not judge it.

    Args:
        texts: by id of the part; parts that are met from an earlier try are passed over.

    Raises:
        NominationRefused: for oneself, or if a try is open already.
        SubmissionClosed: if they have met the task.
        SubmissionIncomplete: naming what is missing.
    """
    Person.objects.select_for_update().only("pk").get(pk=person.pk)
    if person.pk == nominator.pk:
        raise NominationRefused(gettext("Nobody nominates themself: hand in your own work"))
    last = queries.last_try(person, task)
    if last is not None and not queries.is_decided(last):
        raise NominationRefused(
            gettext("Their work for this is being written or judged already; let it be decided")
        )
    submission = begin_submission(
        person=person, task=task, achievement_version=achievement_version, at=at
    )
    submission.nominated_by = nominator
    submission.save(update_fields=["nominated_by"])
    for part in queries.open_parts_of(submission):
        if part.is_text and texts.get(part.id, "").strip():
            artifact = submission.artifacts.filter(part=part.id).first()
            sequence = artifact.sequence + 1 if artifact else 1
            save_text(
                submission=submission,
                part=part.id,
                text=texts[part.id].strip(),
                sequence=sequence,
                at=at,
            )
    return submit(submission=submission, at=at)


@transaction.atomic
def decline(*, submission: Submission, at: datetime) -> None:
    """
    Take away what was written for somebody, at their wish; nothing of it is kept.

    Raises:
        SubmissionClosed: if it was judged already.
    """
    found = Submission.objects.select_for_update().filter(pk=submission.pk).first()
    if found is None:
        return
    if found.state != SubmissionState.SUBMITTED or found.nominated_by_id is None:
        raise SubmissionClosed(gettext("This was judged already; it can no longer be declined"))
    record("submission.declined", owner=found.person, actor=found.person, about=found, at=at)
    EvaluationDraft.objects.filter(submission=found).delete()
    found.delete()
