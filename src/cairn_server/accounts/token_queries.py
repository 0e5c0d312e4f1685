"""Reads of tokens: whose, and the one that a program sends."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from cairn_server.accounts.models import ApiToken, Organisation, Person


def good_token(digest: str, *, at: datetime) -> ApiToken | None:
    """Return the token with this digest if it still opens anything. One query."""
    found = ApiToken.objects.filter(
        digest=digest, revoked_at=None, expires_at__gt=at, person__is_active=True
    )
    return found.select_related("person").first()


def tokens_of(owner: Person | Organisation) -> list[ApiToken]:
    """Return the tokens of a person or of an organisation, newest first. One query."""
    if isinstance(owner, Organisation):
        rows = ApiToken.objects.filter(organisation=owner)
    else:
        rows = ApiToken.objects.filter(person=owner, organisation=None)
    return list(rows.select_related("person").order_by("-created_at", "-pk"))


def token_of(owner: Person | Organisation, token_id: UUID) -> ApiToken | None:
    """Return one of these tokens. One query."""
    return next((one for one in tokens_of(owner) if one.pk == token_id), None)
