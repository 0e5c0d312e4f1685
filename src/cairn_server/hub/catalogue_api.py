"""The catalogue for other programs: what can be earned, and all that is stated about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from cairn_server.catalog import queries
from cairn_server.catalog.queries import AchievementPage, CatalogueFilter, CatalogueRow
from cairn_server.credentials.queries import issuer_of
from cairn_server.credentials.standing import StandingOut, standing_values
from cairn_server.journal.paging import PageLimit

router = Router(tags=["catalogue"], auth=None)


class CatalogueRowOut(Schema):
    id: UUID
    title: str
    summary: str
    kind: str
    is_micro_credential: bool
    organisation: str
    standing: StandingOut
    learning_seconds: int
    tags: list[str]


class CataloguePage(Schema):
    items: list[CatalogueRowOut]
    next_cursor: UUID | None


class FactOut(Schema):
    name: str
    values: list[str] = Field(description="empty: not stated")


class UnitOut(Schema):
    id: UUID
    title: str
    seconds: int
    outcomes: list[str]


class TaskOut(Schema):
    id: UUID
    title: str
    seconds: int
    promised_days: int
    instructions: str = Field(description="Markdown")
    parts: list[dict[str, Any]]
    rubric: dict[str, Any] = Field(description="as in a content pack")


class AlignmentOut(Schema):
    skill_id: UUID
    name: str
    url: str
    framework: str
    level: int = Field(description="1 to 5, how far it takes its holder")


class AchievementOut(Schema):
    id: UUID
    version_id: UUID
    version: int
    title: str
    summary: str
    kind: str
    competency: str
    organisation_id: UUID
    organisation: str
    standing: StandingOut
    requirements: dict[str, Any] = Field(description="the tree; its ids are those used here")
    learning_seconds: int
    task_seconds: int
    facts: list[FactOut]
    units: list[UnitOut]
    tasks: list[TaskOut]
    alignments: list[AlignmentOut]


@router.get("/achievements", response=CataloguePage)
def list_achievements(
    request: HttpRequest,
    wanted: Query[CatalogueFilter],
    cursor: UUID | None = None,
    limit: PageLimit = 24,
) -> dict[str, Any]:
    """List what can be earned, newest first; open to anyone."""
    page = queries.catalogue(wanted, after=cursor, limit=limit)
    return {"items": catalogue_rows(page.items), "next_cursor": page.next_cursor}


@router.get("/achievements/{achievement_id}", response=AchievementOut)
def get_achievement(request: HttpRequest, achievement_id: UUID) -> dict[str, Any]:
    """Return what an achievement proves and how it is earned; open to anyone."""
    page = queries.published_achievement(achievement_id)
    if page is None:
        raise Http404
    return _shown(page)


def catalogue_rows(rows: Sequence[CatalogueRow]) -> list[dict[str, Any]]:
    """Return rows as they are told, each with the standing of its issuer. One query."""
    stands = standing_values([one.id for one in rows])
    return [asdict(one) | {"standing": stands.get(one.id, "")} for one in rows]


def _shown(page: AchievementPage) -> dict[str, Any]:
    version = page.version
    issuer = issuer_of(page.organisation)
    return {
        "id": page.id,
        "version_id": version.pk,
        "version": version.number,
        "title": version.title,
        "summary": version.summary,
        "kind": version.kind,
        "competency": version.competency,
        "organisation_id": page.organisation.pk,
        "organisation": page.organisation.name,
        "standing": issuer.standing if issuer else "",
        "requirements": version.requirements,
        "learning_seconds": page.learning_seconds,
        "task_seconds": page.task_seconds,
        "facts": page.facts,
        "units": page.units,
        "tasks": [
            {
                "id": task.id,
                "title": task.title,
                "seconds": task.seconds,
                "promised_days": task.promised_days,
                "instructions": task.instructions,
                "parts": task.parts,
                "rubric": task.rubric.to_json(),
            }
            for task in page.tasks
        ],
        "alignments": page.alignments,
    }
