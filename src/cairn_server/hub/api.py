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
from cairn_server.catalog.access import published_achievement_or_404
from cairn_server.hub import queries
from cairn_server.hub.drawn_paths import DrawnPath, drawn_path
from cairn_server.hub.known_ways import known_ways
from cairn_server.hub.queries import Standing
from cairn_server.hub.requirement_steps import StepState, steps_for

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


class RevocationOut(Schema):
    """What was awarded last was revoked; by no rule is it awarded again for the same evidence."""

    credential_id: str
    at: datetime
    reason_code: str
    by: str = Field(description="the organisation that revoked it, and can award it anew")


class StandingOut(Schema):
    requirement: StepOut
    missing: list[LineOut] = Field(description="what the shortest way still takes")
    minutes_left: float
    revocation: RevocationOut | None = Field(
        description="that what was awarded last was revoked; its issuer can award it anew"
    )


class PathItemOut(Schema):
    """One thing on the way, and what leads to it."""

    key: str = Field(description="tells it from all others on the map")
    title: str
    kind: str = Field(description="in a word")
    is_achievement: bool
    state: StepState
    minutes: float = Field(description="what it would still take; 0 once met")
    url: str
    is_again: bool = Field(description="listed before, with what leads to it")
    parts: list[PathItemOut]


class PathOut(Schema):
    items: list[PathItemOut]


@router.get("/achievements/{achievement_id}/path", response=PathOut)
def get_path(request: HttpRequest, achievement_id: UUID) -> DrawnPath:
    """Return what leads to an achievement, stack under stack, and where the caller stands."""
    published_achievement_or_404(achievement_id)
    person, at = caller(request), now()
    known = known_ways(person, [achievement_id], at=at)
    steps = steps_for(person, known, at=at)
    return drawn_path(known, steps, [str(achievement_id)], for_somebody=True)


@router.get("/achievements/{achievement_id}/standing", response=StandingOut)
def get_standing(request: HttpRequest, achievement_id: UUID) -> Standing:
    """Return where the caller stands: what is met by what, and the shortest way to the rest."""
    page = catalog.published_achievement(achievement_id)
    if page is None:
        raise Http404
    return queries.standing(caller(request), page, at=now())
