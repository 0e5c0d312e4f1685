"""Programs go by the codes of reasons, so that every one of them is told in the docs."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from cairn.errors import CredentialError, FetchError, InputError

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("vc", "openbadges")
CALLED = {"Violation": 0, "Check.failed": 1, "Check.undetermined": 1}
COMPOSED = {
    *("revoked", "suspended", "challenge_mismatch", "domain_mismatch", "file_unreadable"),
    *("name_invalid", "description_invalid", "status_invalid", "refresh_invalid"),
    *("terms_invalid", "evidence_invalid"),
}
OF_NO_REPORT = {"input_error", "credential_error", "pack_invalid", "row_refused", "unsafe_content"}


def stated(tree):
    """Yield the reasons that are written into calls."""
    for node in ast.walk(tree):
        place = CALLED.get(ast.unparse(node.func)) if isinstance(node, ast.Call) else None
        if place is not None and isinstance(node.args[place], ast.Constant):
            yield node.args[place].value


def codes_of(kind):
    """Return the codes of a kind of error and of those below it; not of the platform's."""
    below = [one for one in kind.__subclasses__() if one.__module__ == kind.__module__]
    return {kind.code}.union(*map(codes_of, below))


def test_every_reason_is_explained_and_every_explanation_is_of_a_reason():
    page = (ROOT / "docs/standards/reasons.md").read_text()
    told = {
        code
        for row in re.findall(r"^\| (`.*?) \|", page, re.MULTILINE)
        for code in re.findall(r"`([a-z_]+)`", row)
    }
    sources = [path for room in ROOMS for path in (ROOT / "src/cairn" / room).glob("*.py")]
    written = {code for path in sources for code in stated(ast.parse(path.read_text()))}
    raised = set().union(*map(codes_of, (InputError, CredentialError, FetchError)))

    assert told == (written | raised | COMPOSED) - OF_NO_REPORT
    assert written > {"hosted_mismatch", "word_unknown", "status_unavailable"}
