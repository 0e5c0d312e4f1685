"""One skill for other programs: what it means, what shows it, which work needs it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Router, Schema
from pydantic import Field

from cairn_server.accounts.api_auth import asker, open_to_all
from cairn_server.credentials.standing import StandingOut
from cairn_server.frameworks.api import OccupationOut, SkillOut
from cairn_server.frameworks.models import Competency, OccupationCompetency
from cairn_server.frameworks.queries import needing_page, occupation_row, skill_row
from cairn_server.hub.skill_queries import ProofRow, proofs_page, visible_skill
from cairn_server.journal.paging import Page, PageLimit

router = Router(tags=["frameworks"], auth=open_to_all)


class SkillDetailOut(SkillOut):
    alternative_names: list[str]
    broader: list[str]
    half_life_years: float
    attribution: str
    licence: str


class SkillAchievementOut(Schema):
    achievement_id: UUID
    title: str
    organisation: str
    standing: StandingOut
    is_micro_credential: bool
    learning_seconds: int
    level: int = Field(description="1 to 5, how far it takes its holder")


class SkillAchievementPage(Schema):
    items: list[SkillAchievementOut]
    next_cursor: UUID | None


class SkillOccupationOut(OccupationOut):
    is_essential: bool
    importance: float | None = Field(description="1 (not important) to 5, where rated")
    level: float | None = Field(description="0 to 7, where rated")


class SkillOccupationPage(Schema):
    items: list[SkillOccupationOut]
    next_cursor: UUID | None


@router.get("/skills/{skill_id}", response=SkillDetailOut)
def get_skill(request: HttpRequest, skill_id: UUID) -> dict[str, Any]:
    """Show one skill, retired ones too; one of an own framework if something published names it."""
    one = _skill(request, skill_id)
    return {
        **SkillOut.from_orm(skill_row(one)).model_dump(),
        "alternative_names": one.alternative_names,
        "broader": one.broader,
        "half_life_years": one.half_life_years,
        "attribution": one.framework.attribution,
        "licence": one.framework.licence,
    }


@router.get("/skills/{skill_id}/achievements", response=SkillAchievementPage)
def list_skill_achievements(
    request: HttpRequest, skill_id: UUID, cursor: UUID | None = None, limit: PageLimit = 20
) -> Page[ProofRow]:
    """List what can be earned to show a skill, newest first."""
    return proofs_page(_skill(request, skill_id), after=cursor, limit=limit)


@router.get("/skills/{skill_id}/occupations", response=SkillOccupationPage)
def list_skill_occupations(
    request: HttpRequest, skill_id: UUID, cursor: UUID | None = None, limit: PageLimit = 20
) -> dict[str, Any]:
    """List the occupations that need a skill, those to which it is essential first."""
    page = needing_page(_skill(request, skill_id), after=cursor, limit=limit)
    return {"items": [_occupation(one) for one in page.items], "next_cursor": page.next_cursor}


def _occupation(one: OccupationCompetency) -> dict[str, Any]:
    return {
        **OccupationOut.from_orm(occupation_row(one.occupation)).model_dump(),
        "is_essential": one.is_essential,
        "importance": one.importance,
        "level": one.level,
    }


def _skill(request: HttpRequest, skill_id: UUID) -> Competency:
    who = asker(request)
    found = visible_skill(who.person, skill_id, within=who.within)
    if found is None:
        raise Http404
    return found
