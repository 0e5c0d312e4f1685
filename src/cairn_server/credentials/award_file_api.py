"""Awarding to many at once for other programs: what a file would do, doing it, how far it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from cairn_server.accounts.access import organisation_for
from cairn_server.accounts.api_auth import IdempotencyKey, caller, once
from cairn_server.accounts.models import Organisation, RoleName
from cairn_server.accounts.organisation_api import RefusedRowOut
from cairn_server.credentials import issuer_queries
from cairn_server.credentials.access import award_file_of
from cairn_server.credentials.award_rows import Problem
from cairn_server.credentials.awarding_later import award_later
from cairn_server.credentials.awarding_many import AwardReport, check_awards
from cairn_server.credentials.models import AwardFile, AwardFileRow
from cairn_server.journal.paging import Page, PageLimit, page_of

router = Router(tags=["issuing"])
HERE = "/organisations/{organisation_id}/awards/files"
MOST_BYTES = 1 << 20
MOST_ERRORS = 200


class AwardFileIn(Schema):
    model_config = ConfigDict(extra="forbid")

    csv: str = Field(max_length=MOST_BYTES, description="The text of a file of awards")
    dry_run: bool = Field(False, description="Say what would happen, award nothing")


class AwardFileRowOut(Schema):
    id: UUID
    created_at: datetime
    finished_at: datetime | None


class AwardFilePage(Schema):
    items: list[AwardFileRowOut]
    next_cursor: UUID | None


class AwardFileOut(Schema):
    """How far the work on a file is, or with a dry run what it would come to."""

    id: UUID | None = Field(description="null for a dry run")
    created_at: datetime | None
    finished_at: datetime | None
    total: int = Field(description="rows")
    awarded: int
    unchanged: int = Field(description="awarded before")
    refused: int
    errors: list[RefusedRowOut] = Field(description="the first 200 rows that are not awarded")


@router.get(HERE, response=AwardFilePage)
def list_award_files(
    request: HttpRequest, organisation_id: UUID, cursor: UUID | None = None, limit: PageLimit = 50
) -> Page[AwardFile]:
    """List the files by which an organisation awarded to many, newest first."""
    rows = AwardFile.objects.filter(organisation=_issuing(request, organisation_id))
    return page_of(rows, lambda one: one, after=cursor, limit=limit)


@router.post(HERE, response=AwardFileOut)
def create_award_file(
    request: HttpRequest,
    organisation_id: UUID,
    body: AwardFileIn,
    idempotency_key: IdempotencyKey = None,
) -> dict[str, Any]:
    """Award what a CSV file lists, row after row behind the scenes; the same file again is one."""
    organisation, actor = _issuing(request, organisation_id), caller(request)

    data = body.csv.encode(errors="replace")
    if body.dry_run:  # may take long, so nothing is locked meanwhile
        would = _would(check_awards(organisation=organisation, data=data, actor=actor, at=now()))
        return once(request, idempotency_key, lambda: would)

    def act() -> dict[str, Any]:
        return _shown(award_later(organisation=organisation, data=data, actor=actor, at=now()))

    return once(request, idempotency_key, act)


@router.get(HERE + "/{file_id}", response=AwardFileOut)
def get_award_file(request: HttpRequest, organisation_id: UUID, file_id: UUID) -> dict[str, Any]:
    """Say how far the work on a file is; its rows are kept for some weeks."""
    return _shown(award_file_of(_issuing(request, organisation_id), file_id))


def _issuing(request: HttpRequest, organisation_id: UUID) -> Organisation:
    return organisation_for(caller(request), organisation_id, RoleName.ISSUER)


def _would(report: AwardReport) -> dict[str, Any]:
    told = AwardFileOut(
        id=None,
        created_at=None,
        finished_at=None,
        total=len(report.rows) + len(report.problems),
        awarded=report.awarded,
        unchanged=report.unchanged,
        refused=len(report.problems),
        errors=_errors(report.problems),
    )
    return told.model_dump(mode="json")


def _shown(file: AwardFile) -> dict[str, Any]:
    state = issuer_queries.file_state(file)
    told = AwardFileOut(
        id=file.pk,
        created_at=file.created_at,
        finished_at=file.finished_at,
        total=state.total,
        awarded=state.awarded,
        unchanged=state.unchanged,
        refused=state.refused,
        errors=_errors(issuer_queries.refused_rows(file, most=MOST_ERRORS)),
    )
    return told.model_dump(mode="json")


def _errors(rows: Iterable[Problem | AwardFileRow]) -> list[RefusedRowOut]:
    return [
        RefusedRowOut(where=f"line {one.line}", code=one.code, detail=one.detail)
        for one in list(rows)[:MOST_ERRORS]
    ]
