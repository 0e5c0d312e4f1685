"""Migrations make what the models say, guards included, and go down as well as up."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

OURS = [
    app.label
    for app in apps.get_app_configs()
    if app.name.startswith("cairn_server.") and app.models
]
TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}


@pytest.fixture(autouse=True)
def real_migrations(settings: Any) -> None:
    """The other tests have their tables from the models, which is quicker."""
    settings.MIGRATION_MODULES = {}


def test_models_and_migrations_agree(db):
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.django_db(transaction=True)
def test_every_migration_can_be_undone_and_makes_the_tables_of_the_models():
    of_models, guards = _tables(), _triggers()
    call_command("migrate", fake=True, verbosity=0)

    for label in reversed(OURS):
        call_command("migrate", label, "zero", verbosity=0)
    assert not [table for table in _tables() if table.partition("_")[0] in OURS]

    call_command("migrate", verbosity=0)
    assert _tables() == of_models
    assert _triggers() == guards
    assert len(guards) >= 5


def _tables() -> dict[str, Any]:
    """Return the columns and constraints of every table but Django's own book of migrations."""
    with connection.cursor() as cursor:
        names = set(connection.introspection.table_names(cursor)) - {"django_migrations"}
        return {name: _table(cursor, name) for name in names}


def _table(cursor: Any, name: str) -> Any:
    columns = connection.introspection.get_table_description(cursor, name)
    constraints = connection.introspection.get_constraints(cursor, name)
    return (
        sorted((one.name, str(one.type_code), bool(one.null_ok)) for one in columns),
        sorted(
            (
                str(one["columns"]),
                *(bool(one[kind]) for kind in ("primary_key", "unique", "index", "check")),
                str(one["foreign_key"]),
            )
            for one in constraints.values()
        ),
    )


def _triggers() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS[connection.vendor])
        return {name for (name,) in cursor.fetchall()}
