"""Awarding jointly: one organisation lets another award what it defines."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from cairn_server.accounts.models import Organisation, Person
from cairn_server.catalog.models import Achievement
from cairn_server.credentials.keeping_keys import establish_issuer
from cairn_server.credentials.models import Partnership
from cairn_server.errors import PartnershipRefused
from cairn_server.journal.recording import record


@transaction.atomic
def offer_partnership(
    *,
    organisation: Organisation,
    partner: Organisation,
    achievement: Achievement | None,
    invited_by: Organisation,
    actor: Person,
    at: datetime,
    until: datetime | None = None,
) -> Partnership:
    """
    Offer that `partner` may award what `organisation` defines; nothing holds until accepted.

    Args:
        achievement: the one that it is about; None for all that `organisation` defines.
        invited_by: which of the two offers.

    Raises:
        PartnershipRefused: if there is one already, or the two are one, or it would be over.
    """
    if organisation == partner:
        raise PartnershipRefused("An organisation needs no partner to award its own")
    if achievement is not None and achievement.organisation_id != organisation.pk:
        raise PartnershipRefused(f"{organisation} does not define that achievement")
    if until is not None and until <= at:
        raise PartnershipRefused("A partnership that is over at once lets nobody award anything")
    try:
        with transaction.atomic():
            offered = Partnership.objects.create(
                organisation=organisation,
                partner=partner,
                achievement=achievement,
                invited_by=invited_by,
                invited_at=at,
                until=until,
            )
    except IntegrityError:
        raise PartnershipRefused("This was offered already; see the list of partners") from None
    record("partnership.offered", owner=invited_by, actor=actor, about=offered, at=at)
    return offered


@transaction.atomic
def accept_partnership(
    *, partnership: Partnership, by: Organisation, actor: Person, at: datetime
) -> Partnership:
    """
    Let a partnership hold from now on. Accepted already: nothing happens.

    Both become issuers, if they are not: a joint credential names both.

    Raises:
        PartnershipRefused: if `by` offered it itself, or it has ended.
    """
    locked = Partnership.objects.select_for_update(of=("self",)).get(pk=partnership.pk)
    if locked.invited_by_id == by.pk:
        raise PartnershipRefused("Whoever offered it cannot accept it: the other one has to")
    if locked.ended_at is not None or (locked.until is not None and locked.until <= at):
        raise PartnershipRefused("This was taken back or is over; offer it anew")
    if locked.accepted_at is None:
        locked.accepted_at = at
        locked.save(update_fields=["accepted_at"])
        for one in sorted((locked.organisation, locked.partner), key=lambda one: one.pk):
            establish_issuer(organisation=one, at=at, actor=actor)
        record("partnership.accepted", owner=by, actor=actor, about=locked, at=at)
    return locked


@transaction.atomic
def end_partnership(
    *, partnership: Partnership, by: Organisation, actor: Person, at: datetime
) -> None:
    """End a partnership, or refuse one that was offered; what was awarded stays."""
    if Partnership.objects.filter(pk=partnership.pk, ended_at=None).update(ended_at=at):
        record("partnership.ended", owner=by, actor=actor, about=partnership, at=at)
