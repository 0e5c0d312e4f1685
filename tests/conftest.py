"""The cast: a college with two learners, and somebody for whom it does not exist."""

from __future__ import annotations

import gc
import os
import signal
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db.backends.sqlite3.base import DatabaseOperations  # its operations alone are circular
from django.utils import timezone
from hypothesis import settings as hypothesis_settings

from cairn_server.accounts.models import Organisation, OrganisationKind, Person
from cairn_server.credentials import keeping_keys
from tests.making import join

# guards, and what is read by SQL of our own
OWN_SQL = {"test_migrations.py", "test_guarding.py", "test_awarded.py"}
LONGEST = {
    "test_kills.py",
    "test_migrations.py",
    "test_command_line.py",
    "test_filling.py",
    "test_tenancy.py",
    "test_house.py",
}
REAL = {"transactional_db", "live_server"}
DATABASE = REAL | {"db"}
# the same examples every time, however busy the machine: chance is for `make fuzz`
hypothesis_settings.register_profile("cairn", deadline=None, derandomize=True)
hypothesis_settings.load_profile("cairn")
# ten thousand tests are many things to look through for what could be thrown away
gc.set_threshold(50_000, 20, 50)
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # so a shell starts what it runs behind, and commands that are tried here would inherit it
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    words = "ask also what is marked thorough and, on PostgreSQL, pages and calls of the API"
    parser.addoption("--thorough", action="store_true", help=words)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """
    Begin with what takes longest, so that no core waits for another at the end.

    On PostgreSQL ask again only what touches the database: the rest was asked on SQLite. Unless
    all are to be asked, only where databases differ: in locks and races, guards, SQL of our own.
    """
    items.sort(key=lambda one: one.path.name not in LONGEST)
    again = "postgresql" in settings.DATABASES["default"]["ENGINE"]
    asked = [one for one in items if _asks_a_database(one)] if again else [*items]
    if not config.getoption("thorough"):
        asked = [one for one in asked if not _is_long(one)]
    if again and not config.getoption("thorough"):
        differing = {one.path for one in asked if _may_differ(one)}
        asked = [one for one in asked if one.path in differing]
    config.hook.pytest_deselected(items=list(set(items) - set(asked)))
    items[:] = asked


def pytest_collection_finish() -> None:
    """Let nobody look again for rubbish in what stays to the end."""
    gc.collect()
    gc.freeze()


def _is_long(item: pytest.Item) -> bool:
    return item.get_closest_marker("thorough") is not None


def _may_differ(item: pytest.Item) -> bool:
    """Return whether it needs real transactions, or SQL of our own."""
    marker = item.get_closest_marker("django_db")
    is_real = marker is not None and bool(marker.kwargs.get("transaction"))
    named = set(getattr(item, "fixturenames", ()))
    return is_real or bool(named & REAL) or item.path.name in OWN_SQL


def _asks_a_database(item: pytest.Item) -> bool:
    named = set(getattr(item, "fixturenames", ()))
    return bool(named & DATABASE) or item.get_closest_marker("django_db") is not None


@pytest.fixture(autouse=True, scope="session")
def flushable_ledger() -> None:
    """Let a test database be emptied: SQLite knows no TRUNCATE, which would pass the triggers."""
    flush = DatabaseOperations.execute_sql_flush

    def without_triggers(operations: DatabaseOperations, statements: Any) -> None:
        with operations.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
            flush(operations, statements)
            for _, sql in triggers:
                cursor.execute(sql)

    DatabaseOperations.execute_sql_flush = without_triggers


@pytest.fixture(autouse=True, scope="session")
def files_wait_for_no_disk() -> None:
    """A killed process loses nothing by it, only a machine without power would."""
    os.fsync = lambda _: None


@pytest.fixture(autouse=True, scope="session")
def seals_cost_little() -> None:
    """Let the keys of the tests be sealed in a moment; their own test seals as in real use."""
    keeping_keys.SEAL_COST = {"iterations": 1, "lanes": 1, "memory_cost": 8}


@pytest.fixture(autouse=True)
def nobody_has_asked_yet() -> None:
    """Let no test use up the calls that another may make."""
    cache.clear()


@pytest.fixture(autouse=True)
def nobody_has_read_yet() -> None:
    """Let no test see the days of whoever read a page in another."""
    timezone.deactivate()


@pytest.fixture
def college(db: None) -> Organisation:
    return Organisation.objects.create(
        name="North College", slug="north", kind=OrganisationKind.INSTITUTION
    )


@pytest.fixture
def ada(college: Organisation) -> Person:
    """A learner at the college."""
    return join("Ada", college)


@pytest.fixture
def bea(college: Organisation) -> Person:
    """Another learner there, who must never see what is Ada's."""
    return join("Bea", college)


@pytest.fixture
def eve(college: Organisation) -> Person:
    """An evaluator at the college."""
    return join("Eve", college, "evaluator")


@pytest.fixture
def ida(college: Organisation) -> Person:
    """An issuer at the college: keys, awards, revocation."""
    return join("Ida", college, "issuer", "author", "owner")


@pytest.fixture
def zoe(db: None) -> Person:
    """A member of another organisation, for whom the college does not exist."""
    works = Organisation.objects.create(
        name="South Works", slug="south", kind=OrganisationKind.EMPLOYER
    )
    return join("Zoe", works, "evaluator", "issuer", "author", "owner", "manager")
