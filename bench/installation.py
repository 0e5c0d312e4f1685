"""A whole installation to measure: set up, filled with the demo, served by gunicorn."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def installation(
    database_url: str = "", *, prepare: Callable[[dict[str, str]], None] | None = None
) -> Iterator[str]:
    """
    Yield the address of a server that runs as `cairn-server serve` starts it; end it then.

    Args:
        prepare: called with the environment of the installation before it is served.
    """
    with tempfile.TemporaryDirectory(prefix="cairn-bench-") as home:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        environment = {**os.environ, "CAIRN_HOME": home, "CAIRN_PORT": str(port)}
        environment |= {"CAIRN_DEMO": "1", "CAIRN_DATABASE_URL": database_url}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        server = str(Path(sys.executable).with_name("cairn-server"))
        for word in ("setup", "demo"):
            subprocess.run([server, word], env=environment, check=True, capture_output=True)
        if prepare is not None:
            prepare(environment)
        process = subprocess.Popen([server, "serve"], env=environment)
        try:
            _wait_for(f"http://127.0.0.1:{port}/healthz")
            yield f"http://localhost:{port}"
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait_for(url: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(url, timeout=5).read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"{url} did not answer")
