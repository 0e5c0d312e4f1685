"""How far long work is, kept where a page can read it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from cairn_server.journal.models import Progress


def report_progress(
    task_id: UUID, *, owner_id: UUID, done: int, total: int | None, at: datetime
) -> None:
    """Note that `done` of `total` are done (None: not known yet)."""
    Progress.objects.update_or_create(
        task_id=task_id,
        defaults={"owner_id": owner_id, "done": done, "total": total, "updated_at": at},
    )
