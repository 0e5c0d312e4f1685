"""Running the command `cairn` as a person does: a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
    """Run `cairn` with `words`; fails if it takes longer than 20 seconds."""
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
