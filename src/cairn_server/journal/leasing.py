"""
Signs of life of workers, and taking back what a dead one held.

django-tasks-db runs a task once and forgets one whose worker died. Here each worker renews a
lease; a running task whose worker has none goes back to the queue, and a failed one is tried
again after a growing pause, unless the error says that trying again would not help.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from cairn.errors import CairnError
from cairn_server.journal.models import WorkerLease

AnyTask = DBTaskResult[Any, Any]
_RUNNING, _FAILED = "RUNNING", "FAILED"
LEASE = timedelta(seconds=15)
MOST_TRIES = 5
FIRST_PAUSE = timedelta(seconds=5)


def renew(worker: str, *, at: datetime) -> None:
    """Say that `worker` lives, for `LEASE` from now; forget workers that died long ago."""
    WorkerLease.objects.update_or_create(worker=worker, defaults={"until": at + LEASE})
    WorkerLease.objects.filter(until__lte=at - 10 * LEASE).delete()


def give_up(worker: str) -> None:
    """End the lease of a worker that stops in good order."""
    WorkerLease.objects.filter(worker=worker).delete()


def reap(*, at: datetime) -> int:
    """
    Put tasks of dead workers, and failed ones that may succeed, back; return how many.

    Looks before it locks: most often there is none, and a lock on SQLite keeps all writers out.
    """
    if not _lost(DBTaskResult.objects.all(), at):
        return 0
    with transaction.atomic():
        lost = _lost(DBTaskResult.objects.select_for_update(skip_locked=True), at)
        for task in lost:
            _put_back(task, at)
    return len(lost)


def _lost(tasks: QuerySet[AnyTask], at: datetime) -> list[AnyTask]:
    """Return of `tasks` those whose worker died, and those that failed by accident."""
    yesterday = at - timedelta(days=1)
    stopped = Q(status=_RUNNING) | Q(status=_FAILED, finished_at__gte=yesterday)
    found = list(tasks.filter(stopped))
    if not found:
        return []
    living = set(WorkerLease.objects.filter(until__gt=at).values_list("worker", flat=True))
    return [
        task
        for task in found
        if (
            _worth_another_try(task)
            if task.status == _FAILED
            else living.isdisjoint(task.worker_ids[-1:])
        )
    ]


def _worth_another_try(task: AnyTask) -> bool:
    if len(task.worker_ids) >= MOST_TRIES:
        return False
    try:
        cause = import_string(task.exception_class_path)
    except ImportError:
        return True
    return not issubclass(cause, CairnError)  # a refusal is an answer, not an accident


def _put_back(task: AnyTask, at: datetime) -> None:
    tries = len(task.worker_ids)
    if tries >= MOST_TRIES:
        task.status = _FAILED
        task.finished_at = at
        task.traceback = "The worker died each time."
    else:
        task.status = "READY"
        task.started_at = task.finished_at = None
        task.exception_class_path = task.traceback = ""
        task.run_after = at + FIRST_PAUSE * 2 ** (tries - 1)
    task.save()
