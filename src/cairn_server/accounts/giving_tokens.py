"""Making tokens for programs, and taking them back."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import Q

from cairn.errors import MalformedInput
from cairn_server.accounts.models import ApiToken, Organisation, Person
from cairn_server.accounts.scopes import labels
from cairn_server.journal.recording import record

PREFIX = "cairn_"  # so that those who search leaked text for keys find ours
SECRET_BYTES = 32
HINT_LENGTH = 12
LONGEST = timedelta(days=366)
USE_NOTED_EVERY = timedelta(hours=1)


@transaction.atomic
def make_token(
    *,
    person: Person,
    organisation: Organisation | None,
    name: str,
    scopes: Iterable[str],
    expires_at: datetime,
    at: datetime,
) -> tuple[ApiToken, str]:
    """
    Make a token that acts in the name of `person`; return its row and the token itself.

    The token is told this once: only its digest is kept. It has 256 random bits, so that a plain
    hash of it cannot be turned around.

    Args:
        organisation: that it is confined to; None for all that is the person's.

    Raises:
        MalformedInput: for no scope, an unknown one, one that is not an organisation's, or an
            end that is past or more than a year away.
    """
    known = {scope for scope, _ in labels(of_organisation=organisation is not None)}
    wanted = sorted(set(scopes))
    if not wanted or not known.issuperset(wanted):
        raise MalformedInput("Choose what the token may open")
    if not at < expires_at <= at + LONGEST:
        raise MalformedInput("A token ends within a year")
    token = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    row = ApiToken.objects.create(
        person=person,
        organisation=organisation,
        name=name,
        digest=digest_of(token),
        hint=token[:HINT_LENGTH],
        scopes=wanted,
        created_at=at,
        expires_at=expires_at,
    )
    owner = organisation or person
    record("token.made", owner=owner, actor=person, about=row, at=at, scopes=wanted)
    return row, token


@transaction.atomic
def revoke_token(*, token: ApiToken, actor: Person, at: datetime) -> None:
    """Take a token back for good. Taken back already: nothing happens."""
    open_one = ApiToken.objects.filter(pk=token.pk, revoked_at=None)
    if open_one.update(revoked_at=at):
        owner = token.organisation or token.person
        record("token.revoked", owner=owner, actor=actor, about=token, at=at)


def note_use(token: ApiToken, *, at: datetime) -> None:
    """Note that a token was used, at most once an hour, so that reading writes seldom."""
    noted = token.last_used_at
    if noted is None or at - noted >= USE_NOTED_EVERY:
        old = Q(last_used_at=None) | Q(last_used_at__lte=at - USE_NOTED_EVERY)
        ApiToken.objects.filter(old, pk=token.pk).update(last_used_at=at)


def digest_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()
