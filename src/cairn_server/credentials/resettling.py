"""
Settling anew what waits to be signed, where its key was lost before it could sign.

Nothing of it was released, so nothing is taken back: the award, its day and the address of its
credential stay. It is to be signed with the key that is in use now, and where the lost key was
the identifier of the issuer, in the name of the issuer that took its place.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

from cairn.openbadges.v3 import as_document
from cairn_server.credentials.allocating import allocate
from cairn_server.credentials.awarding import recipient_of
from cairn_server.credentials.composing import issuer_profile
from cairn_server.credentials.keeping_keys import signing_key
from cairn_server.credentials.models import Credential, Issuer, KeyState
from cairn_server.credentials.superseding import restated


def is_lost(credential: Credential) -> bool:
    """Return whether the key that should sign `credential` is believed for nothing any more."""
    return credential.key.state == KeyState.COMPROMISED


def resettle(credential: Credential, *, at: datetime) -> None:
    """
    Let the key in use sign `credential`, which nobody has signed; inside a transaction.

    Raises:
        IssuingStopped: if the organisation has no key in use; it waits until there is one.
    """
    issuers = Issuer.objects.select_related("organisation")
    issuer = issuers.get(organisation=credential.award.organisation_id, succeeded_at=None)
    credential.key = signing_key(issuer)
    if issuer.pk != credential.status_list.issuer_id:
        _move(credential, issuer, at)
    credential.save(update_fields=["key", "status_list", "position"])


def _move(credential: Credential, issuer: Issuer, at: datetime) -> None:
    """Let `issuer` say what its predecessor would have said."""
    award, detail, former = credential.award, credential.award.detail, credential.status_list.issuer
    assert award.person is not None  # what is erased is not signed
    place = allocate(issuer)
    credential.status_list, credential.position = place.status_list, place.position
    # whether the name is signed in was settled with the award
    named = replace(recipient_of(award.person, issuer), name=detail.recipient_name)
    before = json.loads(detail.facts["claims"])
    claims, identity = restated(before, credential, issuer, named, place=place, at=at)
    achievement = claims["credentialSubject"]["achievement"]
    if achievement.get("creator", {}).get("id") == former.did:
        achievement["creator"] = as_document(issuer_profile(issuer))
    detail.facts = detail.facts | {"claims": json.dumps(claims, ensure_ascii=False)}
    detail.identity_hash = identity["identityHash"] if identity else ""
    detail.identity_salt = named.salt if identity else ""
    detail.save(update_fields=["facts", "identity_hash", "identity_salt"])
