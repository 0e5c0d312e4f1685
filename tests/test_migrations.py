"""Migrations say what the models say, and go down as well as up."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

OURS = [app.label for app in apps.get_app_configs() if app.name.startswith("cairn_server.")]


def test_models_and_migrations_agree(db):
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.django_db(transaction=True)
def test_every_migration_of_ours_can_be_undone_and_done_again():
    before = set(connection.introspection.table_names())
    with_tables = [label for label in OURS if apps.get_app_config(label).models]

    for label in reversed(with_tables):
        call_command("migrate", label, "zero", verbosity=0)
    call_command("migrate", verbosity=0)

    assert set(connection.introspection.table_names()) == before
