"""The evaluator's queue for other programs: what waits, one piece of it, the decision."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.timezone import now
from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field

from cairn_server.accounts.api_auth import IdempotencyKey, caller, once
from cairn_server.assessment import access, evaluating, evaluator_queries, queries
from cairn_server.assessment.evaluating import MAX_COMMENT
from cairn_server.assessment.forms import MAX_SEQUENCE
from cairn_server.assessment.submission_api import FeedbackOut, feedback_of
from cairn_server.files.serving import file_response

router = Router(tags=["evaluations"])
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
QueueCursor = Annotated[str, Field(pattern=r"^\d{1,17}\.[0-9a-f]{32}$")]
Id = Annotated[str, Field(max_length=120)]
Text = Annotated[str, Field(max_length=MAX_COMMENT)]


class QueueOut(Schema):
    id: UUID = Field(description="of the submission")
    code: str = Field(description="what evaluators call it, in place of a name")
    title: str
    achievement: str
    organisation: str
    number: int
    submitted_at: datetime
    promised_at: datetime
    is_late: bool
    is_mine: bool = Field(description="begun by the caller")


class QueuePage(Schema):
    items: list[QueueOut]
    next_cursor: str | None


class EvidenceOut(Schema):
    part: str
    title: str
    text: str
    file: str | None = Field(description="where its rendition is read")


class LevelOut(Schema):
    id: str
    title: str


class CriterionToJudgeOut(Schema):
    id: str
    title: str
    levels: list[LevelOut]
    met_at: str
    is_open: bool = Field(description="false where it was met in an earlier try")
    rating: str
    comment: str


class WorkToJudgeOut(Schema):
    id: UUID
    code: str
    title: str
    is_late: bool
    evidence: list[EvidenceOut]
    criteria: list[CriterionToJudgeOut]
    comment: str
    sequence: int = Field(description="the number that the draft was last saved under")


class DecisionIn(Schema):
    model_config = ConfigDict(extra="forbid")

    ratings: dict[Id, Id] = Field(max_length=100, description="criterion -> level")
    comments: dict[Id, Text] = Field(
        default={}, max_length=100, description="criterion -> text; what is not met needs one"
    )
    comment: Text = ""


class RatingsIn(DecisionIn):
    sequence: int = Field(
        ge=1, le=MAX_SEQUENCE, description="one more than it was last saved under"
    )


class RatingsOut(Schema):
    """What is kept of a decision that is not made yet."""

    sequence: int
    saved_at: datetime


class NameOut(Schema):
    name: str


class ConflictIn(Schema):
    model_config = ConfigDict(extra="forbid")

    reason: str = Field(min_length=1, max_length=300)


@router.get("/evaluations", response=QueuePage)
def list_queue(
    request: HttpRequest,
    cursor: QueueCursor | None = None,
    limit: Annotated[int, Field(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """List what waits for the caller, by promised date; no names."""
    after = _place(cursor) if cursor else None
    rows = evaluator_queries.queue(caller(request), now(), after=after, limit=limit + 1)
    last = rows[limit - 1] if len(rows) > limit else None
    return {"items": rows[:limit], "next_cursor": last and _cursor(last.place)}


def _cursor(place: tuple[datetime, UUID]) -> str:
    microseconds = (place[0] - EPOCH) // MICROSECOND
    return f"{microseconds}.{place[1].hex}"


def _place(cursor: str) -> tuple[datetime, UUID]:
    microseconds, _dot, id = cursor.partition(".")
    return EPOCH + int(microseconds) * MICROSECOND, UUID(id)


@router.get("/evaluations/{submission_id}", response=WorkToJudgeOut)
def get_work(request: HttpRequest, submission_id: UUID) -> dict[str, Any]:
    """Return one piece of work: the evidence and the criteria, without its name."""
    submission = access.work_to_judge(caller(request), submission_id, now())
    work = evaluator_queries.work(submission, caller(request), now())
    return {
        "id": submission.pk,
        "code": work.code,
        "title": submission.version.title,
        "is_late": work.is_late,
        "evidence": [_evidence(one, submission_id) for one in work.evidence],
        "criteria": [_criterion(one) for one in work.criteria],
        "comment": work.comment,
        "sequence": work.sequence,
    }


@router.post("/evaluations/{submission_id}/decision", response={201: FeedbackOut})
def create_decision(
    request: HttpRequest,
    submission_id: UUID,
    body: DecisionIn,
    idempotency_key: IdempotencyKey = None,
) -> Status[dict[str, Any]]:
    """Decide on a piece of work, once; what follows from it is awarded and signed at once."""
    evaluator = caller(request)
    submission = access.work_once_waiting(evaluator, submission_id, now())

    def act() -> dict[str, Any]:
        evaluating.record_evaluation(
            submission=submission,
            evaluator=evaluator,
            ratings=body.ratings,
            comments=body.comments,
            comment=body.comment,
            at=now(),
        )
        told = FeedbackOut.model_validate(feedback_of(queries.feedback(submission)))
        return told.model_dump(mode="json")

    return Status(201, once(request, idempotency_key, act))


@router.put("/evaluations/{submission_id}/draft", response=RatingsOut)
def put_ratings(
    request: HttpRequest,
    submission_id: UUID,
    body: RatingsIn,
    idempotency_key: IdempotencyKey = None,
) -> dict[str, Any]:
    """Keep ratings while they are given; what another tab saved meanwhile is never overwritten."""
    evaluator = caller(request)
    submission = access.work_once_waiting(evaluator, submission_id, now())

    def act() -> dict[str, Any]:
        draft = evaluating.save_draft(
            submission=submission,
            evaluator=evaluator,
            ratings=body.ratings,
            comments=body.comments,
            comment=body.comment,
            sequence=body.sequence,
            at=now(),
        )
        return RatingsOut.from_orm(draft).model_dump(mode="json")

    return once(request, idempotency_key, act)


@router.post("/evaluations/{submission_id}/unblinding", response=NameOut)
def create_unblinding(
    request: HttpRequest, submission_id: UUID, idempotency_key: IdempotencyKey = None
) -> dict[str, Any]:
    """Look at whose work it is; that one looked is kept."""
    evaluator = caller(request)
    submission = access.work_to_judge(evaluator, submission_id, now())

    def act() -> dict[str, Any]:
        name = evaluating.unblind(submission=submission, evaluator=evaluator, at=now())
        return {"name": name}

    return once(request, idempotency_key, act)


@router.get("/evaluations/{submission_id}/files/{artifact_id}", response=None)
def get_file_to_judge(
    request: HttpRequest, submission_id: UUID, artifact_id: UUID
) -> HttpResponseBase:
    """Return the rendition of a file that was handed in, without what would tell whose it is."""
    artifact, submission = access.artifact_to_judge(
        caller(request), submission_id, artifact_id, now()
    )
    position = evaluator_queries.position_of(artifact, submission)
    shown = evaluator_queries.shown_file(artifact, position)
    assert shown is not None
    return file_response(request, shown.digest, shown.media_type, shown.name)


@router.post("/evaluations/{submission_id}/conflict", response={204: None})
def create_conflict(
    request: HttpRequest,
    submission_id: UUID,
    body: ConflictIn,
    idempotency_key: IdempotencyKey = None,
) -> Status[None]:
    """Declare a conflict of interest: somebody else will judge this learner."""
    evaluator = caller(request)
    submission = access.work_to_judge(evaluator, submission_id, now())

    def act() -> dict[str, Any]:
        evaluating.declare_conflict(
            submission=submission, evaluator=evaluator, reason=body.reason, at=now()
        )
        return {}

    once(request, idempotency_key, act)
    return Status(204, None)


def _evidence(one: evaluator_queries.Evidence, submission_id: UUID) -> dict[str, Any]:
    file = one.file and f"/api/v1/evaluations/{submission_id}/files/{one.file.artifact_id}"
    return {"part": one.part.id, "title": one.part.title, "text": one.text, "file": file}


def _criterion(one: evaluator_queries.CriterionForm) -> dict[str, Any]:
    criterion = one.criterion
    return {
        "id": criterion.id,
        "title": criterion.title,
        "levels": [{"id": level.id, "title": level.title} for level in criterion.levels],
        "met_at": criterion.met_at,
        "is_open": one.is_open,
        "rating": one.rating,
        "comment": one.comment,
    }
