"""Endorsements for other programs: list, give, withdraw, accept, decline."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, Protocol
from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.timezone import now
from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field, model_validator

from cairn_server.accounts.access import organisation_for
from cairn_server.accounts.api_auth import IdempotencyKey, caller, once
from cairn_server.accounts.models import Person, RoleName
from cairn_server.catalog.access import published_achievement_or_404
from cairn_server.catalog.models import AchievementVersion
from cairn_server.credentials import endorsement_queries as queries
from cairn_server.credentials.access import endorsement_given, endorsement_received
from cairn_server.credentials.addresses import endorsement_url
from cairn_server.credentials.answers import public_file
from cairn_server.credentials.endorsement_models import Endorsement
from cairn_server.credentials.endorsing import accept, decline, endorse, endorsed_name, withdraw
from cairn_server.credentials.jwt_signing import JWT_TYPE, endorsement_jwt
from cairn_server.credentials.models import Issuer
from cairn_server.credentials.standing import StandingOut
from cairn_server.journal.paging import Page

router = Router(tags=["issuing"])
KEEPERS = (RoleName.ISSUER, RoleName.OWNER)


class EndorsementOut(Schema):
    id: str
    url: str = Field(description="its page, or as application/vc the signed endorsement")
    organisation: str = Field(description="who endorses")
    standing: StandingOut
    achievement_id: UUID | None = Field(description="what is endorsed, or else `issuer_id`")
    version: int | None
    issuer_id: UUID | None
    name: str = Field(description="of what is endorsed")
    comment: str
    given_at: datetime
    withdrawn_at: datetime | None
    accepted_at: datetime | None = Field(description="since when it goes into credentials")
    declined_at: datetime | None


class EndorsementPage(Schema):
    items: list[EndorsementOut]
    next_cursor: UUID | None


class EndorsementIn(Schema):
    model_config = ConfigDict(extra="forbid")

    achievement_id: UUID | None = Field(None, description="either this, in its newest version")
    issuer_id: UUID | None = Field(None, description="or this")
    comment: str = Field(description="why, as plain text; public", max_length=1000)

    @model_validator(mode="after")
    def one_thing(self) -> EndorsementIn:
        if (self.achievement_id is None) == (self.issuer_id is None):
            raise ValueError("name an achievement_id or an issuer_id")
        return self


@router.get("/organisations/{organisation_id}/endorsements", response=EndorsementPage)
def list_endorsements(
    request: HttpRequest,
    organisation_id: UUID,
    direction: Literal["given", "received"],
    cursor: UUID | None = None,
    limit: Annotated[int, Field(ge=1, le=200)] = 50,
) -> Page[dict[str, Any]]:
    """List what an organisation endorses, or by whom it and what it defines is endorsed."""
    organisation = organisation_for(caller(request), organisation_id, *KEEPERS)
    wanted = queries.given_by if direction == "given" else queries.received_by
    page = queries.page_of_endorsements(wanted(organisation), after=cursor, limit=limit)
    return Page([_shown(one) for one in page.items], page.next_cursor)


@router.get(
    "/organisations/{organisation_id}/endorsements/{endorsement_id}/endorsement.jwt",
    response=None,
)
def get_endorsement_jwt(
    request: HttpRequest, organisation_id: UUID, endorsement_id: str
) -> HttpResponseBase:
    """Return what was given as a token (Open Badges 3.0, compact JWT), as text."""
    organisation = organisation_for(caller(request), organisation_id, *KEEPERS)
    found = endorsement_given(organisation, endorsement_id)
    content = endorsement_jwt(found, at=now()).encode()
    return public_file(request, content, JWT_TYPE, max_age_seconds=0)


@router.post("/organisations/{organisation_id}/endorsements", response={201: EndorsementOut})
def create_endorsement(
    request: HttpRequest,
    organisation_id: UUID,
    body: EndorsementIn,
    idempotency_key: IdempotencyKey = None,
) -> Status[dict[str, Any]]:
    """Endorse an achievement or an issuer of somebody else, signed at once; for owners."""
    person = caller(request)
    organisation = organisation_for(person, organisation_id, RoleName.OWNER)
    target = _target(body)

    def act() -> dict[str, Any]:
        made = endorse(
            organisation=organisation, target=target, comment=body.comment, actor=person, at=now()
        )
        return _jsonable(made)

    return Status(201, once(request, idempotency_key, act))


@router.post(
    "/organisations/{organisation_id}/endorsements/{endorsement_id}/withdrawal",
    response=EndorsementOut,
)
def create_endorsement_withdrawal(
    request: HttpRequest,
    organisation_id: UUID,
    endorsement_id: str,
    idempotency_key: IdempotencyKey = None,
) -> dict[str, Any]:
    """Withdraw what was given; its status list is out before the answer is."""
    organisation = organisation_for(caller(request), organisation_id, RoleName.OWNER)
    found = endorsement_given(organisation, endorsement_id)
    return _changed(request, found, withdraw, idempotency_key)


@router.post(
    "/organisations/{organisation_id}/endorsements/{endorsement_id}/acceptance",
    response=EndorsementOut,
)
def create_endorsement_acceptance(
    request: HttpRequest,
    organisation_id: UUID,
    endorsement_id: str,
    idempotency_key: IdempotencyKey = None,
) -> dict[str, Any]:
    """Put what was received into what is issued from now on."""
    organisation = organisation_for(caller(request), organisation_id, RoleName.OWNER)
    found = endorsement_received(organisation, endorsement_id)
    return _changed(request, found, accept, idempotency_key)


@router.post(
    "/organisations/{organisation_id}/endorsements/{endorsement_id}/refusal",
    response=EndorsementOut,
)
def create_endorsement_refusal(
    request: HttpRequest,
    organisation_id: UUID,
    endorsement_id: str,
    idempotency_key: IdempotencyKey = None,
) -> dict[str, Any]:
    """Decline what was received: it is neither shown nor put into what is issued."""
    organisation = organisation_for(caller(request), organisation_id, RoleName.OWNER)
    found = endorsement_received(organisation, endorsement_id)
    return _changed(request, found, decline, idempotency_key)


class _Change(Protocol):
    """What an organisation does with one endorsement."""

    def __call__(self, *, endorsement: Endorsement, actor: Person, at: datetime) -> Endorsement: ...


def _changed(
    request: HttpRequest, found: Endorsement, change: _Change, key: str | None
) -> dict[str, Any]:
    def act() -> dict[str, Any]:
        return _jsonable(change(endorsement=found, actor=caller(request), at=now()))

    return once(request, key, act)


def _target(body: EndorsementIn) -> AchievementVersion | Issuer:
    if body.achievement_id is not None:
        return published_achievement_or_404(body.achievement_id)
    issuers = Issuer.objects.exclude(did="").select_related("organisation")
    issuer = issuers.filter(pk__in=[body.issuer_id]).first()
    if issuer is None:
        raise Http404
    return issuer


def _jsonable(changed: Endorsement) -> dict[str, Any]:
    found = queries.endorsement(changed.pk)
    assert found is not None  # it was just changed
    return EndorsementOut(**_shown(found)).model_dump(mode="json")


def _shown(one: Endorsement) -> dict[str, Any]:
    version = one.version
    return {
        "id": one.pk,
        "url": endorsement_url(one.pk),
        "organisation": one.organisation.name,
        "standing": one.status_list.issuer.standing,
        "achievement_id": version.achievement_id if version else None,
        "version": version.number if version else None,
        "issuer_id": one.issuer_id,
        "name": endorsed_name(one),
        "comment": one.comment,
        "given_at": one.given_at,
        "withdrawn_at": one.withdrawn_at,
        "accepted_at": one.accepted_at,
        "declined_at": one.declined_at,
    }
