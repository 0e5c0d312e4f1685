"""Setting out for an achievement."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from cairn_server.accounts.models import Person
from cairn_server.catalog.models import Achievement
from cairn_server.journal.recording import record
from cairn_server.learning.models import Enrolment


@transaction.atomic
def enrol(*, person: Person, achievement: Achievement, at: datetime) -> Enrolment:
    """Set `person` on the way to `achievement`; a second time changes nothing."""
    enrolment, is_new = Enrolment.objects.get_or_create(
        person=person, achievement=achievement, defaults={"started_at": at}
    )
    if is_new:
        record("enrolment.started", owner=person, actor=person, about=enrolment, at=at)
    return enrolment
