"""Noting by which day recall has kept current what people hold, and letting others know."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from cairn_server.accounts.models import Grant, Organisation, Person
from cairn_server.credentials.models import Award
from cairn_server.journal.models import Event
from cairn_server.journal.recording import record
from cairn_server.learning.models import Memory
from cairn_server.workforce.models import KeptByRecall
from cairn_server.workforce.recall_queries import RECALL, held_versions, kept_now, noted_days
from cairn_server.workforce.sharing import grant_sight

LOOKS_BACK = timedelta(days=7)  # for what phones sent late


def note_recall(at: datetime) -> int:
    """Note it of everybody who recalled something of late; return how many days have moved."""
    recent = Memory.objects.filter(
        person=OuterRef("pk"), reviewed_at__gt=at - LOOKS_BACK, reviewed_at__lte=at
    )
    holding = Award.objects.filter(person=OuterRef("pk"))
    people = Person.objects.filter(Exists(holding), Exists(recent)).order_by("pk")
    return sum(note_recall_of(person, at=at) for person in people.iterator())


@transaction.atomic
def note_recall_of(person: Person, *, at: datetime) -> int:
    """Note by which days recall has kept current what `person` holds; a day never moves back."""
    versions = held_versions(person, at=at)
    before, moved = noted_days(person), 0
    for achievement_id, day in kept_now(person, versions, at=at).items():
        if achievement_id not in before or before[achievement_id] < day:
            KeptByRecall.objects.update_or_create(
                person=person, achievement_id=achievement_id, defaults={"on": day}
            )
            moved += 1
    return moved


@transaction.atomic
def let_know(*, person: Person, organisation: Organisation, on: bool, at: datetime) -> None:
    """
    Let `organisation` see for a year what recall keeps current of `person`, or end that at once.

    It is off unless a person switches it on. A repeat renews the year, or changes nothing.
    """
    if on:
        grant_sight(
            person=person,
            organisation=organisation,
            subject_type=RECALL,
            subject_id=person.pk,
            at=at,
        )
        return
    grants = Grant.objects.filter(person=person, organisation=organisation, subject_type=RECALL)
    for grant in grants.filter(until__gt=at):
        Grant.objects.filter(pk=grant.pk).update(until=at)
        record("grant.changed", owner=person, actor=person, about=grant, at=at)


def forget_recall(event: Event) -> None:
    """Remove what was noted of somebody who has asked to be forgotten."""
    KeptByRecall.objects.filter(person=event.about_id).delete()
