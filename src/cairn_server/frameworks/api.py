"""Skills and occupations for other programs: find them, see what work needs."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from cairn_server.accounts.access import learner_of
from cairn_server.frameworks import queries
from cairn_server.frameworks.access import competency_or_404, occupation_or_404
from cairn_server.frameworks.models import CompetencyKind
from cairn_server.journal.paging import Page

router = Router(tags=["frameworks"], auth=None)

Words = Annotated[str, Field(max_length=200, description="Beginnings of words, all of which fit")]
Limit = Annotated[int, Field(ge=1, le=100)]


class SkillOut(Schema):
    id: UUID
    url: str
    name: str
    kind: CompetencyKind
    code: str
    description: str
    framework: str
    is_retired: bool


class SkillPage(Schema):
    items: list[SkillOut]
    next_cursor: UUID | None


class SkillDetailOut(SkillOut):
    alternative_names: list[str]
    broader: list[str]
    half_life_years: float
    attribution: str
    licence: str


class OccupationOut(Schema):
    id: UUID
    url: str
    name: str
    code: str
    description: str
    framework: str


class OccupationPage(Schema):
    items: list[OccupationOut]
    next_cursor: UUID | None


class SkillNeedOut(Schema):
    skill_id: UUID
    url: str
    name: str
    is_essential: bool
    importance: float | None = Field(description="1 (not important) to 5, where rated")
    level: float | None = Field(description="0 to 7, where rated")
    suggested_level: int = Field(description="1 to 5, what a work role may ask for")


class OccupationDetailOut(OccupationOut):
    alternative_names: list[str]
    attribution: str
    needs: list[SkillNeedOut]


@router.get("/skills", response=SkillPage)
def list_skills(
    request: HttpRequest,
    q: Words = "",
    framework: UUID | None = None,
    kind: CompetencyKind | None = None,
    cursor: UUID | None = None,
    limit: Limit = 20,
) -> Page[queries.SkillRow]:
    """Find skills by the words of their names and other names, the nearest first."""
    return queries.search(
        q,
        limit=limit,
        framework=framework,
        kind=kind or "",
        seen_by=learner_of(request),
        after=cursor,
    )


@router.get("/skills/{skill_id}", response=SkillDetailOut)
def get_skill(request: HttpRequest, skill_id: UUID) -> dict[str, Any]:
    """Show one skill, retired ones too."""
    one = competency_or_404(learner_of(request), skill_id)
    return {
        **SkillOut.from_orm(queries.skill_row(one)).model_dump(),
        "alternative_names": one.alternative_names,
        "broader": one.broader,
        "half_life_years": one.half_life_years,
        "attribution": one.framework.attribution,
        "licence": one.framework.licence,
    }


@router.get("/occupations", response=OccupationPage)
def list_occupations(
    request: HttpRequest, q: Words = "", cursor: UUID | None = None, limit: Limit = 20
) -> Page[queries.OccupationRow]:
    """Find occupations by the words of their names and other names."""
    return queries.search_occupations(q, limit=limit, seen_by=learner_of(request), after=cursor)


@router.get("/occupations/{occupation_id}", response=OccupationDetailOut)
def get_occupation(request: HttpRequest, occupation_id: UUID) -> dict[str, Any]:
    """Show one occupation and what it needs."""
    one = occupation_or_404(learner_of(request), occupation_id)
    return {
        **OccupationOut.from_orm(queries.occupation_row(one)).model_dump(),
        "alternative_names": one.alternative_names,
        "attribution": one.framework.attribution,
        "needs": [_need(need) for need in queries.occupation_needs(one.pk)],
    }


def _need(need: queries.Need) -> SkillNeedOut:
    return SkillNeedOut(
        skill_id=need.competency.pk,
        url=need.competency.url,
        name=need.competency.name,
        is_essential=need.is_essential,
        importance=need.importance,
        level=need.level,
        suggested_level=need.suggested_level,
    )
