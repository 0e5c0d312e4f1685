"""Letting an organisation see an award that somebody else made, for a time."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from cairn_server.accounts.models import Grant, Organisation, Person
from cairn_server.credentials.models import Award
from cairn_server.journal.recording import record
from cairn_server.workforce.awarded import AWARD, SKILLS

LASTS = timedelta(days=365)


@transaction.atomic
def share_award(*, person: Person, organisation: Organisation, award: Award, at: datetime) -> Grant:
    """Let `organisation` see an award of `person` on its board for a year; a repeat renews that."""
    return grant_sight(
        person=person, organisation=organisation, subject_type=AWARD, subject_id=award.pk, at=at
    )


@transaction.atomic
def grant_sight(
    *, person: Person, organisation: Organisation, subject_type: str, subject_id: UUID, at: datetime
) -> Grant:
    """Let `organisation` see one thing of `person` for a year; at once with another it is one."""
    Person.objects.select_for_update().only("pk").get(pk=person.pk)
    about = {
        "person": person,
        "organisation": organisation,
        "subject_type": subject_type,
        "subject_id": subject_id,
        "purpose": SKILLS,
    }
    span = {"since": at, "until": at + LASTS}
    known = Grant.objects.filter(**about)
    known.update(**span)
    grant = known.order_by("pk").first() or Grant.objects.create(**about, **span)
    record("grant.changed", owner=person, actor=person, about=grant, at=at)
    return grant


@transaction.atomic
def stop_sharing(*, person: Person, organisation: Organisation, award: Award, at: datetime) -> None:
    """End that at once; a repeat changes nothing."""
    grants = Grant.objects.filter(
        person=person,
        organisation=organisation,
        subject_type=AWARD,
        subject_id=award.pk,
        until__gt=at,
    )
    for grant in grants:
        Grant.objects.filter(pk=grant.pk).update(until=at)
        record("grant.changed", owner=person, actor=person, about=grant, at=at)
