"""Skills of a person for other programs: one's own, who sees what of them, one member's."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.timezone import now
from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field

from cairn_server.accounts.access import organisation_for
from cairn_server.accounts.api_auth import IdempotencyKey, caller, once
from cairn_server.accounts.models import Person
from cairn_server.credentials.models import Award
from cairn_server.credentials.standing import StandingOut
from cairn_server.workforce.access import seen_membership, sight_for
from cairn_server.workforce.api_schemas import AbilityOut
from cairn_server.workforce.keeping import let_know
from cairn_server.workforce.queries import Place, place_of
from cairn_server.workforce.seen import Seen, seen_of
from cairn_server.workforce.sharing import share_award, stop_sharing
from cairn_server.workforce.skill_queries import Skill, own_skills, skills_of

router = Router(tags=["workforce"])
SHARED = "/organisations/{organisation_id}/shared"


class RestsOut(Schema):
    """What a level rests on."""

    award_id: UUID
    title: str
    issuer: str
    standing: StandingOut
    level: int
    on: date
    kept_on: date | None = Field(description="the last day by which recall kept it current")
    credential_id: str = Field(description="empty while its page is off")


class OwnSkillOut(AbilityOut):
    skill_id: UUID
    name: str
    rests_on: list[RestsOut]


class OwnSkillList(Schema):
    items: list[OwnSkillOut]


class NamedOut(Schema):
    id: UUID
    name: str


class PlaceOut(Schema):
    teams: list[NamedOut]
    roles: list[NamedOut]
    manager: str = Field(description="empty for nobody")


class SeenMemberOut(Schema):
    """A member as their organisation sees them."""

    membership_id: UUID
    name: str
    place: PlaceOut
    skills: list[OwnSkillOut]


class ElsewhereOut(Schema):
    award_id: UUID
    title: str
    issuer: str
    standing: StandingOut
    shared_until: datetime | None = Field(description="null while it is not shared")


class SeenOut(Schema):
    """What one organisation sees of oneself, and what one may show it besides."""

    organisation_id: UUID
    organisation: str
    place: PlaceOut
    skills: list[OwnSkillOut]
    elsewhere: list[ElsewhereOut]
    stays_out: bool = Field(description="of the recognition feed")
    knows_recall: bool


class SeenList(Schema):
    items: list[SeenOut]


class KnowsRecallOut(Schema):
    knows_recall: bool


class KnowsRecallIn(KnowsRecallOut):
    model_config = ConfigDict(extra="forbid")


@router.get("/own-skills", response=OwnSkillList)
def list_own_skills(request: HttpRequest) -> dict[str, Any]:
    """List the skills that one has shown, with how far, how current, and what shows it."""
    return {"items": [_skill(one) for one in own_skills(caller(request), at=now())]}


@router.get("/seen", response=SeenList)
def list_seen(request: HttpRequest) -> dict[str, Any]:
    """Tell what each of one's organisations sees of oneself."""
    return {"items": [_seen(one) for one in seen_of(caller(request), at=now())]}


@router.put(SHARED + "/recall", response=KnowsRecallOut)
def put_recall(
    request: HttpRequest,
    organisation_id: UUID,
    body: KnowsRecallIn,
    idempotency_key: IdempotencyKey = None,
) -> dict[str, Any]:
    """Let an organisation see for a year by which day recall keeps skills current, or end that."""
    person = caller(request)
    organisation = organisation_for(person, organisation_id)

    def act() -> dict[str, Any]:
        let_know(person=person, organisation=organisation, on=body.knows_recall, at=now())
        return {"knows_recall": body.knows_recall}

    return once(request, idempotency_key, act)


@router.put(SHARED + "/awards/{award_id}", response={204: None})
def share(
    request: HttpRequest,
    organisation_id: UUID,
    award_id: UUID,
    idempotency_key: IdempotencyKey = None,
) -> Status[None]:
    """Let an organisation see for a year an award of one's own that another one made."""
    person = caller(request)
    organisation, award = organisation_for(person, organisation_id), _own_award(person, award_id)

    def act() -> dict[str, Any]:
        share_award(person=person, organisation=organisation, award=award, at=now())
        return {}

    once(request, idempotency_key, act)
    return Status(204, None)


@router.delete(SHARED + "/awards/{award_id}", response={204: None})
def unshare(
    request: HttpRequest,
    organisation_id: UUID,
    award_id: UUID,
    idempotency_key: IdempotencyKey = None,
) -> Status[None]:
    """End that at once; a repeat changes nothing."""
    person = caller(request)
    organisation, award = organisation_for(person, organisation_id), _own_award(person, award_id)

    def act() -> dict[str, Any]:
        stop_sharing(person=person, organisation=organisation, award=award, at=now())
        return {}

    once(request, idempotency_key, act)
    return Status(204, None)


@router.get("/organisations/{organisation_id}/board/people/{membership_id}", response=SeenMemberOut)
def get_seen_member(
    request: HttpRequest, organisation_id: UUID, membership_id: UUID
) -> dict[str, Any]:
    """Return what a member can do, to those who see them on the board."""
    sight = sight_for(caller(request), organisation_id)
    membership = seen_membership(sight, membership_id)
    return {
        "membership_id": membership.pk,
        "name": str(membership.person),
        "place": _place(place_of(membership)),
        "skills": [_skill(one) for one in skills_of(membership, at=now())],
    }


def _own_award(person: Person, award_id: UUID) -> Award:
    found = Award.objects.filter(pk=award_id, person=person).first()
    if found is None:
        raise Http404
    return found


def _seen(one: Seen) -> dict[str, Any]:
    told = {name: getattr(one, name) for name in SeenOut.model_fields}
    return told | {"place": _place(one.place), "skills": [_skill(skill) for skill in one.skills]}


def _place(place: Place) -> dict[str, Any]:
    return {
        "teams": [{"id": key, "name": name} for key, name in place.teams],
        "roles": [{"id": key, "name": name} for key, name in place.roles],
        "manager": place.manager,
    }


def _skill(one: Skill) -> dict[str, Any]:
    return {
        "skill_id": one.competency_id,
        "name": one.name,
        "level": one.ability.level,
        "currency": round(one.ability.weight, 4),
        "is_current": one.ability.is_current,
        "shown_on": one.ability.on,
        "rests_on": one.rests_on,
    }
