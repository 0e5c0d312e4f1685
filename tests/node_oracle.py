"""An independent implementation to compare with: Digital Bazaar's libraries under Node.js."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from cairn.vc.documents import pinned_context

HERE = Path(__file__).parent / "node"
CONTEXTS = (
    "https://www.w3.org/ns/credentials/v2",
    "https://www.w3.org/ns/did/v1",
    "https://w3id.org/security/multikey/v1",
    "https://w3id.org/security/data-integrity/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
)


class Oracle:
    """A running process that answers one request at a time."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._contexts = {url: dict(pinned_context(url)) for url in CONTEXTS}

    def verify(
        self, credential: Mapping[str, Any], documents: Mapping[str, Any] | None = None
    ) -> tuple[bool, str]:
        """Return whether they accept `credential`, and what they say against it."""
        answer = self.ask(command="verify", credential=credential, documents=documents or {})
        return answer["verified"], answer.get("error", "")

    def issue(self, credential: Mapping[str, Any], *, seed: bytes) -> dict[str, Any]:
        """Return `credential` as they sign it with the did:key of `seed`."""
        answer = self.ask(command="issue", credential=credential, seed=seed.hex(), documents={})
        signed: dict[str, Any] = answer["credential"]
        return signed

    def ask(self, *, documents: Mapping[str, Any], **request: Any) -> dict[str, Any]:
        """Return the answer to one request; AssertionError if they could not do it at all."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        line = json.dumps({**request, "documents": {**self._contexts, **documents}})
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        assert "failed" not in answer, answer["failed"]
        return answer


def missing() -> str | None:
    """Return why the oracle cannot run here, or None if it can."""
    if shutil.which("node") is None:
        return "Node.js is not installed"
    if not (HERE / "node_modules").is_dir():
        return "its packages are missing; run npm ci in tests/node"
    return None


@contextmanager
def running_oracle() -> Iterator[Oracle]:
    """Yield an oracle, ended with the block; skip the test with one line where there is none."""
    if why := missing():
        pytest.skip(f"needs the Node.js oracle: {why}")
    with subprocess.Popen(
        ["node", str(HERE / "oracle.mjs")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Oracle(process)
        assert process.stdin is not None
        process.stdin.close()
