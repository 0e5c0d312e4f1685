#!/usr/bin/env python3
"""
Start Cairn, or check it, from a fresh clone: `python3 run.py [demo|test|check|fix|…]`.

Needs Python 3.11 or newer and nothing else; makes `.venv` from the locked requirements first.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
HOME = Path(os.environ.get("CAIRN_HOME", ROOT / ".cairn"))
OLDEST_PYTHON = (3, 11)
OLDEST_PIP = (22, 3)  # the first that installs into another environment than its own
WORKERS = "2"
FIRST_PORT = 8_100  # of the journeys; below those that outgoing connections take
# the same engine without a window takes half the time
CHROMIUM = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)


def main(words: Sequence[str]) -> int:
    """Do what the first word says; return the exit status."""
    if sys.version_info < OLDEST_PYTHON:
        return _complain("Cairn needs Python 3.11 or newer; this is " + sys.version.split()[0])
    verb, *rest = words or ["demo"]
    deeds = {
        "demo": demo,
        "test": test,
        "check": check,
        "fix": fix,
        "bench": bench,
        "journeys": journeys,
        "thorough": thorough,
        "conformance": conformance,
        "coverage": coverage,
        "fuzz": fuzz,
    }
    if verb not in deeds:
        return _complain(f"run.py knows {', '.join(deeds)}; not {verb!r}")
    # a dozen processes are started: each is three times as fast with what the first compiled
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    try:
        return deeds[verb](rest)
    except subprocess.CalledProcessError as error:
        return error.returncode or 1
    except KeyboardInterrupt:
        return 130


def demo(_: Sequence[str]) -> int:
    """Migrate, fill the demo world if it is empty, serve it, with one worker, until Ctrl-C."""
    prepare("run")
    os.environ.setdefault("CAIRN_DEMO", "1")
    os.environ["CAIRN_HOME"] = str(HOME)
    server = str(BIN / "cairn-server")
    _run(server, "demo")
    children = [subprocess.Popen([server, "serve"]), subprocess.Popen([server, "work"])]
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: _stop(children))
    while all(child.poll() is None for child in children):
        time.sleep(0.2)
    _stop(children)
    return max(abs(child.wait()) for child in children) and 1


def test(words: Sequence[str]) -> int:
    """Check the code, ask it on SQLite and PostgreSQL, walk the journeys in Chromium."""
    prepare("dev")
    _need_programs()
    with _demo_worlds() as worlds_stand:  # types are checked on one core only
        check([])
        _suite(words)
        _suite_on_postgresql(words)
        _say("The journeys in Chromium")
        worlds_stand()
        _walk([])
    return 0


def thorough(words: Sequence[str]) -> int:
    """Ask what takes too long for `test`: what is marked so, and all that asks PostgreSQL."""
    prepare("dev")
    _need_programs()
    _suite(["-m", "thorough", "--thorough", *words])
    _suite_on_postgresql(["--thorough", *words])
    return 0


def _suite(words: Sequence[str]) -> None:
    _say("The suite on SQLite")
    _ask(*_pytest(), *words)


def _suite_on_postgresql(words: Sequence[str]) -> None:
    _say("The platform's tests on PostgreSQL")
    tests = ("tests/cairn_server", "tests/test_migrations.py", "tests/test_tenancy.py")
    _ask(str(BIN / "python"), "-m", "tests.throwaway_postgres", *_pytest(), *words, *tests)


def _pytest() -> list[str]:
    return [str(BIN / "python"), "-m", "pytest", "-q", "-n", WORKERS]


def _ask(*words: str) -> None:
    """Run pytest; ask again only what failed, for what each side of an `assert` was."""
    try:
        _run(*words, "--assert=plain")  # to prepare every `assert` for that takes long
    except subprocess.CalledProcessError:
        _say("What failed, once more, with what was compared")
        subprocess.run([*words, "--last-failed", "--last-failed-no-failures=none"], cwd=ROOT)
        raise


def journeys(words: Sequence[str]) -> int:
    """Walk the journeys of people in the system's Chromium."""
    prepare("dev")
    with _demo_worlds() as worlds_stand:
        worlds_stand()
        _walk(words)
    return 0


def _walk(words: Sequence[str]) -> None:
    together = ["-n", str(_walkers()), "--dist", "loadfile"]
    _run(str(BIN / "python"), "-m", "pytest", "-q", *together, "tests/journeys", *words)


def _walkers() -> int:
    # two at a time: people wait more than machines, unless the browser draws windows and needs
    # both cores for one of them
    return int(WORKERS) if shutil.which(CHROMIUM[0]) else 1


@contextmanager
def _demo_worlds() -> Iterator[Callable[[], object]]:
    """Begin to make a demo world for each that walks; what is yielded waits until they stand."""
    with (
        tempfile.TemporaryDirectory(prefix="cairn-worlds-") as folder,
        ThreadPoolExecutor() as pool,
    ):
        os.environ["CAIRN_DEMO_WORLDS"] = folder
        homes = [Path(folder, f"gw{number}") for number in range(_walkers())]
        bare = pool.submit(_set_up, Path(folder))
        making = pool.map(lambda home: _make_world(home, bare.result()), homes)
        yield lambda: list(making)


def _set_up(folder: Path) -> Path:
    """Make an installation that is ready and empty, once for all that want one; return where."""
    making, bare = folder / "making", folder / "bare"
    making.mkdir()
    _serve_quietly("setup", CAIRN_HOME=str(making))
    return making.rename(bare)  # whoever sees it there finds it whole


def _make_world(home: Path, bare: Path) -> None:
    shutil.copytree(bare, home)
    port = next(filter(_is_free, range(FIRST_PORT + int(home.name[2:]), 32_768, int(WORKERS))))
    (home / "port").write_text(str(port))
    _serve_quietly("demo", CAIRN_HOME=str(home), CAIRN_PORT=str(port), CAIRN_DEMO="1")


def _serve_quietly(word: str, **given: str) -> None:
    server = [str(BIN / "cairn-server"), word]
    subprocess.run(server, env=os.environ | given, check=True, stdout=subprocess.DEVNULL)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def check(_: Sequence[str]) -> int:
    """Run what needs no test: style, types, imports, templates, migrations."""
    prepare("dev")
    for tool in (
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
        ["lint-imports"],
    ):
        _say(" ".join(tool))
        _run(str(BIN / tool[0]), *tool[1:])
    return 0


def fix(_: Sequence[str]) -> int:
    """Let ruff mend what it can."""
    prepare("dev")
    _run(str(BIN / "ruff"), "check", "--fix", ".")
    _run(str(BIN / "ruff"), "format", ".")
    return 0


def bench(words: Sequence[str]) -> int:
    """Measure beside named peers, in one run."""
    prepare("dev")
    _run(str(BIN / "python"), "-m", "bench", *words)
    return 0


def conformance(words: Sequence[str]) -> int:
    """Hold the library against independent implementations from npm and PyPI."""
    prepare("dev")
    if not (shutil.which("node") and shutil.which("npm")):
        _provide(["nodejs", "npm"])
    _say("Fetching the packages of tests/node")
    quiet = ("--silent", "--no-audit", "--no-fund")
    _run("npm", "ci", *quiet, "--prefix", str(ROOT / "tests" / "node"))
    _own_environment("oracles")
    _say("Independent implementations")
    _run(str(BIN / "python"), "-m", "pytest", "-q", "-m", "node or oracles", *words)
    return 0


def coverage(_: Sequence[str]) -> int:
    """Fail unless the tests of credentials walk every branch of `cairn.vc` and its badges."""
    prepare("dev")
    measured = [str(BIN / "python"), "-m", "coverage"]
    rooms = ("vc", "openbadges")
    sources = ",".join(f"src/cairn/{room}" for room in rooms)
    tests = [f"tests/cairn/{room}" for room in rooms]
    _run(*measured, "run", f"--source={sources}", "-m", "pytest", "-q", *tests)
    _run(*measured, "report", "--show-missing", "--skip-covered", "--fail-under=100")
    return 0


def fuzz(words: Sequence[str]) -> int:
    """Fuzz the readers of what strangers send, in an environment of its own."""
    python = _own_environment("fuzz")
    os.environ["PYTHONPATH"] = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
    _run(python, "-m", "fuzz", *words)
    return 0


def _own_environment(name: str) -> str:
    """Make `.venv-<name>` from `requirements/<name>.txt` unless it is there; return its Python."""
    venv, locked = ROOT / f".venv-{name}", ROOT / "requirements" / f"{name}.txt"
    python, mark = str(venv / BIN.name / "python"), venv / f"cairn-{name}"
    if not (mark.exists() and mark.read_text() == _digest(locked)):
        _say(f"Making the environment {venv.name}")
        _run(sys.executable, "-m", "venv", "--clear", str(venv))
        pip = [python, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
        _run(*pip, "--require-hashes", "-r", str(locked))
        mark.write_text(_digest(locked))
    return python


def prepare(kind: str) -> None:
    """Make the environment from `requirements/<kind>.txt`, hash-checked, unless it is there."""
    locked = ROOT / "requirements" / f"{kind}.txt"
    wanted = _digest(locked) + _digest(ROOT / "pyproject.toml")
    marks = [VENV / f"cairn-{name}" for name in ("dev", kind)]  # dev holds all that run needs
    if any(mark.exists() and mark.read_text() == _wanted(mark, wanted) for mark in marks):
        return
    _say("Making the environment")
    if not BIN.exists():
        _run(sys.executable, "-m", "venv", *(["--without-pip"] if _has_pip() else []), str(VENV))
    _install(locked)
    _run(*_pip(), "--no-build-isolation", "--editable", str(ROOT))
    (VENV / f"cairn-{kind}").write_text(wanted)


def _install(locked: Path) -> None:
    """Install what is locked, hash-checked: one half on each core, for pip thinks long."""
    pins = re.split(r"\n(?=\S)", locked.read_text())
    with tempfile.TemporaryDirectory(prefix="cairn-pins-") as folder:
        halves = [Path(folder, f"{number}.txt") for number in range(2)]
        for number, half in enumerate(halves):
            half.write_text("\n".join([*pins[number::2], ""]))
        _run_together(*([*_pip(), "--require-hashes", "-r", str(half)] for half in halves))


def _pip() -> list[str]:
    """
    Return the beginning of a command that installs into our environment.

    What is needed of a package is compiled when it is first imported, and no sooner.
    """
    python = str(BIN / "python")
    ours = [sys.executable, "-m", "pip", "--python", python]
    pip = ours if _has_pip() else [python, "-m", "pip"]
    return [*pip, "install", "-qq", "--disable-pip-version-check", "--no-compile", "--no-deps"]


def _has_pip() -> bool:
    """Return whether this Python has a pip that can serve other environments than its own."""
    try:
        found = version("pip")
    except PackageNotFoundError:
        return False
    return tuple(map(int, re.findall(r"\d+", found)[:2])) >= OLDEST_PIP


def _wanted(mark: Path, wanted: str) -> str:
    kind = mark.name.removeprefix("cairn-")
    locked = ROOT / "requirements" / f"{kind}.txt"
    return _digest(locked) + _digest(ROOT / "pyproject.toml")


def _need_programs() -> None:
    """Install Chromium and PostgreSQL through the system's packages where they are missing."""
    missing = []
    if not any(map(shutil.which, CHROMIUM)):
        missing.append("chromium")
    if not (shutil.which("initdb") or list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))):
        missing.append("postgresql")
    if missing:
        _provide(missing)


def _provide(missing: Sequence[str]) -> None:
    """Install what is `missing` through the system's packages, or say that it is."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        raise SystemExit(_complain(f"The tests need {' and '.join(missing)}: please install"))
    _say(f"Installing {' and '.join(missing)}")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    _run("apt-get", "update", "-qq")
    _run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing)


def _stop(children: Sequence[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _run(*words: str) -> None:
    subprocess.run(words, cwd=ROOT, check=True)


def _run_together(*commands: list[str]) -> None:
    children = [subprocess.Popen(words, cwd=ROOT) for words in commands]
    ends = [child.wait() for child in children]
    for child, end in zip(children, ends, strict=True):
        if end:
            raise subprocess.CalledProcessError(end, child.args)


def _say(text: str) -> None:
    print(f"\n== {text}", flush=True)


def _complain(text: str) -> int:
    print(f"cairn: {text}", file=sys.stderr)
    return 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
