"""What follows from signing in: whoever learned as a guest before is now somebody."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cairn_server.accounts.models import Person
from cairn_server.journal.recording import record


@transaction.atomic
def record_sign_in(*, person: Person, guest_id: UUID, at: datetime) -> None:
    """Tell that the guest of this session turned out to be `person`."""
    record("person.signed_in", owner=person, actor=person, about=person, at=at, guest=str(guest_id))
