"""
Migrations make what the models say, guards included, and go down as well as up.

Going down takes most of a minute, so it is tried on PostgreSQL, where it would be needed.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection

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


@pytest.mark.skipif(not POSTGRESQL, reason="is tried on PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_every_migration_can_be_undone_and_makes_the_tables_of_the_models():
    of_models, guards = tables_of(connection), triggers_of(connection)
    call_command("migrate", fake=True, verbosity=0)

    for label in reversed(OURS):
        call_command("migrate", label, "zero", verbosity=0)
    assert not [table for table in tables_of(connection) if table.partition("_")[0] in OURS]

    call_command("migrate", verbosity=0)
    assert tables_of(connection) == of_models
    assert triggers_of(connection) == guards
    assert len(guards) >= 5
