"""What publishing a draft would change, and for how many, for other programs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Router, Schema
from pydantic import Field

from cairn.exchange.pack_comparison import ChangeKind
from cairn_server.accounts.api_auth import caller
from cairn_server.catalog.access import draft_or_404
from cairn_server.hub import draft_changes

router = Router(tags=["drafts"])


class ChangedFieldOut(Schema):
    label: str
    before: str
    after: str


class ChangeOut(Schema):
    """One part or question that differs from what is published."""

    what: str = Field(description="in a word")
    title: str
    kind: ChangeKind
    fields: list[ChangedFieldOut]
    restarts_recall: bool = Field(description="what is remembered of it starts anew")


class AffectedOut(Schema):
    title: str
    on_the_way: int = Field(description="people who set out for it")
    holding: int = Field(description="people who hold it")


class ChangesOut(Schema):
    changes: list[ChangeOut]
    affected: list[AffectedOut]


@router.get("/organisations/{organisation_id}/drafts/{draft_id}/changes", response=ChangesOut)
def get_changes(request: HttpRequest, organisation_id: UUID, draft_id: UUID) -> dict[str, Any]:
    """Return field by field and question by question what publishing a draft would change."""
    draft = draft_or_404(caller(request), draft_id)
    if draft.organisation_id != organisation_id:
        raise Http404
    return {
        "changes": draft_changes.changes_of(draft),
        "affected": draft_changes.affected_by(draft),
    }
