"""Running the command `cairn`: in a process of its own, as a person does, or without one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any
from unittest.mock import patch

from cairn.cli import main

SOURCES = Path(__file__).parents[1] / "src"


@dataclass(frozen=True, slots=True)
class Ended:
    """What a command left behind: its exit status and what it wrote."""

    status: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        """The JSON objects on standard output, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]


def cairn(*words: str | Path, stdin: bytes = b"", cwd: Path | None = None) -> Ended:
    """Run `cairn` with `words` in this process, which is spared what its start takes."""
    given, out, err = (TextIOWrapper(BytesIO(data), "utf-8") for data in (stdin, b"", b""))
    streams = patch.object(sys, "stdin", given), redirect_stdout(out), redirect_stderr(err)
    with chdir(cwd or Path()), streams[0], streams[1], streams[2]:
        status = main([str(word) for word in words])
    return Ended(status, _written(out), _written(err))


def _written(stream: TextIOWrapper) -> str:
    stream.flush()
    data: bytes = stream.buffer.getvalue()  # type: ignore[attr-defined]  # it is a BytesIO
    return data.decode()


def cairn_process(*words: str | Path, stdin: bytes = b"", cwd: Path | None = None) -> Ended:
    """Start `cairn` with `words`, as a person does; fails if it takes longer than 20 seconds."""
    done = subprocess.run(
        [sys.executable, "-m", "cairn", *map(str, words)],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(SOURCES)},
        timeout=20,
        check=False,
    )
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())
