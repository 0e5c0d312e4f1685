"""The worker: settles events, does the duties of the schedule, runs tasks, one after another."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Mapping

from django.db import OperationalError, close_old_connections, connection
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker as TaskRunner
from django_tasks_db.models import DBTaskResult

from cairn_server.journal.leasing import LEASE, give_up, reap, renew
from cairn_server.journal.scheduling import Duty, run_due
from cairn_server.journal.settling import settle_due

TICK_SECONDS = 0.5
log = logging.getLogger("cairn.worker")


class Worker:
    """One process that works until it is told to stop; killing it at any moment loses nothing."""

    def __init__(self, duties: Mapping[str, Duty]) -> None:
        self.name = f"{socket.gethostname()[:40]}-{os.getpid()}"
        self.duties = duties
        self.stopped = threading.Event()

    def run(self) -> None:
        """Work until `stop`; a lost database is waited for, with growing pauses."""
        beat = threading.Thread(target=self._beat, daemon=True)
        beat.start()
        pause = TICK_SECONDS
        while not self.stopped.is_set():
            try:
                worked = self.tick()
                pause = TICK_SECONDS
            except OperationalError as error:
                log.warning("The database does not answer: %s", error)
                connection.close()
                worked, pause = False, min(pause * 2, 30)
            if not worked:
                self.stopped.wait(pause)
        beat.join()
        give_up(self.name)

    def tick(self) -> bool:
        """Do one round; return whether there was anything to do."""
        close_old_connections()
        settled = settle_due(at=timezone.now())
        done = run_due(self.duties, at=timezone.now())
        reaped = reap(at=timezone.now())
        return bool(settled or done or reaped or self._run_task())

    def stop(self, *_: object) -> None:
        """Finish what is being done, then end."""
        self.stopped.set()

    def _run_task(self) -> int:
        if not DBTaskResult.objects.ready().exists():  # asked before anything is locked
            return 0
        runner = TaskRunner(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=1,
            worker_id=self.name,
            excluded_queue_names=[],
        )
        runner.run()
        return runner._run_tasks

    def _beat(self) -> None:
        """Renew the lease from a thread of its own, so that a long task does not look dead."""
        while not self.stopped.is_set():
            try:
                renew(self.name, at=timezone.now())
            except OperationalError as error:
                log.warning("The lease could not be renewed: %s", error)
                connection.close()
            self.stopped.wait(LEASE.total_seconds() / 3)
        connection.close()
