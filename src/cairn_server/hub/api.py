"""Where one stands, for other programs."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.timezone import now
from ninja import Router, Schema
from pydantic import Field

from cairn_server.accounts.api_auth import LEARNING, caller
from cairn_server.catalog import queries as catalog
from cairn_server.hub import queries
from cairn_server.hub.queries import Standing
from cairn_server.hub.requirement_steps import StepState

router = Router(tags=["catalogue"], auth=LEARNING)


class StepOut(Schema):
    """One line of the tree of requirements, with the lines under it."""

    text: str
    state: StepState
    note: str
    at: datetime | None = Field(description="since when it is met")
    minutes: float = Field(description="what it would still take by itself")
    url: str = Field(description="where one does it; empty for groups")
    parts: list[StepOut]


class LineOut(Schema):
    text: str
    minutes: float
    url: str


class StandingOut(Schema):
    requirement: StepOut
    missing: list[LineOut] = Field(description="what the shortest way still takes")
    minutes_left: float


@router.get("/achievements/{achievement_id}/standing", response=StandingOut)
def get_standing(request: HttpRequest, achievement_id: UUID) -> Standing:
    """Return where the caller stands: what is met by what, and the shortest way to the rest."""
    page = catalog.published_achievement(achievement_id)
    if page is None:
        raise Http404
    return queries.standing(caller(request), page, at=now())
