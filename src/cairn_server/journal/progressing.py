"""How far long work is and how it ended, kept where a page can read it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from cairn_server.journal.models import Progress


def begin_progress(
    title: str, *, owner_id: UUID, back: str, total: int | None, at: datetime
) -> Progress:
    """
    Note that long work begins, in the transaction that puts its task into the queue.

    Args:
        owner_id: the person who may look after it.
        back: path of the page where the result is seen.
        total: how many steps it has; None if that is not known yet.
    """
    return Progress.objects.create(
        title=title, owner_id=owner_id, back=back, total=total, started_at=at, updated_at=at
    )


def report_progress(id: UUID, *, done: int, at: datetime, total: int | None = None) -> None:
    """Note that so many steps are done; `total` where it has become known."""
    known = {} if total is None else {"total": total}
    Progress.objects.filter(pk=id, ended_at=None).update(done=done, updated_at=at, **known)


def has_ended(id: UUID) -> bool:
    """Return whether the work has ended: a task that is run again then has nothing to do."""
    return Progress.objects.filter(pk=id, ended_at__isnull=False).exists()


def end_progress(id: UUID, *, result: dict[str, Any], at: datetime) -> None:
    """Keep what came of the work; the first end counts."""
    Progress.objects.filter(pk=id, ended_at=None).update(result=result, updated_at=at, ended_at=at)


def fail_progress(id: UUID, *, failure: str, at: datetime) -> None:
    """Keep, in words for whoever began it, why the work came to nothing."""
    Progress.objects.filter(pk=id, ended_at=None).update(
        failure=failure, updated_at=at, ended_at=at
    )
