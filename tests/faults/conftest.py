"""Processes that can be killed at any moment, each a fork with Django already loaded."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

from django.db import connections


class Killable:
    """A process that does `work` again and again, started anew after each kill."""

    def __init__(self, work: Callable[[], None]) -> None:
        self.work = work
        self.pid = 0

    def start(self) -> None:
        connections.close_all()  # a connection must not be shared over a fork
        self.pid = os.fork()
        if self.pid:
            return
        try:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            self.work()
        finally:
            os._exit(0)

    def is_running(self) -> bool:
        return self.pid != 0 and os.waitpid(self.pid, os.WNOHANG) == (0, 0)

    def kill(self) -> None:
        """SIGKILL: no handler runs, no buffer is flushed, no lock is given back in order."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        self.pid = 0
