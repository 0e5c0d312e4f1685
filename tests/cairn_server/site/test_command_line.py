import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from tests.tables import tables_of, triggers_of

PROGRAM = Path(sys.executable).with_name("cairn-server")
# where `run.py` has run `cairn-server setup` already, for this and for the demo worlds
BARE = Path(os.environ.get("CAIRN_DEMO_WORLDS", "/nowhere"), "bare")


def run(*words, home, **settings):
    environment = {**os.environ, "CAIRN_HOME": str(home), **settings}
    environment["DJANGO_SETTINGS_MODULE"] = "cairn_server.site.settings"
    environment.pop("CAIRN_DATABASE_URL", None)
    return subprocess.run(
        [PROGRAM, *words], env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own")
def test_setup_asks_nothing_may_be_repeated_and_makes_the_tables_of_the_models(db, tmp_path):
    if BARE.exists():
        shutil.copytree(BARE, tmp_path, dirs_exist_ok=True)
    else:
        assert run("setup", home=tmp_path).returncode == 0
    second = run("setup", home=tmp_path)

    assert second.returncode == 0
    assert '"ready": true' in second.stdout
    made = _database(tmp_path / "cairn.sqlite3")
    assert tables_of(made) == tables_of(connection)
    assert triggers_of(made) == triggers_of(connection) != set()
    made.close()


def _database(file: Path) -> BaseDatabaseWrapper:
    settings = {"ENGINE": "django.db.backends.sqlite3", "NAME": file}
    return ConnectionHandler({"default": settings})["default"]


def test_a_wrong_setting_is_one_line_that_names_it(tmp_path):
    done = run("setup", home=tmp_path, CAIRN_PORT="eighty")

    assert done.returncode == 3
    assert done.stderr.startswith("cairn-server: CAIRN_PORT: ")
    assert len(done.stderr.splitlines()) == 1


def test_an_unknown_command_is_named(tmp_path):
    done = run("sing", home=tmp_path)

    assert done.returncode == 3
    assert "sing" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["import", "gift"], "cairn-server import: error: the following arguments are required"),
        (["import", "song", "x", "--organisation", "north"], "invalid choice: 'song'"),
        (["setup", "--loudly"], "unrecognized arguments: --loudly"),
    ],
)
def test_wrong_arguments_are_status_3_as_everywhere(tmp_path, words, complaint):
    done = run(*words, home=tmp_path)

    assert done.returncode == 3
    assert complaint in done.stderr


def test_asking_for_help_is_no_mistake(tmp_path):
    done = run("import", "--help", home=tmp_path)

    assert done.returncode == 0
    assert done.stdout.startswith("usage: cairn-server import [-h]")
