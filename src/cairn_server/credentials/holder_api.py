"""One's own credentials for other programs: list, download, show or hide the page."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.timezone import now
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from cairn_server.accounts.api_auth import IdempotencyKey, caller, once
from cairn_server.credentials import queries
from cairn_server.credentials.access import credential_for, own_credential
from cairn_server.credentials.answers import credential_file
from cairn_server.credentials.holding import choose_name, switch_page
from cairn_server.credentials.jwt_signing import JWT_TYPE, credential_jwt
from cairn_server.credentials.models import Credential
from cairn_server.credentials.queries import CredentialRow
from cairn_server.credentials.renewing import begin_renewal
from cairn_server.credentials.standing import StandingOut
from cairn_server.journal.paging import Page, PageLimit

router = Router(tags=["credentials"])


class CredentialOut(Schema):
    id: str = Field(description="its page is /credentials/<id>/")
    award_id: UUID
    achievement_id: UUID
    title: str
    kind: str
    issuer: str
    standing: StandingOut
    awarded_at: datetime
    is_signed: bool
    is_public: bool = Field(description="whether its page is on")
    revoked_at: datetime | None
    valid_until: datetime | None = Field(description="when it ends; null if it does not")
    renewable_from: datetime | None
    is_renewed: bool


class RenewalOut(Schema):
    """How a renewal stands once it is begun."""

    credential_id: str = Field(description="the newest credential; another if renewed at once")
    achievement_id: UUID = Field(description="its standing says what has to be shown again")
    valid_until: datetime | None
    is_renewed: bool


class CredentialPage(Schema):
    items: list[CredentialOut]
    next_cursor: UUID | None


class SharingIn(Schema):
    """What is left out stays."""

    model_config = ConfigDict(extra="forbid")

    is_public: bool | None = Field(None, description="Show its page to whoever has the address")
    show_name: bool | None = Field(None, description="Name the holder, for all of this issuer")


class SharingOut(Schema):
    is_public: bool
    show_name: bool


@router.get("/credentials", response=CredentialPage)
def list_credentials(
    request: HttpRequest, cursor: UUID | None = None, limit: PageLimit = 50
) -> Page[CredentialRow]:
    """List one's own credentials, newest first."""
    return queries.held_page(caller(request), after=cursor, limit=limit)


@router.get("/credentials/{credential_id}/document", response=dict[str, Any])
def get_document(request: HttpRequest, credential_id: str) -> dict[str, Any]:
    """Return a credential of one's own as it was signed (Open Badges 3.0)."""
    credential = own_credential(caller(request), credential_id)
    if not credential.document:
        raise Http404
    document: dict[str, Any] = json.loads(credential.document)
    return document


@router.get("/credentials/{credential_id}/credential.jwt", response=None)
def get_credential_jwt(request: HttpRequest, credential_id: str) -> HttpResponseBase:
    """Return a credential of one's own as a token (Open Badges 3.0, compact JWT), as text."""
    own, at = own_credential(caller(request), credential_id), now()
    return credential_file(
        request,
        credential_for(caller(request), own.pk),
        lambda credential: credential_jwt(credential, at=at).encode(),
        JWT_TYPE,
        max_age_seconds=0,
    )


@router.patch("/credentials/{credential_id}", response=SharingOut)
def patch_sharing(
    request: HttpRequest,
    credential_id: str,
    body: SharingIn,
    idempotency_key: IdempotencyKey = None,
) -> dict[str, Any]:
    """Switch the page of a credential on or off, and the name on it."""
    person, credential = caller(request), own_credential(caller(request), credential_id)

    def act() -> dict[str, Any]:
        if body.is_public is not None:
            switch_page(person=person, credential=credential, on=body.is_public, at=now())
        if body.show_name is not None:
            choose_name(person=person, credential=credential, show=body.show_name, at=now())
        kept = Credential.objects.get(pk=credential.pk)
        shows = queries.show_name(person, credential.status_list.issuer)
        return {"is_public": kept.is_public, "show_name": bool(shows)}

    return once(request, idempotency_key, act)


@router.post("/credentials/{credential_id}/renewal", response=RenewalOut)
def create_renewal(
    request: HttpRequest, credential_id: str, idempotency_key: IdempotencyKey = None
) -> dict[str, Any]:
    """Begin to renew a credential of one's own that ends; a repeat changes nothing."""
    person, credential = caller(request), own_credential(caller(request), credential_id)

    def act() -> dict[str, Any]:
        newest = begin_renewal(person=person, credential=credential, at=now())
        return {
            "credential_id": newest.credential.pk,
            "achievement_id": str(newest.achievement_version.achievement_id),
            "valid_until": newest.credential.valid_until,
            "is_renewed": newest.pk != credential.award_id,
        }

    return once(request, idempotency_key, act)
