"""
Answers are only ever added: the database itself refuses to change or delete one.

The one change that it lets through blanks the answer of somebody who is forgotten.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

TABLE = "assessment_response"
MESSAGE = "answers of an attempt are append-only"
SAME = ("id", "attempt_id", "item_version_id", "sequence", "saved_at")

SQLITE = [
    f"CREATE TRIGGER {TABLE}_is_append_only_update BEFORE UPDATE ON {TABLE} "
    "WHEN NEW.answer IS NOT '\"erased\"' OR "
    + " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in SAME)
    + f" BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
    f"CREATE TRIGGER {TABLE}_is_append_only_delete BEFORE DELETE ON {TABLE} "
    f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
]
POSTGRESQL = [
    f"CREATE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF TG_OP = 'UPDATE' AND NEW.answer = '\"erased\"'::jsonb AND "
    + " AND ".join(f"NEW.{name} = OLD.{name}" for name in SAME)
    + " THEN RETURN NEW; END IF; "
    f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'restrict_violation'; END $$",
    f"CREATE TRIGGER {TABLE}_is_append_only BEFORE UPDATE OR DELETE ON {TABLE} "
    f"FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()",
]
SQLITE_BACK = [
    f"DROP TRIGGER IF EXISTS {TABLE}_is_append_only_{verb}" for verb in ("update", "delete")
]
POSTGRESQL_BACK = [
    f"DROP TRIGGER IF EXISTS {TABLE}_is_append_only ON {TABLE}",
    f"DROP FUNCTION IF EXISTS {TABLE}_refuse()",
]


def protect(apps: Any, schema_editor: Any) -> None:
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in SQLITE if is_sqlite else POSTGRESQL:
        schema_editor.execute(statement)


def unprotect(apps: Any, schema_editor: Any) -> None:
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in SQLITE_BACK if is_sqlite else POSTGRESQL_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("assessment", "0003_nominated_submissions")]

    operations = [migrations.RunPython(protect, unprotect)]
