"""Events are only ever added: the database itself refuses to change or delete one."""

from django.db import migrations

SQLITE = """
CREATE TRIGGER journal_event_{verb} BEFORE {verb} ON journal_event
BEGIN SELECT RAISE(ABORT, 'journal_event is append-only'); END
"""
POSTGRESQL = [
    """
    CREATE FUNCTION journal_event_guard() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'journal_event is append-only'; END $$
    """,
    """
    CREATE TRIGGER journal_event_guard BEFORE UPDATE OR DELETE ON journal_event
    FOR EACH ROW EXECUTE FUNCTION journal_event_guard()
    """,
]


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        statements = POSTGRESQL
    else:
        statements = [SQLITE.format(verb=verb) for verb in ("UPDATE", "DELETE")]
    for statement in statements:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER journal_event_guard ON journal_event")
        schema_editor.execute("DROP FUNCTION journal_event_guard()")
    else:
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(f"DROP TRIGGER journal_event_{verb}")


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
