from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from cairn.cli import COMMANDS
from tests.command import SOURCES, cairn, cairn_process

PAGE = SOURCES.parent / "docs" / "command.md"
KINDS = ("json", "csv", "sh")
SECTION = {"unbake": "bake"}


def test_help_names_every_command():
    ended = cairn("--help")

    assert ended.status == 0
    assert [name for name in COMMANDS if name not in ended.out] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command):
    ended = cairn_process(command, "--help")

    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith(f"usage: cairn {command}")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_line_and_a_section_in_its_page(command):
    page = PAGE.read_text()
    sections = dict(re.findall(r"^## (\w+)$(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL))

    assert re.search(rf"^\|.*`cairn {command}\b.*\|$", page, re.MULTILINE)
    assert f"cairn {command}" in sections[SECTION.get(command, command).capitalize()]


def test_what_the_page_shows_of_issuing_can_be_pasted(tmp_path):
    """With the achievement and the table that it shows, in a folder with nothing else in it."""
    page = PAGE.read_text()
    shown = {kind: re.findall(rf"```{kind}\n(.*?)```", page, re.DOTALL) for kind in KINDS}
    (tmp_path / "achievement.json").write_text(shown["json"][0])
    (tmp_path / "recipients.csv").write_text(shown["csv"][0])
    blocks = [block for block in shown["sh"] if "cairn issue" in block]
    cairn_itself = f'cairn() {{ "{sys.executable}" -m cairn "$@"; }}\nset -e\n'
    done = subprocess.run(
        ["sh", "-c", cairn_itself + "".join(blocks)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(SOURCES)},
        check=False,
    )

    assert (len(blocks), done.returncode, done.stderr) == (2, 0, "")
    assert done.stdout.count(": valid\n") == 4


def test_the_version_is_printed():
    assert cairn_process("--version").out == "cairn 0.1.0\n"


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("prove",),
        ("verify",),
        ("verify", "--nonsense", "x"),
        ("verify", "x", "--at", "yesterday"),
        ("verify", "x", "--map", "nonsense"),
        ("bake", "x"),
        ("keys",),
        ("inspect", "no-such-file"),
        ("unbake", "."),
        ("canonicalize", "no\0file"),
    ],
)
def test_wrong_usage_is_one_line_and_status_3(words, tmp_path):
    words = [word for word in words if "\0" not in word] or ["x"]

    ended = cairn(*words, cwd=tmp_path)

    assert ended.status == 3
    assert ended.out == ""
    assert ended.err.startswith("cairn: ")
    assert ended.err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "name a command: verify, inspect, bake"),
        (("prove",), "(see cairn --help)"),
        (("verify",), "(see cairn verify --help)"),
        (("keys", "new"), "(see cairn keys --help)"),
    ],
)
def test_wrong_usage_leads_to_the_help_of_its_command(words, told):
    assert told in cairn(*words).err


def test_a_broken_pipe_is_silent():
    with subprocess.Popen(
        [sys.executable, "-m", "cairn", "--help"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(SOURCES), "PYTHONUNBUFFERED": ""},
    ) as process:
        process.stdout.close()
        error = process.stderr.read()

    assert error == b""


@pytest.mark.parametrize(
    ("closed", "status", "error"),
    [
        ("<&-", 3, b"cairn: -: Standard input is closed\n"),
        ("</dev/null >&-", 3, b"cairn: Standard output is closed\n"),
    ],
)
def test_a_closed_stream_is_no_traceback(closed, status, error):
    done = subprocess.run(
        ["sh", "-c", f"exec {sys.executable} -m cairn verify - {closed}"],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(SOURCES)},
        check=False,
    )

    assert (done.returncode, done.stdout) == (status, b"")
    assert done.stderr == error


def told_to_stop_while_it_starts(folder, *before):
    """Return what a process leaves that hears of Ctrl-C when it loads its first module."""
    (folder / "argparse.py").write_text(
        "import os, signal, sys\n"
        "os.kill(os.getpid(), signal.SIGINT)\n"
        f"sys.path.remove({str(folder)!r}); del sys.modules['argparse']; import argparse\n"
    )
    return subprocess.run(
        [*before, sys.executable, "-m", "cairn", "--version"],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": f"{folder}:{SOURCES}"},
        check=False,
    )


def test_whoever_stops_it_while_it_starts_reads_no_traceback(tmp_path):
    done = told_to_stop_while_it_starts(tmp_path)

    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


def test_what_was_started_deaf_to_ctrl_c_goes_on(tmp_path):
    done = told_to_stop_while_it_starts(tmp_path, "sh", "-c", 'trap "" INT; exec "$@"', "sh")

    assert (done.returncode, done.stdout, done.stderr) == (0, b"cairn 0.1.0\n", b"")
