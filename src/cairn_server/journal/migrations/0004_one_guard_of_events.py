"""
Take down the guard of events that an earlier 0002 put up under another name.

The same is refused by the guard that `journal/guarding.py` puts up after every migration; two of
them would only cost twice. Where there was none before, nothing happens.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

POSTGRESQL = (
    "DROP TRIGGER IF EXISTS journal_event_guard ON journal_event",
    "DROP FUNCTION IF EXISTS journal_event_guard()",
)
SQLITE = (
    "DROP TRIGGER IF EXISTS journal_event_update",
    "DROP TRIGGER IF EXISTS journal_event_delete",
)


def take_down(apps: Any, schema_editor: Any) -> None:
    vendor = schema_editor.connection.vendor
    for statement in POSTGRESQL if vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("journal", "0003_results_of_long_work")]

    operations = [migrations.RunPython(take_down, migrations.RunPython.noop)]
