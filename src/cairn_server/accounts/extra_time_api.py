"""Extra time in quizzes for other programs: who has it, giving it, ending it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, Self
from uuid import UUID

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field, model_validator

from cairn_server.accounts.access import (
    TIME_GIVERS,
    extra_time_for,
    membership_for,
    organisation_for,
)
from cairn_server.accounts.api_auth import IdempotencyKey, caller, once
from cairn_server.accounts.extra_time_queries import ExtraTimeRow, extra_time_page, extra_time_row
from cairn_server.accounts.giving_time import end_extra_time, give_extra_time
from cairn_server.accounts.models import Organisation
from cairn_server.journal.paging import Page, PageLimit

router = Router(tags=["organisations"])
HERE = "/organisations/{organisation_id}/extra-time"


class ExtraTimeOut(Schema):
    """More time than everybody has: a share of it, or so many minutes; why is nowhere kept."""

    id: UUID
    membership_id: UUID
    name: str
    percent: int = Field(description="0 where it is minutes")
    minutes: int = Field(description="0 where it is a share")
    granted_at: datetime


class ExtraTimePage(Schema):
    items: list[ExtraTimeOut]
    next_cursor: UUID | None


class ExtraTimeIn(Schema):
    """Either `percent` or `minutes`."""

    model_config = ConfigDict(extra="forbid")

    membership_id: UUID
    percent: Literal[0, 25, 50, 100] = 0
    minutes: int = Field(0, ge=0, le=240)

    @model_validator(mode="after")
    def _is_one_of_the_two(self) -> Self:
        if bool(self.percent) == bool(self.minutes):
            raise ValueError("say either percent or minutes")
        return self


@router.get(HERE, response=ExtraTimePage)
def list_extra_time(
    request: HttpRequest,
    organisation_id: UUID,
    cursor: UUID | None = None,
    limit: PageLimit = 50,
) -> Page[ExtraTimeRow]:
    """List who has extra time in quizzes today, to those who give it, newest first."""
    return extra_time_page(_giving(request, organisation_id), after=cursor, limit=limit)


@router.post(HERE, response={201: ExtraTimeOut})
def create_extra_time(
    request: HttpRequest,
    organisation_id: UUID,
    body: ExtraTimeIn,
    idempotency_key: IdempotencyKey = None,
) -> Status[dict[str, Any]]:
    """Give a member extra time from now on, in an attempt under way too; what was before ends."""
    membership = membership_for(_giving(request, organisation_id), body.membership_id)

    def act() -> dict[str, Any]:
        given = give_extra_time(
            membership=membership,
            percent=body.percent,
            minutes=body.minutes,
            actor=caller(request),
            at=now(),
        )
        return ExtraTimeOut.from_orm(extra_time_row(given)).model_dump(mode="json")

    return Status(201, once(request, idempotency_key, act))


@router.delete(HERE + "/{extra_time_id}", response={204: None})
def end_extra_time_here(
    request: HttpRequest,
    organisation_id: UUID,
    extra_time_id: UUID,
    idempotency_key: IdempotencyKey = None,
) -> Status[None]:
    """End extra time; an attempt that is under way keeps its deadline."""
    extra_time = extra_time_for(_giving(request, organisation_id), extra_time_id)

    def act() -> dict[str, Any]:
        end_extra_time(extra_time=extra_time, actor=caller(request), at=now())
        return {}

    once(request, idempotency_key, act)
    return Status(204, None)


def _giving(request: HttpRequest, organisation_id: UUID) -> Organisation:
    return organisation_for(caller(request), organisation_id, *TIME_GIVERS)
