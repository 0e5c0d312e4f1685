"""Evidence for other programs: begin, save, attach, hand in, read what was decided."""

from __future__ import annotations

from datetime import datetime
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.timezone import now
from ninja import File, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import ConfigDict, Field

from cairn.errors import MalformedInput
from cairn_server.accounts.api_auth import IdempotencyKey, caller, once
from cairn_server.assessment import access, queries, submitting
from cairn_server.assessment.forms import MAX_SEQUENCE
from cairn_server.assessment.models import Submission, SubmissionState
from cairn_server.assessment.queries import Feedback
from cairn_server.files.serving import file_response
from cairn_server.journal.paging import Page, PageLimit, page_of

router = Router(tags=["evidence"])


class SubmissionOut(Schema):
    id: UUID
    task_id: UUID
    title: str
    achievement: str
    number: int = Field(description="first try, second try …")
    state: SubmissionState
    submitted_at: datetime | None
    promised_at: datetime | None
    decided_at: datetime | None


class SubmissionPage(Schema):
    items: list[SubmissionOut]
    next_cursor: UUID | None


class PartOut(Schema):
    id: str
    title: str
    kind: str
    is_required: bool
    is_open: bool = Field(description="false where it was good enough in an earlier try")
    missing: str = Field(description="in words; empty if nothing is")
    text: str
    sequence: int = Field(description="the number that the text was last saved under")
    file: str | None = Field(description="the name of the file")


class FeedbackCriterionOut(Schema):
    id: str
    title: str
    level: str
    is_met: bool
    is_carried: bool = Field(description="met in an earlier try")
    comment: str


class FeedbackOut(Schema):
    is_met: bool
    decided_at: datetime
    comment: str
    criteria: list[FeedbackCriterionOut]


class WorkOut(SubmissionOut):
    parts: list[PartOut]
    feedback: FeedbackOut | None


class SubmissionIn(Schema):
    model_config = ConfigDict(extra="forbid")

    task_id: UUID
    achievement_version: UUID | None = Field(
        None, description="for which achievement; the newest that asks for the task if left out"
    )


class TextIn(Schema):
    model_config = ConfigDict(extra="forbid")

    text: str = Field(max_length=submitting.MAX_TEXT)
    sequence: int = Field(
        ge=1, le=MAX_SEQUENCE, description="one more than it was last saved under"
    )


class SavedTextOut(Schema):
    sequence: int
    saved_at: datetime


@router.get("/submissions", response=SubmissionPage)
def list_submissions(
    request: HttpRequest, cursor: UUID | None = None, limit: PageLimit = 50
) -> Page[dict[str, Any]]:
    """List one's own tries at tasks, newest first."""
    rows = Submission.objects.filter(person=caller(request))
    rows = rows.select_related("version", "achievement_version")
    return page_of(rows, _row, after=cursor, limit=limit)


@router.post("/submissions", response={201: WorkOut})
def create_submission(
    request: HttpRequest, body: SubmissionIn, idempotency_key: IdempotencyKey = None
) -> Status[dict[str, Any]]:
    """Begin a try at a task, or return the one that is open."""
    page = access.open_task_or_404(body.task_id, caller(request), body.achievement_version)

    def act() -> dict[str, Any]:
        begun = submitting.begin_submission(
            person=caller(request),
            task=page.version.task,
            achievement_version=page.achievement,
            at=now(),
        )
        return _work(begun)

    return Status(201, once(request, idempotency_key, act))


@router.get("/submissions/{submission_id}", response=WorkOut)
def get_submission(request: HttpRequest, submission_id: UUID) -> dict[str, Any]:
    """Return one try: its parts, what is missing, what was decided."""
    return _work(access.own_submission(caller(request), submission_id))


@router.put("/submissions/{submission_id}/texts/{part}", response=SavedTextOut)
def put_text(
    request: HttpRequest,
    submission_id: UUID,
    part: str,
    body: TextIn,
    idempotency_key: IdempotencyKey = None,
) -> dict[str, Any]:
    """Save a text of a draft; what another device saved meanwhile is never overwritten."""
    work = access.own_submission(caller(request), submission_id)
    _part_or_404(work, part, is_text=True)

    def act() -> dict[str, Any]:
        saved = submitting.save_text(
            submission=work, part=part, text=body.text, sequence=body.sequence, at=now()
        )
        return SavedTextOut.from_orm(saved).model_dump(mode="json")

    return once(request, idempotency_key, act)


@router.post("/submissions/{submission_id}/files/{part}", response={201: WorkOut})
def create_file(
    request: HttpRequest, submission_id: UUID, part: str, file: File[UploadedFile | None] = None
) -> Status[dict[str, Any]]:
    """Attach a file to a part, in place of the one before; sent again, it is the same file."""
    work = access.own_submission(caller(request), submission_id)
    _part_or_404(work, part, is_text=False)
    if file is None:  # said only to whose work it is
        raise MalformedInput('Send the file as multipart under the name "file"')
    submitting.attach_file(
        submission=work, part=part, upload=cast(BinaryIO, file), name=file.name or "", at=now()
    )
    return Status(201, _work(work))


@router.get("/submissions/{submission_id}/files/{part}", response=None)
def get_file(request: HttpRequest, submission_id: UUID, part: str) -> HttpResponseBase:
    """Return the file of a part, as it was handed in."""
    work = access.own_submission(caller(request), submission_id)
    for one in queries.work_parts(work):
        if one.part.id == part and one.artifact and one.artifact.file:
            file = one.artifact.file
            return file_response(request, file.digest, file.media_type, file.name)
    raise Http404


@router.post("/submissions/{submission_id}/hand-in", response=WorkOut)
def hand_in(
    request: HttpRequest, submission_id: UUID, idempotency_key: IdempotencyKey = None
) -> dict[str, Any]:
    """Hand a draft in to be judged."""
    work = access.own_submission(caller(request), submission_id)

    def act() -> dict[str, Any]:
        submitting.submit(submission=work, at=now())
        return _work(access.own_submission(caller(request), submission_id))

    return once(request, idempotency_key, act)


@router.post("/submissions/{submission_id}/withdrawal", response=WorkOut)
def withdraw(
    request: HttpRequest, submission_id: UUID, idempotency_key: IdempotencyKey = None
) -> dict[str, Any]:
    """Take back what waits to be judged; it is a draft again."""
    work = access.own_submission(caller(request), submission_id)

    def act() -> dict[str, Any]:
        submitting.withdraw(submission=work, at=now())
        return _work(access.own_submission(caller(request), submission_id))

    return once(request, idempotency_key, act)


def feedback_of(found: Feedback | None) -> dict[str, Any] | None:
    """Return a decision as JSON; None while there is none."""
    if found is None:
        return None
    return {
        "is_met": found.is_met,
        "decided_at": found.decided_at,
        "comment": found.comment,
        "criteria": [
            {
                "id": one.criterion.id,
                "title": one.criterion.title,
                "level": one.level.title,
                "is_met": one.is_met,
                "is_carried": one.is_carried,
                "comment": one.comment,
            }
            for one in found.criteria
        ],
    }


def _part_or_404(work: Submission, part: str, *, is_text: bool) -> None:
    parts = {one.part.id: one.part.is_text for one in queries.work_parts(work)}
    if parts.get(part) is not is_text:
        raise Http404


def _row(work: Submission) -> dict[str, Any]:
    return {
        "id": work.pk,
        "task_id": work.task_id,
        "title": work.version.title,
        "achievement": work.achievement_version.title,
        "number": work.number,
        "state": work.state,
        "submitted_at": work.submitted_at,
        "promised_at": work.promised_at,
        "decided_at": work.decided_at,
    }


def _work(work: Submission) -> dict[str, Any]:
    parts = [
        {
            "id": one.part.id,
            "title": one.part.title,
            "kind": one.part.kind,
            "is_required": one.part.required,
            "is_open": one.is_open,
            "missing": one.state.missing,
            "text": one.artifact.text if one.artifact else "",
            "sequence": one.artifact.sequence if one.artifact else 0,
            "file": one.artifact.file.name if one.artifact and one.artifact.file else None,
        }
        for one in queries.work_parts(work)
    ]
    told = {**_row(work), "parts": parts, "feedback": feedback_of(queries.feedback(work))}
    return WorkOut.model_validate(told).model_dump(mode="json")
