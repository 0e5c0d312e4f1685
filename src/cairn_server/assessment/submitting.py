"""Handing in work: begun, saved as it grows, submitted, withdrawn, begun again where unmet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import BinaryIO

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext

from cairn.errors import InputTooLarge
from cairn_server.accounts.models import Person
from cairn_server.assessment import queries
from cairn_server.assessment.models import Artifact, EvaluationDraft, Submission, SubmissionState
from cairn_server.assessment.parts import Part
from cairn_server.catalog.models import AchievementVersion, Task, TaskVersion
from cairn_server.errors import AccountNeeded, StaleDraft, SubmissionClosed, SubmissionIncomplete
from cairn_server.files.storing import store
from cairn_server.journal.recording import record

MAX_TEXT = 100_000
OPEN = (SubmissionState.DRAFT, SubmissionState.SUBMITTED)


@transaction.atomic
def begin_submission(
    *, person: Person, task: Task, achievement_version: AchievementVersion, at: datetime
) -> Submission:
    """
    Return the try that `person` is at; begin one if there is none open.

    After a "not yet" this is a resubmission: see `begin_again`.

    Raises:
        AccountNeeded: for a guest.
        SubmissionClosed: if the task is met already, or has no published version.
    """
    if person.is_guest:
        raise AccountNeeded(gettext("Sign up first: your work needs somebody it belongs to"))
    last = queries.last_try(person, task)
    if last is None:
        version = queries.published_version(task)
        if version is None:
            raise SubmissionClosed(gettext("This task is not open"))
        return _begin(person, version, achievement_version, previous=None, at=at)
    if last.state == SubmissionState.NOT_YET:
        return begin_again(previous=last, at=at)
    if last.state == SubmissionState.MET:
        raise SubmissionClosed(
            gettext(
                "You have met this task; there is nothing more to hand in. If what it counted for"
                " was revoked, its issuer can award it anew"
            )
        )
    return last


@transaction.atomic
def begin_again(*, previous: Submission, at: datetime) -> Submission:
    """
    Return the try that follows one that was "not yet", begun if it is not there.

    It carries everything over. Only the parts that an unmet criterion is judged on are open, on
    the same version of task and rubric.

    Raises:
        SubmissionClosed: if `previous` was not decided, or was met.
    """
    if previous.state != SubmissionState.NOT_YET:
        raise SubmissionClosed(gettext("Only work that came back can be handed in again"))
    following = _begin(
        previous.person, previous.version, previous.achievement_version, previous=previous, at=at
    )
    for artifact in previous.artifacts.all():
        Artifact.objects.get_or_create(
            submission=following,
            part=artifact.part,
            defaults={"text": artifact.text, "file": artifact.file, "saved_at": at},
        )
    return following


def _begin(
    person: Person,
    version: TaskVersion,
    achievement_version: AchievementVersion,
    *,
    previous: Submission | None,
    at: datetime,
) -> Submission:
    number = previous.number if previous else _tries_before(person, version.task)
    submission, is_new = Submission.objects.get_or_create(
        person=person,
        task=version.task,
        number=number + 1,
        defaults={
            "version": version,
            "achievement_version": achievement_version,
            "previous": previous,
            "created_at": at,
        },
    )
    if is_new:
        record("submission.begun", owner=person, actor=person, about=submission, at=at)
    return submission


def _tries_before(person: Person, task: Task) -> int:
    """Return the number of the last try that was decided; 0 if there is none."""
    made = Submission.objects.filter(person=person, task=task).exclude(state__in=OPEN)
    return made.aggregate(last=Max("number"))["last"] or 0


@transaction.atomic
def save_text(
    *, submission: Submission, part: str, text: str, sequence: int, at: datetime
) -> Artifact:
    """
    Save a text as it stands; saving what is there already changes nothing.

    Args:
        sequence: one more than the number that this copy was loaded or last saved under.

    Raises:
        StaleDraft: if another tab or device saved since; it carries what is stored.
        SubmissionClosed: if the work is handed in, or the part is locked or no text.
        InputTooLarge: beyond `MAX_TEXT` letters.
    """
    if len(text) > MAX_TEXT:
        raise InputTooLarge(gettext("The text has more than 100,000 letters; make it shorter"))
    submission = _locked(submission)
    _open_part(submission, part, is_text=True)
    artifact = submission.artifacts.filter(part=part).first()
    if artifact is None:
        artifact = Artifact(submission=submission, part=part, saved_at=at)
    if artifact.text == text:
        return artifact
    if sequence <= artifact.sequence:
        raise StaleDraft(
            gettext("A newer text was saved from another tab or device. Nothing is lost"),
            stored=artifact.text,
            sequence=artifact.sequence,
        )
    artifact.text, artifact.sequence, artifact.saved_at = text, sequence, at
    artifact.save()
    return artifact


def attach_file(
    *, submission: Submission, part: str, upload: BinaryIO, name: str, at: datetime
) -> Artifact:
    """
    Keep a file for a part, in place of the one before.

    The file is examined and rendered before anything is locked.

    Raises:
        SubmissionClosed: if the work is handed in, or the part is locked or takes no file.
        InputError: too large, not wanted or not safe; the file before stays.
    """
    wanted = _open_part(submission, part, is_text=False)
    stored = store(
        owner=submission.person,
        upload=upload,
        name=name,
        accept=wanted.accept,
        max_bytes=wanted.max_bytes,
        at=at,
    )
    with transaction.atomic():
        submission = _locked(submission)
        _open_part(submission, part, is_text=False)
        artifact, _ = Artifact.objects.update_or_create(
            submission=submission, part=part, defaults={"file": stored, "saved_at": at}
        )
    return artifact


@transaction.atomic
def remove_file(*, submission: Submission, part: str, at: datetime) -> None:
    """
    Take the file of a part out of the work; a repeat changes nothing.

    Raises:
        SubmissionClosed: if the work is handed in, or the part is locked or takes no file.
    """
    submission = _locked(submission)
    _open_part(submission, part, is_text=False)
    submission.artifacts.filter(part=part).update(file=None, saved_at=at)


@transaction.atomic
def submit(*, submission: Submission, at: datetime) -> Submission:
    """
    Hand the work in to be judged; a repeat changes nothing.

    Raises:
        SubmissionIncomplete: naming what is missing.
        SubmissionClosed: if it was decided already.
    """
    submission = _locked(submission)
    if submission.state == SubmissionState.SUBMITTED:
        return submission
    _refuse_closed(submission)
    lacking = [state for state in queries.part_states(submission) if not state.is_complete]
    if lacking:
        told = (f"{state.part.title}: {state.missing}" for state in lacking)
        raise SubmissionIncomplete(gettext("Still missing: %s") % "; ".join(told))
    submission.state = SubmissionState.SUBMITTED
    submission.submitted_at = at
    submission.promised_at = at + timedelta(days=submission.version.promised_days)
    submission.save(update_fields=["state", "submitted_at", "promised_at"])
    record(
        "submission.submitted",
        owner=submission.person,
        actor=submission.person,
        about=submission,
        at=at,
    )
    return submission


@transaction.atomic
def withdraw(*, submission: Submission, at: datetime) -> Submission:
    """
    Take work back before it is decided, to go on with it; a repeat changes nothing.

    Raises:
        SubmissionClosed: if it was decided already, or somebody else wrote it as a nomination.
    """
    submission = _locked(submission)
    if submission.nominated_by_id is not None:
        raise SubmissionClosed(gettext("Somebody wrote this for you; you may decline it instead"))
    if submission.state == SubmissionState.DRAFT:
        return submission
    if submission.state != SubmissionState.SUBMITTED:
        raise SubmissionClosed(gettext("This work is decided; it cannot be taken back"))
    submission.state = SubmissionState.DRAFT
    submission.submitted_at = submission.promised_at = None
    submission.save(update_fields=["state", "submitted_at", "promised_at"])
    # what evaluators wrote stays theirs; what they ticked was about the work as it stood
    EvaluationDraft.objects.filter(submission=submission).update(
        ratings={}, sequence=F("sequence") + 1
    )
    record(
        "submission.withdrawn",
        owner=submission.person,
        actor=submission.person,
        about=submission,
        at=at,
    )
    return submission


def _locked(submission: Submission) -> Submission:
    return (
        Submission.objects.select_for_update(of=("self",))
        .select_related("person", "version__rubric", "version__task", "previous")
        .get(pk=submission.pk)
    )


def _refuse_closed(submission: Submission) -> None:
    if submission.state != SubmissionState.DRAFT:
        raise SubmissionClosed(
            gettext("This work is handed in; take it back first if you want to change it")
        )


def _open_part(submission: Submission, part: str, *, is_text: bool) -> Part:
    _refuse_closed(submission)
    found = _find(queries.open_parts_of(submission), part)
    if found is None or found.is_text != is_text:
        raise SubmissionClosed(gettext("This part is not open: what it shows is met already"))
    return found


def _find(parts: Iterable[Part], id: str) -> Part | None:
    return next((part for part in parts if part.id == id), None)
