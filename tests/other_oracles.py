"""Independent implementations beside Digital Bazaar's, each a process that answers in lines."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent
OPENBADGESLIB = ROOT / ".venv-oracles" / "bin" / "python"
DCC = HERE / "node" / "node_modules" / "@digitalcredentials" / "verifier-core"


class LineOracle:
    """A running process that answers one line of JSON with another."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self, **request: Any) -> dict[str, Any]:
        """Return the answer to one request; AssertionError if they could not do it at all."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        assert "failed" not in answer, answer["failed"]
        return answer

    def verify(self, credential: Mapping[str, Any]) -> tuple[bool, str]:
        """Return whether they accept `credential`, and what they say against it."""
        answer = self.ask(command="verify", credential=credential)
        return answer["verified"], answer.get("error", "")


@contextmanager
def running_dcc() -> Iterator[LineOracle]:
    """Yield the verifier of the Digital Credentials Consortium; skip where it is missing."""
    if shutil.which("node") is None or not DCC.is_dir():
        pytest.skip("needs verifier-core under Node.js; run npm ci in tests/node")
    with _running(["node", str(HERE / "node" / "dcc.mjs")]) as oracle:
        yield oracle


@contextmanager
def running_openbadgeslib() -> Iterator[LineOracle]:
    """Yield openbadgeslib; skip where the environment of `make conformance` is missing."""
    if not OPENBADGESLIB.exists():
        pytest.skip("needs openbadgeslib in an environment of its own; run make conformance")
    with _running([str(OPENBADGESLIB), str(HERE / "openbadgeslib" / "answers.py")]) as oracle:
        yield oracle


@contextmanager
def _running(words: Sequence[str]) -> Iterator[LineOracle]:
    with subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield LineOracle(process)
        assert process.stdin is not None
        process.stdin.close()
