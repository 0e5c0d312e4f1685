"""Looking after long work. Reads only."""

from __future__ import annotations

from uuid import UUID

from cairn_server.journal.models import Progress

RECENT = 20


def progress_of(owner_id: UUID, id: UUID) -> Progress | None:
    """Return this piece of long work if the person began it."""
    return Progress.objects.filter(owner_id=owner_id, pk=id).first()


def recent_progress(owner_id: UUID) -> list[Progress]:
    """Return the last pieces of long work that the person began, newest first."""
    return list(Progress.objects.filter(owner_id=owner_id).order_by("-started_at")[:RECENT])
