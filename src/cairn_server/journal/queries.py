"""Looking after long work, and what has happened meanwhile. Reads only."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from cairn_server.journal.models import Event, Progress

RECENT = 20


def progress_of(owner_id: UUID, id: UUID) -> Progress | None:
    """Return this piece of long work if the person began it."""
    return Progress.objects.filter(owner_id=owner_id, pk=id).first()


def recent_progress(owner_id: UUID) -> list[Progress]:
    """Return the last pieces of long work that the person began, newest first."""
    return list(Progress.objects.filter(owner_id=owner_id).order_by("-started_at")[:RECENT])


def newest_event(owner_id: UUID) -> UUID | None:
    """Return the id of the last event of an owner. One query."""
    events = Event.objects.filter(owner_id=owner_id).order_by("-pk")
    return events.values_list("pk", flat=True).first()


def has_happened(owner_id: UUID, kinds: Collection[str], *, after: UUID | None) -> bool:
    """Return whether an owner has an event of these kinds after the one with this id. One query."""
    events = Event.objects.filter(owner_id=owner_id, kind__in=kinds)
    return (events if after is None else events.filter(pk__gt=after)).exists()
