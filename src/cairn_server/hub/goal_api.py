"""Goals for other programs: set, put together, read with what is left, given up."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Router, Schema, Status
from pydantic import AfterValidator, ConfigDict, Field

from cairn_server.accounts.api_auth import LEARNING, IdempotencyKey, caller, once
from cairn_server.accounts.organisation_api import without_nul
from cairn_server.catalog.access import published_achievement_or_404
from cairn_server.hub.goal_pages import GoalPage, Pace, goal_page, goal_pages
from cairn_server.hub.known_ways import known_ways
from cairn_server.learning.access import own_goal_or_404
from cairn_server.learning.aiming import MOST_PARTS, arrange, change_goal, give_up, set_goal
from cairn_server.learning.goal_queries import parts_of
from cairn_server.learning.models import Goal

router = Router(tags=["learning"], auth=LEARNING)
Name = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(without_nul)]


class GoalIn(Schema):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: Name
    by: date | None = None
    achievements: list[UUID] = Field(
        [], max_length=MOST_PARTS, description="what it is made of, in the order of going for it"
    )


class GoalPartOut(Schema):
    achievement_id: UUID
    title: str
    kind: str
    is_held: bool
    minutes: float = Field(description="what it would still take by itself")


class GoalOut(Schema):
    id: UUID
    name: str
    by: date | None
    parts: list[GoalPartOut]
    minutes_left: float = Field(description="the shortest way to all of it")
    reached_on: date = Field(description="at the minutes a day that the learner has chosen")
    minutes_a_day: int
    minutes_needed: int | None = Field(description="a day, to be there by its date")
    pace: Pace
    is_reached: bool


class GoalList(Schema):
    items: list[GoalOut]


@router.get("/goals", response=GoalList)
def list_goals(request: HttpRequest) -> dict[str, list[GoalPage]]:
    """Return the goals of the caller, the nearest day first; there are never many."""
    return {"items": goal_pages(caller(request), at=now())}


@router.post("/goals", response={201: GoalOut})
def create_goal(
    request: HttpRequest, body: GoalIn, idempotency_key: IdempotencyKey = None
) -> Status[dict[str, Any]]:
    """Set a goal, and set out for what it is made of."""
    person, at = caller(request), now()
    achievements = [published_achievement_or_404(id).achievement for id in body.achievements]

    def act() -> dict[str, Any]:
        goal = set_goal(person=person, name=body.name, by=body.by, at=at)
        arrange(goal=goal, achievements=achievements, at=at)
        return _shown(request, goal)

    return Status(201, once(request, idempotency_key, act))


@router.get("/goals/{goal_id}", response=GoalOut)
def get_goal(request: HttpRequest, goal_id: UUID) -> dict[str, Any]:
    """Return one goal with what is left of it."""
    return _shown(request, own_goal_or_404(caller(request), goal_id))


@router.put("/goals/{goal_id}", response=GoalOut)
def replace_goal(
    request: HttpRequest, goal_id: UUID, body: GoalIn, idempotency_key: IdempotencyKey = None
) -> dict[str, Any]:
    """Give a goal this name, day and make-up instead of what it had."""
    goal, at = own_goal_or_404(caller(request), goal_id), now()
    achievements = [published_achievement_or_404(id).achievement for id in body.achievements]

    def act() -> dict[str, Any]:
        change_goal(goal=goal, name=body.name, by=body.by, at=at)
        arrange(goal=goal, achievements=achievements, at=at)
        goal.refresh_from_db()
        return _shown(request, goal)

    return once(request, idempotency_key, act)


@router.delete("/goals/{goal_id}", response={204: None})
def delete_goal(
    request: HttpRequest, goal_id: UUID, idempotency_key: IdempotencyKey = None
) -> Status[None]:
    """Give a goal up; what was learned for it stays."""
    goal = own_goal_or_404(caller(request), goal_id)

    def act() -> dict[str, Any]:
        give_up(goal=goal, at=now())
        return {}

    once(request, idempotency_key, act)
    return Status(204, None)


def _shown(request: HttpRequest, goal: Goal) -> dict[str, Any]:
    person, at = caller(request), now()
    page = goal_page(person, goal, known_ways(person, parts_of([goal]), at=at), at=at)
    return GoalOut.from_orm(page).model_dump(mode="json")
