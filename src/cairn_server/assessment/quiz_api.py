"""Quizzes and attempts for other programs, and for the page that saves answer by answer."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.utils.timezone import now
from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field

from cairn_server.accounts.access import PersonRequest
from cairn_server.accounts.answering import answer_once
from cairn_server.accounts.api_auth import IdempotencyKey
from cairn_server.assessment import attempting, quiz_access, quiz_queries
from cairn_server.assessment.asked_questions import ShownQuestion, shown_questions
from cairn_server.assessment.attempting import MOST_CHANGES, SavedAnswer
from cairn_server.assessment.models import Attempt
from cairn_server.assessment.quiz_queries import QuizStanding

router = Router(tags=["quizzes"])
Key = IdempotencyKey


class QuizOut(Schema):
    """A quiz, and where one stands with it."""

    quiz_id: UUID
    title: str
    seconds: int = Field(description="time allowed for an attempt")
    questions: int
    cut_score: float = Field(description="share of the points that passes")
    attempts_allowed: int | None
    attempts_left: int | None
    next_at: datetime | None = Field(description="when the next attempt may begin, if not now")
    best: float | None = Field(description="best score so far, a share of the points")
    passed_at: datetime | None
    open_attempt: UUID | None
    reads_answers: bool = Field(
        description="one writes for its organisation, or did when its questions were there,"
        " so no attempt of one's own counts"
    )


class BeginIn(Schema):
    model_config = ConfigDict(extra="forbid")

    achievement_version: UUID | None = Field(
        None, description="for which achievement; the newest that asks for the quiz if left out"
    )


class OptionOut(Schema):
    id: str = Field(description="its place in this attempt")
    text: str


class AskedOut(Schema):
    """A question of an attempt: nothing of it tells what is right."""

    number: int
    kind: str
    prompt: str = Field(description="HTML")
    options: list[OptionOut]
    lefts: list[OptionOut]
    rights: list[OptionOut]
    answer: dict[str, Any] | None
    sequence: int = Field(description="number of the answer that counts; 0 if there is none")
    saved_at: datetime | None


class AttemptOut(Schema):
    """An attempt; its questions while it is under way, what it came to afterwards."""

    id: UUID
    quiz_id: UUID
    title: str
    number: int
    started_at: datetime
    deadline_at: datetime
    ended_at: datetime | None
    score: float | None
    passed: bool | None
    areas_to_improve: list[str]
    questions: list[AskedOut]


class AttemptRow(Schema):
    id: UUID
    quiz_id: UUID
    title: str
    number: int
    started_at: datetime
    deadline_at: datetime
    ended_at: datetime | None
    score: float | None
    passed: bool | None


class AttemptPage(Schema):
    items: list[AttemptRow]
    next_cursor: UUID | None


class AnswerIn(Schema):
    model_config = ConfigDict(extra="forbid")

    sequence: int = Field(ge=1, le=MOST_CHANGES, description="one more than was last saved under")
    answer: dict[str, Any] | None = Field(
        description=(
            'By kind: {"option": id}, {"options": [id]}, {"text": "…"}, {"pairs": {left: right}}; '
            "null takes it back"
        )
    )


class SavedOut(Schema):
    counts: bool = Field(description="false if a newer answer is there already")
    sequence: int = Field(description="number of the answer that counts")
    saved_at: datetime


@router.get("/quizzes/{quiz_id}", response=QuizOut)
def get_quiz(request: PersonRequest, quiz_id: UUID) -> QuizStanding:
    """Return a quiz that a published achievement asks for, and where one stands with it."""
    return quiz_access.open_quiz_or_404(quiz_id, request.user, at=now()).standing


@router.post("/quizzes/{quiz_id}/attempts", response={201: AttemptOut})
def create_attempt(
    request: PersonRequest, quiz_id: UUID, body: BeginIn, idempotency_key: Key = None
) -> Status[dict[str, Any]]:
    """Begin an attempt; one that is under way is returned instead."""
    person = request.user

    def act() -> dict[str, Any]:
        at = now()
        page = quiz_access.open_quiz_or_404(quiz_id, None, body.achievement_version, at=at)
        attempt = attempting.begin_attempt(
            person=person, version=page.version, achievement_version=page.achievement, at=at
        )
        return _attempt(attempt)

    call = f"{request.method} {request.path}\n".encode() + request.body
    return Status(201, answer_once(person=person, key=idempotency_key, request=call, act=act))


@router.get("/attempts", response=AttemptPage)
def list_attempts(
    request: PersonRequest,
    cursor: UUID | None = None,
    limit: Annotated[int, Field(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """List one's own attempts at every quiz, newest first."""
    page = quiz_queries.my_attempts(request.user, after=cursor, limit=limit)
    return {"items": [_row(one) for one in page.items], "next_cursor": page.next_cursor}


@router.get("/attempts/{attempt_id}", response=AttemptOut)
def get_attempt(request: PersonRequest, attempt_id: UUID) -> dict[str, Any]:
    """Return one's own attempt with its questions, or with what it came to."""
    attempt = quiz_access.own_attempt(request.user, attempt_id)
    return _attempt(attempting.close_if_over(attempt=attempt, at=now()))


@router.put("/attempts/{attempt_id}/answers/{number}", response=SavedOut)
def put_answer(
    request: PersonRequest, attempt_id: UUID, number: int, body: AnswerIn
) -> SavedAnswer:
    """Save the answer to a question; its sequence makes a repeat harmless, in any order."""
    at = now()
    attempt = quiz_access.own_attempt(request.user, attempt_id)
    return attempting.save_answer(
        attempt=attempt,
        number=number,
        version=quiz_access.asked_version(attempt, number),
        answer=body.answer,
        sequence=body.sequence,
        at=at,
    )


@router.post("/attempts/{attempt_id}/end", response=AttemptOut)
def end_attempt(
    request: PersonRequest, attempt_id: UUID, idempotency_key: Key = None
) -> dict[str, Any]:
    """Hand in; the answer says what the attempt came to."""

    def act() -> dict[str, Any]:
        attempt = quiz_access.own_attempt(request.user, attempt_id)
        return _attempt(attempting.hand_in(attempt=attempt, at=now()))

    call = f"{request.method} {request.path}\n".encode() + request.body
    return answer_once(person=request.user, key=idempotency_key, request=call, act=act)


def _row(attempt: Attempt) -> dict[str, Any]:
    names = ("id", "quiz_id", "number", "started_at", "deadline_at", "ended_at", "score", "passed")
    return {name: getattr(attempt, name) for name in names} | {"title": attempt.version.title}


def _attempt(attempt: Attempt) -> dict[str, Any]:
    is_over = attempt.ended_at is not None
    shown = {
        **_row(attempt),
        "areas_to_improve": [one.title for one in quiz_queries.weak_areas(attempt)],
        "questions": [] if is_over else [_asked(one) for one in _questions(attempt)],
    }
    return AttemptOut.model_validate(shown).model_dump(mode="json")


def _questions(attempt: Attempt) -> tuple[ShownQuestion, ...]:
    versions = quiz_queries.asked_versions(attempt)
    return shown_questions(attempt, versions, quiz_queries.newest_responses(attempt))


def _asked(one: ShownQuestion) -> dict[str, Any]:
    return {
        "number": one.number,
        "kind": one.kind.value,
        "prompt": one.prompt,
        "options": [{"id": option.id, "text": option.text} for option in one.options],
        "lefts": [{"id": side.id, "text": side.text} for side in one.sides],
        "rights": [{"id": id, "text": text} for id, text in one.rights],
        "answer": one.answer,
        "sequence": one.sequence,
        "saved_at": one.saved_at,
    }
