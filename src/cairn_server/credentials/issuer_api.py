"""The issuer for other programs: how it shows itself, and whom it awards with."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, BinaryIO, Literal, Self, cast
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.timezone import now
from ninja import File, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field, HttpUrl, model_validator

from cairn.errors import MalformedInput
from cairn_server.accounts.access import organisation_for
from cairn_server.accounts.api_auth import IdempotencyKey, caller, once
from cairn_server.accounts.models import Organisation, RoleName
from cairn_server.accounts.organisation_api import Email, Name, without_nul
from cairn_server.catalog.models import Achievement
from cairn_server.credentials import joint_queries, queries
from cairn_server.credentials.access import partnership_of
from cairn_server.credentials.joint_queries import (
    JointRow,
    PartnershipRow,
    partnership_page,
    partnership_row,
)
from cairn_server.credentials.keeping_keys import establish_issuer
from cairn_server.credentials.models import Issuer, Partnership
from cairn_server.credentials.partnering import (
    accept_partnership,
    end_partnership,
    offer_partnership,
)
from cairn_server.credentials.presenting import claim_standing, keep_logo, present_issuer
from cairn_server.credentials.standing import StandingOut
from cairn_server.errors import PartnershipRefused
from cairn_server.journal.paging import Page, PageLimit

router = Router(tags=["issuing"])
HERE = "/organisations/{organisation_id}/issuer"
PARTNERS = "/organisations/{organisation_id}/partnerships"
KEEPERS = (RoleName.ISSUER, RoleName.OWNER)


class IssuerProfileOut(Schema):
    """How an organisation shows itself as issuer."""

    id: UUID | None = Field(description="its page is /issuers/<id>/; none before its first key")
    did: str = Field(description="empty before its first key")
    name: str
    url: str
    description: str
    email: str = Field(description="public, for questions")
    accent: str = Field(description="colour of its badges, #rrggbb; empty for the usual one")
    has_logo: bool
    standing: str
    standing_evidence: str


class ProfileIn(Schema):
    """What is left out stays."""

    model_config = ConfigDict(extra="forbid")

    name: Name | None = None
    url: Annotated[HttpUrl, Field(max_length=200)] | Literal[""] | None = None
    description: Annotated[str, Field(max_length=1000), AfterValidator(without_nul)] | None = None
    email: Email | Literal[""] | None = None
    accent: Annotated[str, Field(max_length=7)] | None = None


class StandingIn(Schema):
    model_config = ConfigDict(extra="forbid")

    standing: Literal["informal", "self-claimed"]


class PartnershipOut(Schema):
    """That `partner` may award what `organisation` defines."""

    id: UUID
    organisation_id: UUID
    organisation: str
    partner_id: UUID
    partner: str
    achievement_id: UUID | None = Field(description="null for all that it defines")
    invited_by_id: UUID
    invited_at: datetime
    accepted_at: datetime | None = Field(description="null while it is offered only")
    until: datetime | None


class PartnershipPage(Schema):
    items: list[PartnershipOut]
    next_cursor: UUID | None


class OfferIn(Schema):
    model_config = ConfigDict(extra="forbid")

    partner: str = Field(max_length=60, description="the other organisation's short name")
    direction: Literal["theirs", "ours"] = Field(
        description="`theirs`: they may award what is ours; `ours`: we ask to award what is theirs"
    )
    achievement_id: UUID | None = Field(None, description="of ours; all of them if left out")
    until: AwareDatetime | None = None

    @model_validator(mode="after")
    def _names_ones_own(self) -> Self:
        if self.direction == "ours" and self.achievement_id is not None:
            raise ValueError("an achievement is named by whoever defines it")
        return self


class JointAwardOut(Schema):
    """An award of a partner; to whom it went is the partner's and the holder's business."""

    id: UUID
    title: str
    by: str
    awarded_at: datetime
    is_revoked: bool
    standing: StandingOut


class JointAwardPage(Schema):
    items: list[JointAwardOut]
    next_cursor: UUID | None


@router.get(HERE, response=IssuerProfileOut)
def get_issuer(request: HttpRequest, organisation_id: UUID) -> dict[str, Any]:
    """Return how an organisation shows itself as issuer."""
    organisation = organisation_for(caller(request), organisation_id, *KEEPERS)
    return _issuer(organisation, queries.issuer_of(organisation))


@router.patch(HERE, response=IssuerProfileOut)
def patch_issuer(
    request: HttpRequest,
    organisation_id: UUID,
    body: ProfileIn,
    idempotency_key: IdempotencyKey = None,
) -> dict[str, Any]:
    """Change how it is shown; what is signed already keeps the profile it was signed with."""
    organisation = organisation_for(caller(request), organisation_id, *KEEPERS)

    def act() -> dict[str, Any]:
        issuer = establish_issuer(organisation=organisation, at=now(), actor=caller(request))
        profile = body.model_dump(mode="json", exclude_none=True)
        kept = present_issuer(issuer=issuer, profile=profile, actor=caller(request), at=now())
        return _shown(kept)

    return once(request, idempotency_key, act)


@router.post(HERE + "/logo", response=IssuerProfileOut)
def create_logo(
    request: HttpRequest, organisation_id: UUID, file: File[UploadedFile | None] = None
) -> dict[str, Any]:
    """Show the issuer by a picture, in place of the one before; sent again, it is the same."""
    organisation = organisation_for(caller(request), organisation_id, *KEEPERS)
    if file is None:  # said only to who may
        raise MalformedInput('Send the picture as multipart under the name "file"')
    issuer = establish_issuer(organisation=organisation, at=now(), actor=caller(request))
    picture = cast(BinaryIO, file)
    issuer.logo = keep_logo(issuer=issuer, upload=picture, name=file.name or "", at=now())
    return _shown(issuer)


@router.put(HERE + "/standing", response=IssuerProfileOut)
def put_standing(
    request: HttpRequest,
    organisation_id: UUID,
    body: StandingIn,
    idempotency_key: IdempotencyKey = None,
) -> dict[str, Any]:
    """Let an owner say what stands behind the organisation, as far as it may of itself."""
    organisation = organisation_for(caller(request), organisation_id, RoleName.OWNER)

    def act() -> dict[str, Any]:
        issuer = establish_issuer(organisation=organisation, at=now(), actor=caller(request))
        claim_standing(issuer=issuer, standing=body.standing, actor=caller(request), at=now())
        issuer.refresh_from_db()
        return _shown(issuer)

    return once(request, idempotency_key, act)


@router.get(PARTNERS, response=PartnershipPage)
def list_partnerships(
    request: HttpRequest, organisation_id: UUID, cursor: UUID | None = None, limit: PageLimit = 50
) -> Page[PartnershipRow]:
    """List the partnerships, either way, that have not ended, newest first."""
    organisation = organisation_for(caller(request), organisation_id, *KEEPERS)
    return partnership_page(organisation, after=cursor, limit=limit)


@router.get(PARTNERS + "/awards", response=JointAwardPage)
def list_joint_awards(
    request: HttpRequest, organisation_id: UUID, cursor: UUID | None = None, limit: PageLimit = 50
) -> Page[JointRow]:
    """List what partners awarded of what an organisation defines, newest first."""
    organisation = organisation_for(caller(request), organisation_id, *KEEPERS)
    return joint_queries.joint_awards(organisation, after=cursor, limit=limit)


@router.post(PARTNERS, response={201: PartnershipOut})
def create_partnership(
    request: HttpRequest,
    organisation_id: UUID,
    body: OfferIn,
    idempotency_key: IdempotencyKey = None,
) -> Status[dict[str, Any]]:
    """Offer a partnership; it holds once an owner of the other organisation has accepted."""
    us = organisation_for(caller(request), organisation_id, RoleName.OWNER)
    achievement = _own_achievement(us, body.achievement_id)

    def act() -> dict[str, Any]:
        them = Organisation.objects.filter(slug=body.partner).first()
        if them is None:
            raise PartnershipRefused("Nobody here has this short name")
        defines, awards = (us, them) if body.direction == "theirs" else (them, us)
        offered = offer_partnership(
            organisation=defines,
            partner=awards,
            achievement=achievement,
            invited_by=us,
            actor=caller(request),
            at=now(),
            until=body.until,
        )
        return _offered(offered)

    return Status(201, once(request, idempotency_key, act))


@router.post(PARTNERS + "/{partnership_id}/acceptance", response=PartnershipOut)
def create_partnership_acceptance(
    request: HttpRequest,
    organisation_id: UUID,
    partnership_id: UUID,
    idempotency_key: IdempotencyKey = None,
) -> dict[str, Any]:
    """Accept what the other organisation offered."""
    us = organisation_for(caller(request), organisation_id, RoleName.OWNER)
    found = partnership_of(us, partnership_id)

    def act() -> dict[str, Any]:
        kept = accept_partnership(partnership=found, by=us, actor=caller(request), at=now())
        return _offered(kept)

    return once(request, idempotency_key, act)


@router.delete(PARTNERS + "/{partnership_id}", response={204: None})
def end_partnership_here(
    request: HttpRequest,
    organisation_id: UUID,
    partnership_id: UUID,
    idempotency_key: IdempotencyKey = None,
) -> Status[None]:
    """End a partnership, or refuse one that was offered; what was awarded stays."""
    us = organisation_for(caller(request), organisation_id, RoleName.OWNER)

    def act() -> dict[str, Any]:  # once ended it is not found, so it is looked for in here
        found = partnership_of(us, partnership_id)
        end_partnership(partnership=found, by=us, actor=caller(request), at=now())
        return {}

    once(request, idempotency_key, act)
    return Status(204, None)


def _own_achievement(us: Organisation, achievement_id: UUID | None) -> Achievement | None:
    if achievement_id is None:
        return None
    for version in queries.awardable(us):
        if version.achievement_id == achievement_id:
            return Achievement.objects.get(pk=achievement_id)
    raise Http404


def _offered(one: Partnership) -> dict[str, Any]:
    return PartnershipOut.from_orm(partnership_row(one)).model_dump(mode="json")


def _shown(issuer: Issuer) -> dict[str, Any]:
    told = IssuerProfileOut.model_validate(_issuer(issuer.organisation, issuer))
    return told.model_dump(mode="json")


def _issuer(organisation: Organisation, issuer: Issuer | None) -> dict[str, Any]:
    return {
        "id": issuer.pk if issuer else None,
        "did": issuer.did if issuer else "",
        "name": organisation.name,
        "url": organisation.url,
        "description": organisation.description,
        "email": issuer.email if issuer else "",
        "accent": issuer.accent if issuer else "",
        "has_logo": issuer is not None and issuer.logo_id is not None,
        "standing": issuer.standing if issuer else "",
        "standing_evidence": issuer.standing_evidence if issuer else "",
    }
