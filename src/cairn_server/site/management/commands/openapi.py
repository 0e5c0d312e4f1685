"""Printing what the API says of itself."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand

from cairn_server.site.api import api


class Command(BaseCommand):
    help = "Print the description of the API (OpenAPI 3.1), as /api/v1/openapi.json gives it."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(described())


def described() -> str:
    """Return the description, laid out so that a change shows as a few lines."""
    return json.dumps(api.get_openapi_schema(), indent=1, ensure_ascii=False, default=str)
