"""Issuing for other programs: what was awarded, awarding, taking back, correcting, keys."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Query, Router, Schema, Status
from pydantic import AwareDatetime, ConfigDict, Field

from cairn_server.accounts.access import organisation_for
from cairn_server.accounts.api_auth import IdempotencyKey, caller, once
from cairn_server.accounts.models import RoleName
from cairn_server.credentials import issuer_queries
from cairn_server.credentials.access import organisation_award
from cairn_server.credentials.award_rows import line_of
from cairn_server.credentials.awarding_many import Deciding, state_award
from cairn_server.credentials.issuer_queries import AwardFilter, AwardRow
from cairn_server.credentials.models import Award
from cairn_server.credentials.revoking import RevocationReason, revoke
from cairn_server.credentials.superseding import supersede
from cairn_server.credentials.suspending import SuspensionReason, reinstate, suspend
from cairn_server.journal.paging import Page

router = Router(tags=["issuing"])


class AwardOut(Schema):
    id: UUID
    credential_id: str
    achievement_id: UUID
    title: str
    person: str
    awarded_at: datetime
    state: str = Field(description="stands, waiting (to be signed), suspended or revoked")
    revoked_at: datetime | None
    suspended_until: datetime | None
    reason: str
    held_up_by: str = Field(description="why it cannot be signed yet; empty if that is not so")
    joint_with: str


class AwardPage(Schema):
    items: list[AwardOut]
    next_cursor: UUID | None


class AwardIn(Schema):
    """One award, as a row of a file of awards states it."""

    model_config = ConfigDict(extra="forbid")

    email: str
    achievement: str = Field(description="Its id, or its key")
    name: str = Field("", description="Needed for somebody who is new here")
    evidence_url: str = ""
    narrative: str = Field("", description="What was shown")
    judged_by: str = Field("", description="Needed for a micro-credential; better a role")
    judged_on: date | None = None
    result: str = ""


class GivenOut(Schema):
    outcome: str = Field(description="awarded, or unchanged where it was awarded before")
    award: AwardOut


class RevocationIn(Schema):
    model_config = ConfigDict(extra="forbid")

    reason: RevocationReason
    note: str = Field("", max_length=1000, description="For your own records")


class SuspensionIn(Schema):
    model_config = ConfigDict(extra="forbid")

    reason: SuspensionReason
    until: AwareDatetime | None = Field(None, description="When it counts again by itself")
    note: str = Field("", max_length=1000, description="For your own records")


class CorrectionIn(Schema):
    model_config = ConfigDict(extra="forbid")

    awarded_on: date | None = Field(None, description="Where that was wrong")
    note: str = Field("", max_length=1000, description="For your own records")


class KeyOut(Schema):
    id: UUID
    multibase: str
    method_id: str
    state: str
    created_at: datetime
    retired_at: datetime | None
    compromised_since: datetime | None
    signed: int = Field(description="How many credentials name it")


@router.get("/organisations/{organisation_id}/awards", response=AwardPage)
def list_awards(
    request: HttpRequest,
    organisation_id: UUID,
    wanted: Query[AwardFilter],
    cursor: UUID | None = None,
    limit: Annotated[int, Field(ge=1, le=200)] = 50,
) -> Page[AwardRow]:
    """List what an organisation awarded."""
    organisation = organisation_for(caller(request), organisation_id, RoleName.ISSUER)
    return issuer_queries.awards(organisation, wanted, after=cursor, limit=limit)


@router.post("/organisations/{organisation_id}/awards", response={201: GivenOut})
def create_award(
    request: HttpRequest,
    organisation_id: UUID,
    body: AwardIn,
    idempotency_key: IdempotencyKey = None,
) -> Status[dict[str, Any]]:
    """Award to one person what was shown and judged elsewhere, in the issuer's name."""
    person = caller(request)
    organisation = organisation_for(person, organisation_id, RoleName.ISSUER)

    def act() -> dict[str, Any]:
        cells = {name: str(value or "") for name, value in body.model_dump().items()}
        line, at = line_of(1, cells), now()
        decided = Deciding(organisation, [line], actor=person, at=at).decide(line)
        award, is_new = state_award(decided, organisation=organisation, actor=person, at=at)
        return {"outcome": "awarded" if is_new else "unchanged", "award": _shown(award)}

    return Status(201, once(request, idempotency_key, act))


@router.post(
    "/organisations/{organisation_id}/awards/{award_id}/revocation", response={201: AwardOut}
)
def create_revocation(
    request: HttpRequest,
    organisation_id: UUID,
    award_id: UUID,
    body: RevocationIn,
    idempotency_key: IdempotencyKey = None,
) -> Status[dict[str, Any]]:
    """Take an award back; its status list is out before the answer is."""
    person = caller(request)
    organisation = organisation_for(person, organisation_id, RoleName.ISSUER)
    award = organisation_award(organisation, award_id)

    def act() -> dict[str, Any]:
        revoke(award.credential, actor=person, reason_code=body.reason, note=body.note, at=now())
        return _shown(award)

    return Status(201, once(request, idempotency_key, act))


@router.post(
    "/organisations/{organisation_id}/awards/{award_id}/suspension", response={201: AwardOut}
)
def create_suspension(
    request: HttpRequest,
    organisation_id: UUID,
    award_id: UUID,
    body: SuspensionIn,
    idempotency_key: IdempotencyKey = None,
) -> Status[dict[str, Any]]:
    """Suspend an award for a time; its list of suspensions is out before the answer is."""
    person = caller(request)
    organisation = organisation_for(person, organisation_id, RoleName.ISSUER)
    award = organisation_award(organisation, award_id)

    def act() -> dict[str, Any]:
        suspend(
            award.credential,
            actor=person,
            reason_code=body.reason,
            until=body.until,
            note=body.note,
            at=now(),
        )
        return _shown(award)

    return Status(201, once(request, idempotency_key, act))


@router.post(
    "/organisations/{organisation_id}/awards/{award_id}/reinstatement", response={201: AwardOut}
)
def create_reinstatement(
    request: HttpRequest,
    organisation_id: UUID,
    award_id: UUID,
    idempotency_key: IdempotencyKey = None,
) -> Status[dict[str, Any]]:
    """Let a suspended award count again."""
    person = caller(request)
    organisation = organisation_for(person, organisation_id, RoleName.ISSUER)
    award = organisation_award(organisation, award_id)

    def act() -> dict[str, Any]:
        reinstate(award.credential, actor=person, at=now())
        return _shown(award)

    return Status(201, once(request, idempotency_key, act))


@router.post(
    "/organisations/{organisation_id}/awards/{award_id}/correction", response={201: AwardOut}
)
def create_correction(
    request: HttpRequest,
    organisation_id: UUID,
    award_id: UUID,
    body: CorrectionIn,
    idempotency_key: IdempotencyKey = None,
) -> Status[dict[str, Any]]:
    """Put a corrected credential in the place of one; answers with the new award."""
    person = caller(request)
    organisation = organisation_for(person, organisation_id, RoleName.ISSUER)
    award = organisation_award(organisation, award_id)

    def act() -> dict[str, Any]:
        day = body.awarded_on
        moment = datetime.combine(day, time(), tzinfo=UTC) if day else award.awarded_at
        new = supersede(award.credential, actor=person, at=now(), awarded_at=moment, note=body.note)
        return _shown(new)

    return Status(201, once(request, idempotency_key, act))


@router.get("/organisations/{organisation_id}/keys", response=list[KeyOut])
def list_keys(request: HttpRequest, organisation_id: UUID) -> list[dict[str, Any]]:
    """List every key the organisation ever had, newest first; they are changed on a page alone."""
    organisation = organisation_for(caller(request), organisation_id, RoleName.ISSUER)
    return [
        {**{name: getattr(row.key, name) for name in _KEY_FIELDS}, "signed": row.signed}
        for row in issuer_queries.keys(organisation)
    ]


_KEY_FIELDS = [name for name in KeyOut.model_fields if name != "signed"]


def _shown(award: Award) -> dict[str, Any]:
    return AwardOut.from_orm(issuer_queries.award_row(award)).model_dump(mode="json")
