"""
Making an organisation an issuer, and looking after its keys.

What a retired key signed goes on verifying. A key that somebody else may have had is another
matter: its date of signing proves nothing, so only what the ledger knows to be older stands.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import transaction

from cairn.vc.did import did_key, did_web
from cairn.vc.keys import PublicKey
from cairn_server.accounts.models import Organisation, Person
from cairn_server.credentials.addresses import is_public, issuer_url
from cairn_server.credentials.models import (
    Credential,
    Issuer,
    IssuerKey,
    KeyState,
    Standing,
    StatusList,
)
from cairn_server.credentials.sealed_keys import SEAL_COST, FileSigner
from cairn_server.errors import IssuingStopped, KeyMomentRefused, KeyRotationRefused
from cairn_server.journal.ids import new_id
from cairn_server.journal.recording import record

DAY = timedelta(days=1)  # a day is what a form asks for, in some time zone


def signer() -> FileSigner:
    """Return the signer of this installation."""
    return _signer(Path(settings.CAIRN_HOME) / "keys", settings.SECRET_KEY)


@lru_cache(maxsize=4)
def _signer(folder: Path, secret: str) -> FileSigner:
    return FileSigner(folder, secret, SEAL_COST)


@transaction.atomic
def establish_issuer(
    *,
    organisation: Organisation,
    at: datetime,
    standing: Standing | str = Standing.SELF_CLAIMED,
    actor: Person | None = None,
) -> Issuer:
    """
    Return `organisation` as an issuer with a key; make the first key if there is none.

    The first key fixes the issuer's DID for good: did:web if this installation has an https
    address under a public name, else did:key. An issuer that stands is returned as it is.
    """
    issuer, _ = Issuer.objects.select_for_update().get_or_create(
        organisation=organisation, succeeded_at=None, defaults={"standing": standing}
    )
    issuer.organisation = organisation  # read already
    if issuer.did:
        return issuer
    _found(issuer, at)
    record("issuer.established", owner=organisation, actor=actor, about=issuer, at=at)
    return issuer


@transaction.atomic
def rotate_key(*, issuer: Issuer, at: datetime, actor: Person | None = None) -> IssuerKey:
    """
    Give `issuer` a new key for what it issues from now on; the old one stays listed.

    Raises:
        KeyRotationRefused: if the issuer's DID is its key, so that a new key would be
            another issuer.
    """
    issuer = Issuer.objects.select_for_update().get(pk=issuer.pk)
    if issuer.is_its_key:
        raise KeyRotationRefused(
            "This issuer's identifier is its key, so the key cannot change. "
            "Set CAIRN_BASE_URL to a public https address before an issuer is made, "
            "and it can rotate its keys; or let a new issuer take its place."
        )
    ref, public = _new_key()
    _retire(issuer, at)
    key = _list_key(issuer, ref, public, at)
    record("key.rotated", owner=issuer.organisation, actor=actor, about=issuer, at=at)
    return key


@transaction.atomic
def succeed_issuer(*, issuer: Issuer, at: datetime, actor: Person | None = None) -> Issuer:
    """
    Let a new issuer, with a new key and identifier, take the place of `issuer`; return it.

    What the older one signed goes on verifying under its own identifier and lists. One that
    has a successor already gives that.
    """
    old = Issuer.objects.select_for_update().get(pk=issuer.pk)
    if old.successor is not None:
        return old.successor
    old.succeeded_at = at
    old.save(update_fields=["succeeded_at"])
    new = Issuer.objects.create(
        organisation=old.organisation,
        standing=old.standing,
        standing_evidence=old.standing_evidence,
        email=old.email,
        logo=old.logo,
        accent=old.accent,
    )
    _retire(old, at)
    StatusList.objects.filter(issuer=old).update(is_open=False)
    _found(new, at)
    old.successor = new
    old.save(update_fields=["successor"])
    record("issuer.succeeded", owner=old.organisation, actor=actor, about=old, at=at)
    return new


@transaction.atomic
def compromise_key(
    *, key: IssuerKey, since: datetime, at: datetime, actor: Person | None = None
) -> IssuerKey:
    """
    Note that somebody else may have had `key` from `since` on; it signs nothing any more.

    An active key is replaced in the same step: by another key, or where the key is the
    identifier, by another issuer. Noted already: an earlier moment replaces a later one.

    Raises:
        KeyMomentRefused: if `since` is in the future, or before the key was made.
    """
    issuer = Issuer.objects.select_for_update().get(pk=key.issuer_id)
    key = IssuerKey.objects.select_for_update().get(pk=key.pk)
    if since > at:
        raise KeyMomentRefused("A key cannot be known to be compromised from a future day on")
    if since < key.created_at - DAY:
        raise KeyMomentRefused(f"The key was made on {key.created_at:%Y-%m-%d}, after that")
    if key.compromised_since is not None and key.compromised_since <= since:
        return key
    if key.state == KeyState.ACTIVE:
        _replace(issuer, at=at, actor=actor)
    key.state, key.compromised_since = KeyState.COMPROMISED, since
    key.retired_at = key.retired_at or at
    key.save(update_fields=["state", "compromised_since", "retired_at"])
    active = IssuerKey.objects.filter(issuer=issuer, state=KeyState.ACTIVE).first()
    if active is not None:  # what waits to be signed names no key yet
        Credential.objects.filter(key=key, signed_at=None).update(key=active)
    StatusList.objects.filter(issuer=issuer).update(published_at=None)  # signed anew at once
    record("key.compromised", owner=issuer.organisation, actor=actor, about=key, at=at)
    return key


@transaction.atomic
def retire_key(*, issuer: Issuer, at: datetime, actor: Person | None = None) -> IssuerKey:
    """
    Take the active key of `issuer` out of use without another in its place; return it.

    What it signed goes on verifying, and it still signs the status lists, so that what was
    issued can be revoked. Nothing is issued until a new key is made.

    Raises:
        IssuingStopped: if no key is active.
    """
    locked = Issuer.objects.select_for_update().get(pk=issuer.pk)
    key = signing_key(locked)
    _retire(locked, at)
    key.refresh_from_db()
    record("key.retired", owner=locked.organisation, actor=actor, about=key, at=at)
    return key


def signing_key(issuer: Issuer) -> IssuerKey:
    """
    Return the key with which `issuer` issues.

    Raises:
        IssuingStopped: if its key was retired, so that it issues nothing until it has another.
    """
    found = IssuerKey.objects.filter(issuer=issuer, state=KeyState.ACTIVE).first()
    if found is None:
        raise IssuingStopped("The key of this issuer is retired; make a new one to issue again")
    return found


def listing_key(issuer: Issuer) -> IssuerKey:
    """Return the key that signs the status lists of `issuer`: the active, else the last one."""
    keys = {key.state: key for key in issuer.keys.order_by("created_at")}
    found = (keys.get(state) for state in (KeyState.ACTIVE, KeyState.RETIRED, KeyState.COMPROMISED))
    return next(key for key in found if key is not None)


def _replace(issuer: Issuer, *, at: datetime, actor: Person | None) -> None:
    if issuer.is_its_key:
        succeed_issuer(issuer=issuer, at=at, actor=actor)
    else:
        rotate_key(issuer=issuer, at=at, actor=actor)


def _retire(issuer: Issuer, at: datetime) -> None:
    issuer.keys.filter(state=KeyState.ACTIVE).update(state=KeyState.RETIRED, retired_at=at)


def _found(issuer: Issuer, at: datetime) -> None:
    """Give an issuer its first key, which fixes its identifier."""
    ref, public = _new_key()
    on_the_web = is_public(settings.CAIRN_BASE_URL)
    issuer.did = did_web(issuer_url(issuer.pk)) if on_the_web else did_key(public)
    issuer.save(update_fields=["did"])
    _list_key(issuer, ref, public, at)


def _new_key() -> tuple[str, PublicKey]:
    ref = str(new_id())
    return ref, signer().create(ref)


def _list_key(issuer: Issuer, ref: str, public: PublicKey, at: datetime) -> IssuerKey:
    return IssuerKey.objects.create(
        issuer=issuer,
        ref=ref,
        multibase=public.multibase,
        method_id=f"{issuer.did}#{public.multibase}",
        created_at=at,
    )
