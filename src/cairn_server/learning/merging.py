"""Giving a guest's learning to the person that the guest turns out to be."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from cairn_server.accounts.models import Person, PersonKind
from cairn_server.catalog.models import Item
from cairn_server.journal.models import Event
from cairn_server.journal.recording import record
from cairn_server.learning.models import Enrolment, Goal, Memory, Review, UnitProgress
from cairn_server.learning.rebuilding import rebuild_memory


@transaction.atomic
def take_over_guest(person: Person, guest: Person, *, at: datetime) -> None:
    """
    Make the reviews, progress, enrolments and goals of `guest` those of `person`.

    Safe to repeat and to run twice at once: rows are moved, and what `person` has already is
    kept where it goes further. Memories are computed again from the reviews of both. A unit that
    the guest has finished is told again as finished by `person`. The guest stays, empty; whoever
    removes unused guests removes it. Somebody who is not a guest keeps everything.
    """
    everyone = Person.objects.select_for_update().filter(pk__in=[person.pk, guest.pk])
    kinds = {one.pk: one.kind for one in everyone.order_by("pk")}
    if person.pk == guest.pk or kinds.get(guest.pk) != PersonKind.GUEST:
        return
    items = list(Memory.objects.filter(person=guest).values_list("item_id", flat=True))
    Review.objects.filter(person=guest).update(person=person)
    Memory.objects.filter(person=guest).delete()
    for item in Item.objects.filter(pk__in=items).order_by("pk"):
        rebuild_memory(person=person, item=item)
    for progress in UnitProgress.objects.filter(person=guest).select_related("version"):
        _merge_progress(person, progress, at)
    for enrolment in Enrolment.objects.filter(person=guest):
        _merge_enrolment(person, enrolment)
    Goal.objects.filter(person=guest).update(person=person)


def _merge_progress(person: Person, theirs: UnitProgress, at: datetime) -> None:
    own = UnitProgress.objects.filter(person=person, unit=theirs.unit_id).first()
    had_finished = own is not None and own.finished_at is not None
    if own is None:
        theirs.person = person
        own = theirs
    else:
        _take_further(own, theirs)
        theirs.delete()
    own.save()
    if own.finished_at is not None and not had_finished:
        unit = str(own.unit_id)
        record("unit.finished", owner=person, actor=person, about=own, at=at, unit=unit)


def _take_further(own: UnitProgress, theirs: UnitProgress) -> None:
    own.started_at = min(own.started_at, theirs.started_at)
    if theirs.finished_at and (own.finished_at is None or theirs.finished_at < own.finished_at):
        own.finished_at = theirs.finished_at
        own.version_id, own.card = theirs.version_id, theirs.card
    elif own.version_id == theirs.version_id:
        own.card = max(own.card, theirs.card)


def _merge_enrolment(person: Person, theirs: Enrolment) -> None:
    own = Enrolment.objects.filter(person=person, achievement=theirs.achievement_id).first()
    if own is None:
        theirs.person = person
        theirs.save(update_fields=["person"])
        return
    own.started_at = min(own.started_at, theirs.started_at)
    own.save(update_fields=["started_at"])
    theirs.delete()


def take_over_after_sign_in(event: Event) -> None:
    """Give what was learned before signing in to the person who signed in."""
    guest = Person.objects.filter(pk=event.data["guest"]).first()
    person = Person.objects.filter(pk=event.owner_id).first()
    if guest is not None and person is not None:
        take_over_guest(person, guest, at=event.at)
