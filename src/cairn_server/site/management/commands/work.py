"""Work in the background until stopped."""

from __future__ import annotations

import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cairn_server.journal.working import Worker
from cairn_server.site.schedule import DUTIES


class Command(BaseCommand):
    help = "Settle events, run tasks and do the duties of the schedule. Any number may run."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now, then end")

    def handle(self, *, once: bool, **options: Any) -> None:
        worker = Worker(DUTIES)
        if once:
            while worker.tick():
                pass
            return
        signal.signal(signal.SIGTERM, worker.stop)
        signal.signal(signal.SIGINT, worker.stop)
        worker.run()
