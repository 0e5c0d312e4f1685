"""Long work that somebody began, for other programs: how far it is, and what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Router, Schema
from pydantic import Field

from cairn_server.accounts.api_auth import caller
from cairn_server.journal.models import Progress
from cairn_server.journal.queries import progress_of, recent_progress

router = Router(tags=["settings"])


class WorkProgressOut(Schema):
    """One piece of long work that the caller began."""

    id: UUID
    title: str
    url: str = Field(description="the page on which its result is seen")
    done: int
    total: int | None = Field(description="null while it is not known")
    result: dict[str, Any] | None = Field(description="numbers by name, and `errors`")
    failure: str = Field(description="why it ended without a result; empty otherwise")
    started_at: datetime
    ended_at: datetime | None


class WorkProgressList(Schema):
    items: list[WorkProgressOut]


@router.get("/progress", response=WorkProgressList)
def list_progress(request: HttpRequest) -> dict[str, Any]:
    """List the last twenty pieces of long work that one began, newest first."""
    return {"items": [_shown(one) for one in recent_progress(caller(request).pk)]}


@router.get("/progress/{progress_id}", response=WorkProgressOut)
def get_progress(request: HttpRequest, progress_id: UUID) -> dict[str, Any]:
    """Say how far one piece of long work is, and what came of it."""
    found = progress_of(caller(request).pk, progress_id)
    if found is None:
        raise Http404
    return _shown(found)


def _shown(one: Progress) -> dict[str, Any]:
    told = {name: getattr(one, name) for name in WorkProgressOut.model_fields if name != "url"}
    return {**told, "url": one.back}
