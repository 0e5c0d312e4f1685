"""An organisation's own frameworks of skills for other programs: which it has, the next version."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Router, Schema
from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from cairn.frameworks.model import Framework
from cairn_server.accounts.access import organisation_for
from cairn_server.accounts.api_auth import IdempotencyKey, caller, once
from cairn_server.accounts.models import Organisation, RoleName
from cairn_server.accounts.organisation_api import RefusedRowOut, without_nul
from cairn_server.frameworks import queries
from cairn_server.frameworks.bringing_own import bring_own_framework
from cairn_server.frameworks.forms import MAX_CSV_BYTES

router = Router(tags=["frameworks"])
HERE = "/organisations/{organisation_id}/frameworks"
MAY = (RoleName.AUTHOR, RoleName.OWNER)
Title = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(without_nul),
]


class FrameworkOut(Schema):
    id: UUID
    name: str
    version: str
    imported_at: datetime
    competencies: int = Field(description="that are not retired")


class FrameworkList(Schema):
    items: list[FrameworkOut]


class FrameworkIn(Schema):
    model_config = ConfigDict(extra="forbid")

    name: Title = Field(description="that of one that is there brings in its next version")
    version: Annotated[str, Field(max_length=40), AfterValidator(without_nul)] = ""
    csv: str = Field(max_length=MAX_CSV_BYTES, description="The text of a file of skills")
    dry_run: bool = Field(False, description="Say what would happen, save nothing")


class BroughtOut(Schema):
    """What an import did, or would do."""

    created: int
    updated: int
    unchanged: int
    removed: int = Field(description="retired: no longer in the file")
    errors: list[RefusedRowOut]


@router.get(HERE, response=FrameworkList)
def list_own_frameworks(request: HttpRequest, organisation_id: UUID) -> dict[str, Any]:
    """List the frameworks of an organisation's own, by name."""
    return {"items": queries.frameworks_of(_writing(request, organisation_id))}


@router.post(HERE, response=BroughtOut)
def create_own_framework(
    request: HttpRequest,
    organisation_id: UUID,
    body: FrameworkIn,
    idempotency_key: IdempotencyKey = None,
) -> dict[str, Any]:
    """Let a framework hold the skills of a CSV file and no others; the same again is the same."""
    organisation = _writing(request, organisation_id)

    def act() -> dict[str, Any]:
        report = bring_own_framework(
            told=Framework(body.name, body.version),
            data=body.csv.encode(errors="replace"),
            organisation=organisation,
            actor=caller(request),
            at=now(),
            dry_run=body.dry_run,
        )
        return BroughtOut.model_validate(report.to_json()).model_dump(mode="json")

    return once(request, idempotency_key, act)


def _writing(request: HttpRequest, organisation_id: UUID) -> Organisation:
    return organisation_for(caller(request), organisation_id, *MAY)
