"""Making an organisation an issuer, and giving an issuer a new key."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import transaction

from cairn.errors import KeyRotationRefused
from cairn.vc.did import did_key, did_web
from cairn.vc.keys import PublicKey
from cairn_server.accounts.models import Organisation, Person
from cairn_server.credentials.addresses import is_public, issuer_url
from cairn_server.credentials.models import Issuer, IssuerKey, KeyState, Standing
from cairn_server.credentials.sealed_keys import FileSigner
from cairn_server.journal.ids import new_id
from cairn_server.journal.recording import record


def signer() -> FileSigner:
    """Return the signer of this installation."""
    return _signer(Path(settings.CAIRN_HOME) / "keys", settings.SECRET_KEY)


@lru_cache(maxsize=4)
def _signer(folder: Path, secret: str) -> FileSigner:
    return FileSigner(folder, secret)


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
        organisation=organisation, defaults={"standing": standing}
    )
    issuer.organisation = organisation  # read already
    if issuer.did:
        return issuer
    ref, public = _new_key()
    on_the_web = is_public(settings.CAIRN_BASE_URL)
    issuer.did = did_web(issuer_url(issuer.pk)) if on_the_web else did_key(public)
    issuer.save(update_fields=["did"])
    _list_key(issuer, ref, public, at)
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
            "and it can rotate its keys."
        )
    ref, public = _new_key()
    issuer.keys.filter(state=KeyState.ACTIVE).update(state=KeyState.RETIRED, retired_at=at)
    key = _list_key(issuer, ref, public, at)
    record("key.rotated", owner=issuer.organisation, actor=actor, about=issuer, at=at)
    return key


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
