"""Skills and occupations for other programs: find them, see what work needs."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from cairn_server.accounts.api_auth import asker, open_to_all
from cairn_server.frameworks import queries
from cairn_server.frameworks.access import occupation_or_404
from cairn_server.frameworks.models import CompetencyKind
from cairn_server.journal.paging import Page, PageLimit

router = Router(tags=["frameworks"], auth=open_to_all)

Words = Annotated[str, Field(max_length=200, description="Beginnings of words, all of which fit")]


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
    limit: PageLimit = 20,
) -> Page[queries.SkillRow]:
    """
    Find skills by the words of their names and other names, the nearest first.

    Open to anyone; with a token of scope content:read or workforce:read, or a session, also
    the skills of the frameworks of one's organisations.
    """
    who = asker(request)
    return queries.search(
        q,
        limit=limit,
        framework=framework,
        kind=kind or "",
        seen_by=who.person,
        within=who.within,
        after=cursor,
    )


@router.get("/occupations", response=OccupationPage)
def list_occupations(
    request: HttpRequest, q: Words = "", cursor: UUID | None = None, limit: PageLimit = 20
) -> Page[queries.OccupationRow]:
    """Find occupations by the words of their names and other names; open as skills are."""
    who = asker(request)
    return queries.search_occupations(
        q, limit=limit, seen_by=who.person, within=who.within, after=cursor
    )


@router.get("/occupations/{occupation_id}", response=OccupationDetailOut)
def get_occupation(request: HttpRequest, occupation_id: UUID) -> dict[str, Any]:
    """Show one occupation and what it needs."""
    who = asker(request)
    one = occupation_or_404(who.person, occupation_id, within=who.within)
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
