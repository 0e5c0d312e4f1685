"""
Migrations make what the models say, guards included, and go down as well as up.

Going down takes most of a minute, so it is tried on PostgreSQL, where it would be needed, and by
`make thorough` alone; that each step can go down is asked every time.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from tests.tables import tables_of, triggers_of

OURS = [
    app.label
    for app in apps.get_app_configs()
    if app.name.startswith("cairn_server.") and app.models
]
POSTGRESQL = "postgresql" in settings.DATABASES["default"]["ENGINE"]


@pytest.fixture(autouse=True)
def real_migrations(settings: Any) -> None:
    """The other tests have their tables from the models, which is quicker."""
    settings.MIGRATION_MODULES = {}


def test_models_and_migrations_agree(db):
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def our_tables() -> dict[str, Any]:
    """Return the tables of our own contexts; a fresh start may make Django's in another way."""
    tables = tables_of(connection)
    return {name: tables[name] for name in tables if name.partition("_")[0] in OURS}


def test_every_step_says_how_it_is_undone():
    steps = MigrationLoader(None).disk_migrations

    assert [
        f"{label}.{name}: {operation.describe()}"
        for (label, name), migration in steps.items()
        if label in OURS
        for operation in migration.operations
        if not operation.reversible
    ] == []


@pytest.mark.skipif(not POSTGRESQL, reason="is tried on SQLite by the command that sets up")
@pytest.mark.django_db(transaction=True)
def test_migrations_make_the_tables_of_the_models():
    of_models, guards = our_tables(), triggers_of(connection)
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")

    call_command("migrate", verbosity=0)

    assert our_tables() == of_models
    assert triggers_of(connection) == guards
    assert len(guards) >= 5


@pytest.mark.thorough
@pytest.mark.skipif(not POSTGRESQL, reason="is tried on PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_every_migration_can_be_undone_and_done_again():
    of_models, guards = tables_of(connection), triggers_of(connection)
    call_command("migrate", fake=True, verbosity=0)

    # all in one go: `migrate <app> zero` would think through every step of all for each app
    MigrationExecutor(connection).migrate([(label, None) for label in OURS])
    assert not [table for table in tables_of(connection) if table.partition("_")[0] in OURS]

    call_command("migrate", verbosity=0)
    assert tables_of(connection) == of_models
    assert triggers_of(connection) == guards
