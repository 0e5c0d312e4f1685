"""
Run a command with a PostgreSQL of its own: `python -m tests.throwaway_postgres COMMAND…`.

The server lives in a temporary folder, listens on the loopback address only, and is gone
when the command ends. The command finds it in `CAIRN_DATABASE_URL`.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

SETTINGS = {"fsync": "on", "synchronous_commit": "on", "max_connections": "60"}
# a killed client loses nothing by it, only a machine without power would
HASTY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@contextmanager
def throwaway_postgres(*, durable: bool = True) -> Iterator[str]:
    """
    Start a server; yield the URL of an empty database on it; stop it and delete it.

    Args:
        durable: wait for the disk at each commit, as in real use.
    """
    folder = Path(tempfile.mkdtemp(prefix="cairn-postgres-"))
    as_user = _as_unprivileged(folder)
    data, port = folder / "data", _free_port()
    subprocess.run(
        [*as_user, _program("initdb"), "-D", data, "-U", "cairn", "-A", "trust", "-E", "UTF8"],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd=folder,
    )
    chosen = SETTINGS if durable else SETTINGS | HASTY
    options = [f"-c{name}={value}" for name, value in chosen.items()]
    server = [_program("postgres"), "-D", data, "-h", "127.0.0.1", "-p", str(port), "-k", folder]
    log = (folder / "log").open("wb")
    process = subprocess.Popen([*as_user, *server, *options], stderr=log, stdout=log, cwd=folder)
    try:
        _wait_for(port, process)
        yield f"postgresql://cairn@127.0.0.1:{port}/postgres"
    finally:
        process.terminate()
        process.wait(timeout=30)
        log.close()
        shutil.rmtree(folder, ignore_errors=True)


def _as_unprivileged(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: then it runs as the user that its package made."""
    if os.geteuid() != 0:
        return []
    user = pwd.getpwnam("postgres")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return ["runuser", "-u", "postgres", "--"]


def _program(name: str) -> str:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}")) or [shutil.which(name) or ""]
    if not str(found[-1]):
        raise SystemExit(f"cairn: {name} is not installed; install the package postgresql")
    return str(found[-1])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    ready = [_program("pg_isready"), "-h", "127.0.0.1", "-p", str(port), "-t", "1"]
    for _ in range(60):
        if process.poll() is not None:
            raise SystemExit("cairn: the throwaway PostgreSQL did not start")
        if subprocess.run(ready, stdout=subprocess.DEVNULL, check=False).returncode == 0:
            return
        subprocess.run(["sleep", "0.2"], check=True)
    raise SystemExit("cairn: the throwaway PostgreSQL did not answer")


def main(command: Sequence[str]) -> int:
    with throwaway_postgres(durable=False) as url:
        environment = {**os.environ, "CAIRN_DATABASE_URL": url}
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
