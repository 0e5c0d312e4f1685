"""One team and one work role for other programs: read, change, dissolve; who is in them."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Router, Schema, Status
from pydantic import AfterValidator, ConfigDict, Field

from cairn_server.accounts.api_auth import IdempotencyKey, caller, once
from cairn_server.accounts.models import Membership, Organisation, Team
from cairn_server.accounts.organisation_api import without_nul
from cairn_server.accounts.teaming import change_team, dissolve_team, set_members
from cairn_server.frameworks.access import competency_or_404
from cairn_server.journal.paging import Page, PageLimit, page_of
from cairn_server.workforce import queries
from cairn_server.workforce.access import manages, sight_for, team_of, work_role_of
from cairn_server.workforce.api_schemas import CountOut, MembersIn, Name, TeamIn
from cairn_server.workforce.defining import change_role, drop_role, set_holders, set_needs
from cairn_server.workforce.models import WorkRole

router = Router(tags=["workforce"])
TEAM = "/organisations/{organisation_id}/teams/{team_id}"
ROLE = "/organisations/{organisation_id}/roles/{role_id}"


class TeamDetailOut(Schema):
    id: UUID
    name: str
    parent_id: UUID | None


class ThereOut(Schema):
    """Somebody who works in a team or holds a role today."""

    membership_id: UUID
    name: str
    external_id: str


class ThereList(Schema):
    items: list[ThereOut]
    next_cursor: UUID | None


class RoleNeedOut(Schema):
    skill_id: UUID
    name: str
    level: int


class RoleDetailOut(Schema):
    id: UUID
    name: str
    description: str
    occupation_id: UUID | None
    occupation: str
    needs: list[RoleNeedOut]


class RoleChangeIn(Schema):
    model_config = ConfigDict(extra="forbid")

    name: Name
    description: Annotated[str, Field(max_length=2000), AfterValidator(without_nul)] = ""


class NeedsIn(Schema):
    model_config = ConfigDict(extra="forbid")

    levels: dict[UUID, Annotated[int, Field(ge=0, le=5)]] = Field(
        min_length=1, max_length=100, description="level by skill, 0 for none; others stay"
    )


@router.get(TEAM, response=TeamDetailOut)
def get_team(request: HttpRequest, organisation_id: UUID, team_id: UUID) -> Team:
    """Return one team."""
    return team_of(manages(caller(request), organisation_id), team_id)


@router.put(TEAM, response=TeamDetailOut)
def put_team(
    request: HttpRequest,
    organisation_id: UUID,
    team_id: UUID,
    body: TeamIn,
    idempotency_key: IdempotencyKey = None,
) -> dict[str, Any]:
    """Rename a team, or make it part of another."""
    organisation = manages(caller(request), organisation_id)
    team = team_of(organisation, team_id)
    parent = team_of(organisation, body.parent_id) if body.parent_id else None

    def act() -> dict[str, Any]:
        changed = change_team(
            team=team, name=body.name, parent=parent, actor=caller(request), at=now()
        )
        return TeamDetailOut.from_orm(changed).model_dump(mode="json")

    return once(request, idempotency_key, act)


@router.delete(TEAM, response={204: None})
def end_team(
    request: HttpRequest,
    organisation_id: UUID,
    team_id: UUID,
    idempotency_key: IdempotencyKey = None,
) -> Status[None]:
    """Dissolve a team; its people stay."""
    organisation = manages(caller(request), organisation_id)

    def act() -> dict[str, Any]:  # once dissolved it is not found, so it is looked for in here
        dissolve_team(team=team_of(organisation, team_id), actor=caller(request), at=now())
        return {}

    once(request, idempotency_key, act)
    return Status(204, None)


@router.get(TEAM + "/members", response=ThereList)
def list_team_members(
    request: HttpRequest,
    organisation_id: UUID,
    team_id: UUID,
    cursor: UUID | None = None,
    limit: PageLimit = 50,
) -> Page[dict[str, Any]]:
    """List who works in a team."""
    team = team_of(manages(caller(request), organisation_id), team_id)
    rows = Membership.objects.filter(team_links__team=team, until=None)
    return page_of(rows.select_related("person"), _there, after=cursor, limit=limit)


@router.put(TEAM + "/members", response=CountOut)
def put_team_members(
    request: HttpRequest,
    organisation_id: UUID,
    team_id: UUID,
    body: MembersIn,
    idempotency_key: IdempotencyKey = None,
) -> dict[str, Any]:
    """Let exactly these members work in a team; ids of others are passed over."""
    organisation = manages(caller(request), organisation_id)
    team = team_of(organisation, team_id)

    def act() -> dict[str, Any]:
        chosen = list(_members(organisation).filter(pk__in=body.membership_ids))
        set_members(team=team, memberships=chosen, actor=caller(request), at=now())
        return {"people": len(chosen)}

    return once(request, idempotency_key, act)


@router.get(ROLE, response=RoleDetailOut)
def get_role(request: HttpRequest, organisation_id: UUID, role_id: UUID) -> dict[str, Any]:
    """Return one work role and what it needs."""
    return _role(work_role_of(sight_for(caller(request), organisation_id).organisation, role_id))


@router.put(ROLE, response=RoleDetailOut)
def put_role(
    request: HttpRequest,
    organisation_id: UUID,
    role_id: UUID,
    body: RoleChangeIn,
    idempotency_key: IdempotencyKey = None,
) -> dict[str, Any]:
    """Let a role be called and described otherwise."""
    role = work_role_of(manages(caller(request), organisation_id), role_id)

    def act() -> dict[str, Any]:
        change_role(
            role=role,
            name=body.name,
            description=body.description,
            actor=caller(request),
            at=now(),
        )
        return _shown(role)

    return once(request, idempotency_key, act)


@router.patch(ROLE + "/needs", response=RoleDetailOut)
def patch_needs(
    request: HttpRequest,
    organisation_id: UUID,
    role_id: UUID,
    body: NeedsIn,
    idempotency_key: IdempotencyKey = None,
) -> dict[str, Any]:
    """Change what a role needs, skill by skill."""
    role = work_role_of(manages(caller(request), organisation_id), role_id)
    for key, level in body.levels.items():
        if level:
            competency_or_404(caller(request), key)

    def act() -> dict[str, Any]:
        set_needs(role=role, levels=body.levels, actor=caller(request), at=now())
        return _shown(role)

    return once(request, idempotency_key, act)


@router.get(ROLE + "/holders", response=ThereList)
def list_holders(
    request: HttpRequest,
    organisation_id: UUID,
    role_id: UUID,
    cursor: UUID | None = None,
    limit: PageLimit = 50,
) -> Page[dict[str, Any]]:
    """List who holds a role, of those whom the caller sees."""
    sight = sight_for(caller(request), organisation_id)
    role = work_role_of(sight.organisation, role_id)
    rows = sight.memberships().filter(work_roles__work_role=role).select_related("person")
    return page_of(rows, _there, after=cursor, limit=limit)


@router.put(ROLE + "/holders", response=CountOut)
def put_holders(
    request: HttpRequest,
    organisation_id: UUID,
    role_id: UUID,
    body: MembersIn,
    idempotency_key: IdempotencyKey = None,
) -> dict[str, Any]:
    """Let exactly these members hold a role; ids of others are passed over."""
    organisation = manages(caller(request), organisation_id)
    role = work_role_of(organisation, role_id)

    def act() -> dict[str, Any]:
        chosen = _members(organisation).filter(pk__in=body.membership_ids)
        held = set_holders(role=role, memberships=chosen, actor=caller(request), at=now())
        return {"people": held}

    return once(request, idempotency_key, act)


@router.delete(ROLE, response={204: None})
def end_role(
    request: HttpRequest,
    organisation_id: UUID,
    role_id: UUID,
    idempotency_key: IdempotencyKey = None,
) -> Status[None]:
    """Take a role out of use; what its holders can do stays as it is."""
    organisation = manages(caller(request), organisation_id)

    def act() -> dict[str, Any]:  # once dropped it is not found, so it is looked for in here
        drop_role(role=work_role_of(organisation, role_id), actor=caller(request), at=now())
        return {}

    once(request, idempotency_key, act)
    return Status(204, None)


def _members(organisation: Organisation) -> QuerySet[Membership]:
    return Membership.objects.filter(organisation=organisation, until=None)


def _there(one: Membership) -> dict[str, Any]:
    return {"membership_id": one.pk, "name": str(one.person), "external_id": one.external_id}


def _shown(role: WorkRole) -> dict[str, Any]:
    return RoleDetailOut.model_validate(_role(role)).model_dump(mode="json")


def _role(role: WorkRole) -> dict[str, Any]:
    return {
        "id": role.pk,
        "name": role.name,
        "description": role.description,
        "occupation_id": role.occupation_id,
        "occupation": role.occupation.name if role.occupation else "",
        "needs": [
            {"skill_id": key, "name": one.competency.name, "level": one.level}
            for key, one in queries.needs_of(role).items()
        ],
    }
