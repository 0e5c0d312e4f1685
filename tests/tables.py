"""What a database is made of: the tables with their columns and constraints, and the guards."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}


def tables_of(connection: BaseDatabaseWrapper) -> dict[str, Any]:
    """Return the columns and constraints of every table but Django's own book of migrations."""
    with connection.cursor() as cursor:
        names = set(connection.introspection.table_names(cursor)) - {"django_migrations"}
        return {name: _table(connection, cursor, name) for name in names}


def _table(connection: BaseDatabaseWrapper, cursor: Any, name: str) -> Any:
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


def triggers_of(connection: BaseDatabaseWrapper) -> set[str]:
    """Return the names of the triggers."""
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS[connection.vendor])
        return {name for (name,) in cursor.fetchall()}
