"""
Correcting what was issued: a new credential takes the place of an old one, which is revoked.

What is issued is never edited. The new credential says the same of what was shown; its holder,
its issuer and its day are as they are now known.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from cairn.openbadges.identity import hashed_identity
from cairn.openbadges.v3 import Profile, Recipient, as_document, identifiers, present, timestamp
from cairn_server.accounts.models import Person
from cairn_server.credentials.addresses import credential_url
from cairn_server.credentials.allocating import Place, allocate
from cairn_server.credentials.award_rows import EARLIEST
from cairn_server.credentials.awarding import NONCE_BYTES, Named, recipient_of
from cairn_server.credentials.composing import issuer_profile, statuses
from cairn_server.credentials.embedding import embedded
from cairn_server.credentials.keeping_keys import establish_issuer, signing_key
from cairn_server.credentials.models import (
    Award,
    AwardDetail,
    AwardEvent,
    AwardEventKind,
    Credential,
    Issuer,
)
from cairn_server.credentials.revoking import RevocationReason, revoke
from cairn_server.errors import AlreadyRevoked, AlreadySuperseded, NotAwardable
from cairn_server.journal.ids import new_public_id
from cairn_server.journal.recording import record

BASIS = "supersedes:"


@transaction.atomic
def supersede(
    credential: Credential, *, actor: Person, at: datetime, awarded_at: datetime, note: str = ""
) -> Award:
    """
    Award the same again under a new credential, and revoke `credential`; return the new award.

    What it renewed is renewed by the new one from now on, and what has renewed it renews that.

    Args:
        awarded_at: when it was earned, corrected where that was wrong.
        note: why, for the issuer's own records.

    Raises:
        AlreadySuperseded, AlreadyRevoked: if another took its place, or it was taken back.
        NotAwardable: if the holder is `actor`, or is not here any more.
    """
    old = Award.objects.select_for_update(of=("self",)).get(pk=credential.award_id)
    _refuse_unfit(old, actor, awarded_at=awarded_at, at=at)
    assert old.person is not None  # seen to above
    renewed = old.renews
    Award.objects.filter(pk=old.pk).update(renews=None)  # one award renews another
    new = Award.objects.create(
        organisation=old.organisation,
        achievement_version=old.achievement_version,
        person=old.person,
        basis=f"{BASIS}{old.pk}",
        supersedes=old,
        renews=renewed,
        awarded_at=awarded_at,
    )
    Award.objects.filter(renews=old).update(renews=new)
    issuer = establish_issuer(organisation=old.organisation, at=at)
    _intend(new, old, issuer, recipient_of(old.person, issuer), at)
    _enter(new, AwardEventKind.ISSUE, new.basis, actor, at)
    _enter(old, AwardEventKind.CORRECT, f"superseded-by:{new.pk}", actor, at)
    revoke(credential, actor=actor, reason_code=RevocationReason.SUPERSEDED, at=at, note=note)
    record("credential.awarded", owner=old.person, actor=actor, about=new, at=at)
    record("credential.superseded", owner=old.person, actor=actor, about=new, at=at)
    return new


def _refuse_unfit(old: Award, actor: Person, *, awarded_at: datetime, at: datetime) -> None:
    if Award.objects.filter(supersedes=old).exists():
        raise AlreadySuperseded("Another credential has taken the place of this one already")
    if old.events.filter(kind=AwardEventKind.REVOKE).exists():
        raise AlreadyRevoked("What is revoked is not corrected; award it again instead")
    if old.person is None:
        raise NotAwardable("The holder is not here any more, so nothing can be issued to them")
    if old.person_id == actor.pk:
        raise NotAwardable("Nobody issues to themself: let somebody else correct this one")
    if awarded_at > at:
        raise NotAwardable("A credential cannot have been earned on a day to come")
    if awarded_at.date() < EARLIEST:
        raise NotAwardable(f"That day lies before {EARLIEST.year}; look at its year")


def _intend(new: Award, old: Award, issuer: Issuer, named: Named, at: datetime) -> None:
    place = allocate(issuer)
    credential = Credential(
        id=new_public_id(),
        award=new,
        key=signing_key(issuer),
        status_list=place.status_list,
        position=place.position,
        valid_from=at.replace(microsecond=0),
        valid_until=old.credential.valid_until,
        renewable_from=old.credential.renewable_from,
        end_told_at=old.credential.end_told_at,
        is_public=old.credential.is_public,
    )
    credential.save(force_insert=True)
    before = old.detail.facts
    claims, identity = restated(
        json.loads(before["claims"]), credential, issuer, named, place=place, at=at
    )
    claims["awardedDate"] = timestamp(new.awarded_at)
    AwardDetail.objects.create(
        award=new,
        recipient_name=named.name,
        identity_hash=identity["identityHash"] if identity else "",
        identity_salt=named.salt if identity else "",
        facts=before | {"claims": json.dumps(claims, ensure_ascii=False)},
        nonce=secrets.token_bytes(NONCE_BYTES),
    )


def restated(
    before: Mapping[str, Any],
    credential: Credential,
    issuer: Issuer,
    named: Named,
    *,
    place: Place,
    at: datetime,
) -> tuple[dict[str, Any], Mapping[str, Any] | None]:
    """
    Return the claims `before` as `issuer` makes them in `credential`, and the holder's identity.

    Args:
        at: as of when endorsements must stand to go inside.
    """
    identity = hashed_identity(named.email, named.salt) if named.email else None
    praised = embedded(credential.award.achievement_version, issuer, at=at)
    profile = replace(issuer_profile(issuer), endorsements=praised.of_issuer)
    claims = _claims(before, credential, profile, place)
    claims["credentialSubject"] = _subject(
        claims["credentialSubject"], named, identity, praised.of_achievement
    )
    return claims, identity


def _claims(
    before: Mapping[str, Any], credential: Credential, profile: Profile, place: Place
) -> dict[str, Any]:
    """Return what the old credential claimed, under the new id, issuer and status."""
    return dict(before) | {
        "id": credential_url(credential.pk),
        "issuer": as_document(profile),
        "validFrom": timestamp(credential.valid_from),
        "credentialStatus": statuses(place.status_list.pk, place.suspension_id, place.position),
    }


def _subject(
    before: Mapping[str, Any],
    named: Named,
    identity: Mapping[str, Any] | None,
    endorsements: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """Return the subject with holder and endorsements as they are now; what they did stays."""
    recipient = Recipient(id=f"urn:uuid:{named.subject}", identity=identity, name=named.name)
    named_now = {"id": recipient.id, "identifier": identifiers(recipient)}
    achievement = present({**before["achievement"], "endorsement": list(endorsements)})
    return present({**before, **named_now, "achievement": achievement})


def _enter(
    award: Award, kind: AwardEventKind, reason_code: str, actor: Person, at: datetime
) -> None:
    AwardEvent.objects.create(
        organisation_id=award.organisation_id,
        award=award,
        actor_id=actor.pk,
        kind=kind,
        reason_code=reason_code,
        at=at,
    )
