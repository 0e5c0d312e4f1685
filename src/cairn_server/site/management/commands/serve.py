"""Serve the pages and the API with gunicorn: threads in one or more processes."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

LOOPBACK = "127.0.0.1"


class Command(BaseCommand):
    help = "Serve until stopped. In the demo only the loopback address is bound."
    requires_system_checks = ()  # `setup` has checked; the server imports everything once more

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--bind", default=LOOPBACK, help=f"address; default {LOOPBACK}")
        parser.add_argument("--processes", type=int, default=1)
        parser.add_argument("--threads", type=int, default=4, help="in each process; default 4")

    def handle(self, *, bind: str, processes: int, threads: int, **options: Any) -> None:
        if settings.CAIRN_DEMO and bind != LOOPBACK:
            raise CommandError("The demo is served on the loopback address only", returncode=3)
        if settings.CAIRN_VC_API == "test" and bind != LOOPBACK:
            raise CommandError("CAIRN_VC_API=test is for the loopback address only", returncode=3)
        gunicorn = Path(sys.executable).with_name("gunicorn")
        os.execv(  # noqa: S606  # this process becomes the server, so that signals reach it
            gunicorn,
            [
                str(gunicorn),
                "cairn_server.site.wsgi:application",
                f"--bind={bind}:{settings.ENVIRONMENT.port}",
                f"--workers={processes}",
                f"--threads={threads}",
                *_in_memory(),
                "--max-requests=20000",
                "--max-requests-jitter=2000",
                "--graceful-timeout=10",
                "--no-control-socket",
                "--log-level=warning",
            ],
        )


def _in_memory() -> list[str]:
    """Let gunicorn's signs of life lie in memory where the machine has a place for them."""
    place = Path("/dev/shm")  # noqa: S108  # gunicorn itself makes a file there that nobody guesses
    return [f"--worker-tmp-dir={place}"] if place.is_dir() else []
