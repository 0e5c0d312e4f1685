"""The reviews of a person as a list: page by page, for programs and as a table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from cairn.scheduling.memory import Rating
from cairn_server.accounts.models import Person
from cairn_server.journal.paging import Page, page_of
from cairn_server.learning.models import Review
from cairn_server.learning.reviewing import EARLIEST, LATEST


@dataclass(frozen=True, slots=True)
class ReviewRow:
    id: UUID
    version_id: UUID
    rating: Rating
    reviewed_at: datetime


class ReviewFilter(BaseModel):
    """Which of a person's reviews are wanted; every field narrows."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    item_id: UUID | None = None
    rating: Rating | None = None
    since: AwareDatetime | None = Field(None, ge=EARLIEST, le=LATEST)

    def condition(self) -> Q:
        wanted = {
            "version__item_id": self.item_id,
            "rating": self.rating,
            "reviewed_at__gte": self.since,
        }
        return Q(**{name: value for name, value in wanted.items() if value is not None})


def reviews(
    person: Person, wanted: ReviewFilter, *, after: UUID | None = None, limit: int = 50
) -> Page[ReviewRow]:
    """Return a page of the reviews of `person`, newest first. One query."""
    rows = Review.objects.filter(wanted.condition(), person=person)
    return page_of(rows, _review_row, after=after, limit=limit)


def _review_row(review: Review) -> ReviewRow:
    return ReviewRow(review.pk, review.version_id, Rating(review.rating), review.reviewed_at)
