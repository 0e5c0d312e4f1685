"""Attendance can only grow: the database itself refuses to change or delete a row."""

from __future__ import annotations

from typing import Any

from django.db import migrations

TABLES = ("learning_attendance", "learning_attendancewithdrawal")
MESSAGE = "attendance is append-only"


def _protecting(table: str, vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_is_append_only_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'restrict_violation'; END $$",
        f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
    ]


def _unprotecting(table: str, vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [
            f"DROP TRIGGER IF EXISTS {table}_is_append_only_{verb}" for verb in ("update", "delete")
        ]
    return [
        f"DROP TRIGGER IF EXISTS {table}_is_append_only ON {table}",
        f"DROP FUNCTION IF EXISTS {table}_refuse()",
    ]


def protect(apps: Any, schema_editor: Any) -> None:
    for table in TABLES:
        for statement in _protecting(table, schema_editor.connection.vendor):
            schema_editor.execute(statement)


def unprotect(apps: Any, schema_editor: Any) -> None:
    for table in TABLES:
        for statement in _unprotecting(table, schema_editor.connection.vendor):
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("learning", "0003_places_and_withdrawals")]

    operations = [migrations.RunPython(protect, unprotect)]
