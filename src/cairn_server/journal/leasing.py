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
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from cairn.errors import CairnError
from cairn_server.journal.models import WorkerLease

AnyTask = DBTaskResult[Any, Any]
LEASE = timedelta(seconds=15)
MOST_TRIES = 5
FIRST_PAUSE = timedelta(seconds=5)


def renew(worker: str, *, at: datetime) -> None:
    """Say that `worker` lives, for `LEASE` from now."""
    WorkerLease.objects.update_or_create(worker=worker, defaults={"until": at + LEASE})


def give_up(worker: str) -> None:
    """End the lease of a worker that stops in good order."""
    WorkerLease.objects.filter(worker=worker).delete()


@transaction.atomic
def reap(*, at: datetime) -> int:
    """Put tasks of dead workers, and failed ones that may succeed, back; return how many."""
    living = set(WorkerLease.objects.filter(until__gt=at).values_list("worker", flat=True))
    WorkerLease.objects.filter(until__lte=at - 10 * LEASE).delete()
    orphans = [
        task
        for task in DBTaskResult.objects.running().select_for_update(skip_locked=True)
        if not living.intersection(task.worker_ids[-1:])
    ]
    failed = DBTaskResult.objects.failed().filter(finished_at__gte=at - timedelta(days=1))
    again = [task for task in failed if _worth_another_try(task)]
    for task in [*orphans, *again]:
        _put_back(task, at)
    return len(orphans) + len(again)


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
        task.status = "FAILED"
        task.finished_at = at
        task.traceback = "The worker died each time."
    else:
        task.status = "READY"
        task.started_at = task.finished_at = None
        task.exception_class_path = task.traceback = ""
        task.run_after = at + FIRST_PAUSE * 2 ** (tries - 1)
    task.save()
