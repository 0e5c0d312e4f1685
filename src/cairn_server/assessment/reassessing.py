"""Letting somebody show again what they have shown, to renew what they earned by it."""

from __future__ import annotations

from datetime import datetime

from cairn_server.accounts.models import Person
from cairn_server.assessment.models import Reassessment
from cairn_server.catalog.models import Achievement


def assess_anew(*, person: Person, achievement: Achievement, since: datetime, at: datetime) -> bool:
    """
    Let `person` be assessed anew for an achievement: only what comes after `since` counts.

    Return whether that is new; a repeat changes nothing.
    """
    row, is_new = Reassessment.objects.get_or_create(
        person=person, achievement=achievement, defaults={"since": since, "begun_at": at}
    )
    if is_new or row.since >= since:
        return is_new
    row.since, row.begun_at = since, at
    row.save(update_fields=["since", "begun_at"])
    return True
