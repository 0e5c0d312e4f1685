"""What only grows: the database refuses to change or delete it, whoever asks."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction

from cairn_server.journal.guarding import AppendOnly, Erasure
from tests.tables import triggers_of

GUARD = AppendOnly("note_of_a_test", Erasure("text", blank='"erased"', kept=("id", "author")))


@pytest.fixture
def note(db):
    """A table of one row, guarded twice over: the second time changes nothing."""
    kind = "jsonb" if connection.vendor == "postgresql" else "text"
    _ask(f"CREATE TABLE note_of_a_test (id integer PRIMARY KEY, text {kind}, author text)")
    for statement in GUARD.statements(connection.vendor) * 2:
        _ask(statement)
    _ask("""INSERT INTO note_of_a_test VALUES (1, '"as it was"', NULL)""")


@pytest.mark.parametrize(
    "statement",
    [
        """UPDATE note_of_a_test SET text = '"otherwise"'""",
        """UPDATE note_of_a_test SET text = '"erased"', author = 'somebody else'""",
        "DELETE FROM note_of_a_test",
    ],
)
def test_a_row_is_neither_changed_nor_deleted(note, statement):
    with pytest.raises(DatabaseError, match="note_of_a_test is append-only"), transaction.atomic():
        _ask(statement)

    assert _text() == '"as it was"'


def test_what_somebody_wrote_can_be_forgotten_for_good(note):
    _ask("""UPDATE note_of_a_test SET text = '"erased"'""")

    with pytest.raises(DatabaseError), transaction.atomic():
        _ask("""UPDATE note_of_a_test SET text = '"as it was"'""")
    assert _text() == '"erased"'


@pytest.mark.parametrize(
    "table",
    [
        "journal_event",
        "credentials_awardevent",
        "assessment_response",
        "learning_attendance",
        "learning_attendancewithdrawal",
    ],
)
def test_every_table_that_only_grows_is_guarded(db, table):
    named = {
        "sqlite": "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(named[connection.vendor])
        assert (table,) in cursor.fetchall()


def test_an_older_guard_under_another_name_is_taken_down_and_the_new_one_stays(db):
    before = triggers_of(connection)
    if connection.vendor == "postgresql":
        _ask(
            "CREATE FUNCTION journal_event_guard() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'no'; END $$"
        )
        _ask(
            "CREATE TRIGGER journal_event_guard BEFORE UPDATE ON journal_event "
            "FOR EACH ROW EXECUTE FUNCTION journal_event_guard()"
        )
    else:
        _ask(
            "CREATE TRIGGER journal_event_UPDATE BEFORE UPDATE ON journal_event "
            "BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
    assert len(triggers_of(connection)) == len(before) + 1

    editor = SimpleNamespace(connection=connection, execute=_ask)
    import_module("cairn_server.journal.migrations.0004_one_guard_of_events").take_down(
        None, editor
    )

    assert triggers_of(connection) == before


def _ask(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _text():
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM note_of_a_test")
        return cursor.fetchone()[0]
