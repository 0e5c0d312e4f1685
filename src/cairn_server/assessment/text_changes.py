"""What changed between two texts, word by word, for somebody who read the first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

MAX_WORDS = 3_000
"""Beyond this many words nothing is compared: the time grows with their square."""

WORD = re.compile(r"\S+\s*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: `same`, `added` or `removed`."""

    kind: str
    text: str


def changes(before: str, after: str) -> tuple[Piece, ...]:
    """
    Return `after` in pieces, with what was removed in its place; empty if it is too long.

    Words stand for themselves: only how they are spaced may differ without being told.
    """
    old, new = WORD.findall(before), WORD.findall(after)
    if max(len(old), len(new)) > MAX_WORDS:
        return ()
    plain_old, plain_new = [one.strip() for one in old], [one.strip() for one in new]
    pieces: list[Piece] = []
    matcher = SequenceMatcher(None, plain_old, plain_new, autojunk=False)
    for _, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        is_same = plain_old[old_start:old_end] == plain_new[new_start:new_end]
        if not is_same and old_end > old_start:
            pieces.append(Piece("removed", "".join(old[old_start:old_end])))
        if new_end > new_start:
            kind = "same" if is_same else "added"
            pieces.append(Piece(kind, "".join(new[new_start:new_end])))
    return tuple(pieces)
