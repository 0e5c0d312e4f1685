"""What the holder decides about their credentials: their name, the public page, erasure."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from cairn_server.accounts.models import Person
from cairn_server.credentials.models import (
    AwardDetail,
    AwardEvent,
    AwardEventKind,
    Credential,
    Holder,
)
from cairn_server.journal.models import Event
from cairn_server.journal.recording import record


@transaction.atomic
def choose_name(*, person: Person, credential: Credential, show: bool, at: datetime) -> Holder:
    """
    Keep whether `person` is named by the issuer of `credential`.

    It holds at once for the public pages of that issuer's credentials, and goes into what is
    signed from now on; what is signed already never changes.
    """
    holder = Holder.objects.select_for_update().get(
        person=person, issuer=credential.status_list.issuer
    )
    if holder.show_name is not show:
        holder.show_name = show
        holder.save(update_fields=["show_name"])
        record("holder.chose", owner=person, actor=person, about=holder, at=at, show_name=show)
    return holder


@transaction.atomic
def switch_page(*, person: Person, credential: Credential, on: bool, at: datetime) -> None:
    """Show the public page of `credential`, or switch it off; its proof stays with its holder."""
    changed = Credential.objects.filter(pk=credential.pk, is_public=not on).update(is_public=on)
    if changed:
        record("page.switched", owner=person, actor=person, about=credential.award, at=at, on=on)


def forget_holder(event: Event) -> None:
    """Erase what the issuers here awarded to a person who has asked to be forgotten."""
    held = Credential.objects.filter(award__person=event.about_id).select_related(
        "award__organisation"
    )
    for credential in held:
        erase(credential=credential, actor=None, at=event.at)
    Holder.objects.filter(person=event.about_id).delete()


@transaction.atomic
def erase(*, credential: Credential, actor: Person | None, at: datetime) -> None:
    """
    Remove what is personal about an award: detail, signed copy, the link to the person.

    The ledger, the place in the status list and the key stay. Erasing is not revoking: a copy
    that the holder kept goes on verifying.
    """
    award = credential.award
    if award.events.filter(kind=AwardEventKind.ERASE).exists():
        return
    AwardEvent.objects.create(
        organisation_id=award.organisation_id,
        award=award,
        actor_id=actor.pk if actor else None,
        kind=AwardEventKind.ERASE,
        at=at,
    )
    AwardDetail.objects.filter(award=award).delete()
    Credential.objects.filter(pk=credential.pk).update(document="", is_public=False)
    award.person = None
    award.save(update_fields=["person"])
    record("credential.erased", owner=award.organisation, actor=actor, about=award, at=at)
