"""
Tables to which rows are only ever added: the database itself refuses to change or delete one.

The guards are put up after every migration, not by one of them: SQLite makes a table anew to
alter it, and forgets its triggers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


@dataclass(frozen=True, slots=True)
class Erasure:
    """
    The one change that a guard lets through: forgetting what somebody wrote.

    Args:
        column: a JSON column.
        blank: the JSON text that it may be changed to, once and for all.
        kept: every other column; none of them may change with it.
    """

    column: str
    blank: str
    kept: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AppendOnly:
    """
    A table to which rows are only ever added.

    Args:
        table: its name in the database.
        erasure: the one change that is allowed; None for none.
    """

    table: str
    erasure: Erasure | None = None

    def statements(self, vendor: str) -> list[str]:
        """Return the SQL that puts the guard up, whether or not it stands already."""
        return self._postgresql() if vendor == "postgresql" else self._sqlite()

    def _sqlite(self) -> list[str]:
        unless = ""
        if self.erasure:
            other = f"NEW.{self.erasure.column} IS NOT '{self.erasure.blank}'"
            changed = [f"NEW.{name} IS NOT OLD.{name}" for name in self.erasure.kept]
            unless = f"WHEN {' OR '.join([other, *changed])} "
        refuse = f"BEGIN SELECT RAISE(ABORT, '{self.table} is append-only'); END"
        name = f"{self.table}_is_append_only"
        return [
            f"DROP TRIGGER IF EXISTS {name}_update",
            f"CREATE TRIGGER {name}_update BEFORE UPDATE ON {self.table} {unless}{refuse}",
            f"DROP TRIGGER IF EXISTS {name}_delete",
            f"CREATE TRIGGER {name}_delete BEFORE DELETE ON {self.table} {refuse}",
        ]

    def _postgresql(self) -> list[str]:
        allow = ""
        if self.erasure:
            blanked = f"NEW.{self.erasure.column} = '{self.erasure.blank}'::jsonb"
            same = [f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in self.erasure.kept]
            allow = (
                f"IF TG_OP = 'UPDATE' AND {' AND '.join([blanked, *same])} "
                "THEN RETURN NEW; END IF; "
            )
        return [
            f"CREATE OR REPLACE FUNCTION {self.table}_refuse() RETURNS trigger LANGUAGE plpgsql "
            f"AS $$ BEGIN {allow}RAISE EXCEPTION '{self.table} is append-only' "
            "USING ERRCODE = 'restrict_violation'; END $$",
            f"CREATE OR REPLACE TRIGGER {self.table}_is_append_only "
            f"BEFORE UPDATE OR DELETE ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {self.table}_refuse()",
        ]


def guard(app: AppConfig, *tables: AppendOnly) -> None:
    """Have these tables of `app` guarded from the next migration on; called when it is ready."""
    name = f"{app.label} is append-only"
    post_migrate.connect(partial(_put_up, tables), sender=app, weak=False, dispatch_uid=name)


def _put_up(guards: Sequence[AppendOnly], /, *, using: str, **told: Any) -> None:
    connection = connections[using]
    there = set(connection.introspection.table_names())  # fewer, after going back
    with connection.cursor() as cursor:
        for one in guards:
            for statement in one.statements(connection.vendor) if one.table in there else []:
                cursor.execute(statement)
