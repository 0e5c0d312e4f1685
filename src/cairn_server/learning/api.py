"""Reviews for other programs and for phones: deliver, list, export, what is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.timezone import now
from ninja import Query, Router, Schema, Status
from pydantic import AwareDatetime, ConfigDict, Field

from cairn.reading import csv_lines
from cairn.scheduling.memory import Rating
from cairn_server.accounts.api_auth import LEARNING, IdempotencyKey, caller, once
from cairn_server.catalog.access import practice_item_for, published_achievement_or_404
from cairn_server.journal.paging import Page, every
from cairn_server.learning import queries
from cairn_server.learning.enrolling import enrol
from cairn_server.learning.models import Enrolment
from cairn_server.learning.phone_cards import phone_question
from cairn_server.learning.progressing import deliver_review
from cairn_server.learning.review_list import ReviewFilter, ReviewRow, reviews

router = Router(tags=["learning"], auth=LEARNING)


class ReviewIn(Schema):
    model_config = ConfigDict(extra="forbid")

    review_id: UUID = Field(description="UUIDv7 made by the client")
    rating: Rating | None = Field(None, description="1 again, 2 hard, 3 good, 4 easy")
    reviewed_at: AwareDatetime
    response: dict[str, Any] | None = Field(
        None, description="What was answered; it decides the rating, but for a right answer"
    )
    replaces: UUID | None = Field(None, description="The review whose rating this one changes")


class MemoryOut(Schema):
    item_id: UUID
    stability_days: float | None
    due_at: datetime | None


class ReviewOut(Schema):
    id: UUID
    version_id: UUID
    rating: Rating
    reviewed_at: datetime


class ReviewPage(Schema):
    items: list[ReviewOut]
    next_cursor: UUID | None


class EnrolmentOut(Schema):
    id: UUID
    achievement_id: UUID
    started_at: datetime


class EnrolmentPage(Schema):
    items: list[EnrolmentOut]
    next_cursor: UUID | None


class EnrolmentIn(Schema):
    model_config = ConfigDict(extra="forbid")

    achievement_id: UUID


class DueOut(Schema):
    """One practice item with its key, so that a phone can ask and explain it offline."""

    item_id: UUID
    version_id: UUID
    due_at: datetime
    retrievability: float
    seconds: int
    card: dict[str, Any]


class DuePage(Schema):
    items: Sequence[DueOut]
    next_cursor: UUID | None


@router.post("/items/{version_id}/reviews", response={201: MemoryOut})
def create_review(
    request: HttpRequest,
    version_id: UUID,
    body: ReviewIn,
    idempotency_key: IdempotencyKey = None,
) -> Status[dict[str, Any]]:
    """Deliver one review: late, twice, in any order; the memory that follows is the same."""
    person = caller(request)

    def act() -> dict[str, Any]:
        memory = deliver_review(
            person=person,
            item=practice_item_for(person, version_id),
            review_id=body.review_id,
            rating=body.rating,
            response=body.response,
            replaces=body.replaces,
            at=body.reviewed_at,
            received_at=now(),
        )
        return MemoryOut.from_orm(memory).model_dump(mode="json")

    return Status(201, once(request, idempotency_key, act))


@router.get("/reviews", response=ReviewPage)
def list_reviews(
    request: HttpRequest,
    wanted: Query[ReviewFilter],
    cursor: UUID | None = None,
    limit: Annotated[int, Field(ge=1, le=200)] = 50,
) -> Page[ReviewRow]:
    """List one's own reviews, newest first."""
    return reviews(caller(request), wanted, after=cursor, limit=limit)


@router.get("/reviews.csv", response=None)
def export_reviews(request: HttpRequest, wanted: Query[ReviewFilter]) -> StreamingHttpResponse:
    """Export one's own reviews as a table."""
    person = caller(request)
    rows = every(lambda cursor: reviews(person, wanted, after=cursor, limit=500))
    lines = csv_lines(
        list(ReviewOut.model_fields),
        (
            (str(row.id), str(row.version_id), str(row.rating.value), row.reviewed_at.isoformat())
            for row in rows
        ),
    )
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")


@router.get("/due", response=DuePage)
def list_due(
    request: HttpRequest,
    cursor: UUID | None = None,
    limit: Annotated[int, Field(ge=1, le=200)] = 50,
) -> Page[dict[str, Any]]:
    """
    Return what is due today, most at risk first, with what a phone asks it by offline.

    `cursor` is the last item of the page before; once that is answered, the list begins anew with
    what is left.
    """
    cards = queries.due_cards(caller(request), at=now()).cards
    items = [card.version.item_id for card in cards]
    start = items.index(cursor) + 1 if cursor in items else 0
    end = start + limit
    return Page([_due(card) for card in cards[start:end]], items[end - 1] if items[end:] else None)


@router.get("/enrolments", response=EnrolmentPage)
def list_enrolments(
    request: HttpRequest,
    cursor: UUID | None = None,
    limit: Annotated[int, Field(ge=1, le=200)] = 50,
) -> Page[Enrolment]:
    """List what one has set out for, newest first."""
    return queries.enrolments(caller(request), after=cursor, limit=limit)


@router.post("/enrolments", response={201: EnrolmentOut})
def create_enrolment(
    request: HttpRequest, body: EnrolmentIn, idempotency_key: IdempotencyKey = None
) -> Status[dict[str, Any]]:
    """Set out for an achievement; a second time changes nothing."""
    version = published_achievement_or_404(body.achievement_id)

    def act() -> dict[str, Any]:
        made = enrol(person=caller(request), achievement=version.achievement, at=now())
        return EnrolmentOut.from_orm(made).model_dump(mode="json")

    return Status(201, once(request, idempotency_key, act))


def _due(card: queries.DueCard) -> dict[str, Any]:
    return {
        "item_id": card.version.item_id,
        "version_id": card.version.pk,
        "due_at": card.due_at,
        "retrievability": card.retrievability,
        "seconds": card.seconds,
        "card": phone_question(card.version),
    }
