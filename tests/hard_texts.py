"""Texts and documents on which implementations of canonicalisation are known to part."""

from __future__ import annotations

from typing import Any

from cairn.openbadges.v3 import Evidence
from tests.credentials import unsigned_credential

NARRATIVES = {
    "quotes": 'He said "yes", she wrote \\"no\\" and \'maybe\' \\ \\\\ `',
    "tabs_and_lines": "one\ttwo\nthree\r\nfour\rfive",
    "control_characters": "bell \x07 backspace \x08 escape \x1b unit \x1f delete \x7f form \x0c",
    "high_controls": "next line \x85, separator \u2028, joiner \u200d, mark \ufeff",
    "emoji": "\U0001f44d\U0001f3fd \U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f1e9\U0001f1ea",
    "right_to_left": "\u05e2\u05d3\u05d4 \u202b\u0645\u0631\u062d\u0628\u0627\u202c abc \u200f1",
    "combining": "e\u0301 is not \u00e9; \u1e9b\u0323",
    "twenty_kilobytes": "Explained, drew, asked again. " * 700,
    "looks_like_syntax": '_:c14n0 <urn:a> "b"^^<c> @en . {"@id": "x"} \\u0041',
}


def narrated(text: str, **more: Any) -> dict[str, Any]:
    """Return a credential whose evidence tells `text`; without status, which is asked for."""
    return unsigned_credential(
        evidence=(Evidence(name="Reflection", narrative=text),), status=None, **more
    )


def with_many_items(count: int = 200, **more: Any) -> dict[str, Any]:
    """Return a credential with `count` pieces of evidence, each a node without a name."""
    items = tuple(Evidence(name=f"Piece {n}", narrative=f"Shown {n}") for n in range(count))
    return unsigned_credential(evidence=items, status=None, **more)
