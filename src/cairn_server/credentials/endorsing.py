"""
Endorsing: an organisation says of another, or of an achievement of another, that it is good.

What is said is signed at once and read by our own verifier before it is released, as every
credential is; withdrawing it publishes the status list before it returns.
"""

from __future__ import annotations

import json
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from cairn.openbadges.endorsement import endorsement_credential
from cairn.vc.data_integrity import secure
from cairn.vc.report import Outcome
from cairn.vc.status_list import status_entry
from cairn_server.accounts.models import Organisation, Person
from cairn_server.catalog.models import AchievementVersion
from cairn_server.credentials import verifying
from cairn_server.credentials.addresses import endorsement_url, status_url
from cairn_server.credentials.allocating import allocate
from cairn_server.credentials.composing import achievement_id, issuer_profile
from cairn_server.credentials.embedding import MOST_BYTES, MOST_EMBEDDED
from cairn_server.credentials.endorsement_models import Endorsement
from cairn_server.credentials.endorsement_queries import endorsed_organisation_id
from cairn_server.credentials.keeping_keys import establish_issuer, signer, signing_key
from cairn_server.credentials.models import Issuer
from cairn_server.credentials.publishing import current_list, publish_list
from cairn_server.errors import EndorsementRefused, IssuingStopped, UnsoundCredential
from cairn_server.journal.ids import new_public_id
from cairn_server.journal.recording import record

LONGEST_COMMENT = 1000  # characters


@transaction.atomic
def endorse(
    *,
    organisation: Organisation,
    target: AchievementVersion | Issuer,
    comment: str,
    actor: Person,
    at: datetime,
) -> Endorsement:
    """
    Let `organisation` endorse `target`, signed with its own key.

    Args:
        comment: why, as plain text; public.

    Raises:
        IssuingStopped: if issuing is switched off, or the organisation has no key in use.
        EndorsementRefused: if it is its own, endorsed already, or nothing is said of it.
    """
    if not settings.CAIRN_ISSUING:
        raise IssuingStopped("Issuing is stopped; endorse it when it resumes")
    _refuse_unfit(organisation, target, comment)
    by = establish_issuer(organisation=organisation, at=at, actor=actor)
    place = allocate(by)
    current_list(place.status_list, at=at)
    made = Endorsement(
        id=new_public_id(),
        organisation=organisation,
        version=target if isinstance(target, AchievementVersion) else None,
        issuer=target if isinstance(target, Issuer) else None,
        comment=comment.strip(),
        status_list=place.status_list,
        position=place.position,
        given_at=at.replace(microsecond=0),
    )
    made.document = _signed(made, by)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise EndorsementRefused("You endorse this already; see your endorsements") from None
    record("endorsement.given", owner=organisation, actor=actor, about=made, at=at)
    return made


@transaction.atomic
def withdraw(*, endorsement: Endorsement, actor: Person, at: datetime) -> Endorsement:
    """Withdraw an endorsement; withdrawn already, nothing happens."""
    locked = Endorsement.objects.select_for_update(of=("self",)).get(pk=endorsement.pk)
    if locked.withdrawn_at is None:
        locked.withdrawn_at = at
        locked.save(update_fields=["withdrawn_at"])
        publish_list(locked.status_list, at=at)
        owner = locked.organisation
        record("endorsement.withdrawn", owner=owner, actor=actor, about=locked, at=at)
    return locked


@transaction.atomic
def accept(*, endorsement: Endorsement, actor: Person, at: datetime) -> Endorsement:
    """
    Let an endorsement go into the credentials of what it endorses; once accepted, it is.

    Raises:
        EndorsementRefused: if it was withdrawn, or there is no room for it.
    """
    locked, owner = _answered(endorsement)
    if locked.accepted_at is None:
        if locked.withdrawn_at is not None:
            raise EndorsementRefused("It was withdrawn, so it says nothing any more")
        _refuse_unwieldy(locked)
        locked.accepted_at, locked.declined_at = at, None
        locked.save(update_fields=["accepted_at", "declined_at"])
        record("endorsement.accepted", owner=owner, actor=actor, about=locked, at=at)
    return locked


@transaction.atomic
def decline(*, endorsement: Endorsement, actor: Person, at: datetime) -> Endorsement:
    """
    Let an endorsement be neither shown beside what it endorses nor put into credentials.

    What was issued with it stays as it is. Declined already, nothing happens.
    """
    locked, owner = _answered(endorsement)
    if locked.declined_at is None:
        locked.accepted_at, locked.declined_at = None, at
        locked.save(update_fields=["accepted_at", "declined_at"])
        record("endorsement.declined", owner=owner, actor=actor, about=locked, at=at)
    return locked


def _answered(endorsement: Endorsement) -> tuple[Endorsement, Organisation]:
    """Return it locked, and who is endorsed, locked too: one answer at a time."""
    found = Endorsement.objects.select_related("version__achievement", "issuer")
    owner_id = endorsed_organisation_id(found.get(pk=endorsement.pk))
    owner = Organisation.objects.select_for_update().get(pk=owner_id)
    return Endorsement.objects.select_for_update().get(pk=endorsement.pk), owner


def _refuse_unwieldy(endorsement: Endorsement) -> None:
    if len(endorsement.document.encode()) > MOST_BYTES:
        text = f"It has more than {MOST_BYTES >> 10} KB, too much for a credential to carry"
        raise EndorsementRefused(text)
    known = Endorsement.objects.filter(
        version=endorsement.version_id,
        issuer=endorsement.issuer_id,
        accepted_at__isnull=False,
        withdrawn_at=None,
    )
    if known.count() >= MOST_EMBEDDED:
        text = f"{MOST_EMBEDDED} go into credentials already: decline one of them first"
        raise EndorsementRefused(text)


def _refuse_unfit(
    organisation: Organisation, target: AchievementVersion | Issuer, comment: str
) -> None:
    if isinstance(target, AchievementVersion):
        owner = target.achievement.organisation_id
        if target.published_at is None:
            raise EndorsementRefused("What is not published yet cannot be endorsed")
    else:
        owner = target.organisation_id
        if not target.did:
            raise EndorsementRefused("That organisation has not issued anything yet")
    if owner == organisation.pk:
        raise EndorsementRefused("Nobody endorses themself: let another organisation do it")
    if not comment.strip():
        raise EndorsementRefused("Say in a sentence or two what you endorse, and why")
    if len(comment) > LONGEST_COMMENT:
        raise EndorsementRefused(f"Say it in at most {LONGEST_COMMENT} characters")


def _signed(made: Endorsement, by: Issuer) -> str:
    key = signing_key(by)
    unsigned = endorsement_credential(
        id=endorsement_url(made.pk),
        issuer=issuer_profile(by),
        endorsed=_endorsed(made),
        name=f"Endorsement of {endorsed_name(made)}",
        comment=made.comment,
        valid_from=made.given_at,
        status=status_entry(list_url=status_url(made.status_list_id), index=made.position),
    )
    document = secure(
        unsigned,
        sign=signer().signing(key.ref),
        verification_method=key.method_id,
        created=made.given_at,
    )
    report = verifying.report_on(document, at=made.given_at, ask=verifying.nobody)
    if report.outcome is not Outcome.VALID:
        raise UnsoundCredential(f"The endorsement would not verify: {report.sentence}")
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _endorsed(made: Endorsement) -> str:
    """Return the id of what is endorsed, as credentials name it."""
    if made.version is not None:
        return achievement_id(made.version)
    assert made.issuer is not None  # one of the two
    return made.issuer.did


def endorsed_name(made: Endorsement) -> str:
    """Return what is endorsed by its name."""
    if made.version is not None:
        return made.version.title
    assert made.issuer is not None  # one of the two
    return made.issuer.organisation.name
