"""Make an installation ready: its home, its tables, its static files. Asks nothing."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Make or bring up to date the home, the tables and the static files. Safe to repeat."

    def handle(self, **options: Any) -> None:
        settings.CAIRN_HOME.mkdir(parents=True, exist_ok=True)
        call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0, clear=False)
        self.stdout.write(json.dumps({"home": str(settings.CAIRN_HOME.resolve()), "ready": True}))
