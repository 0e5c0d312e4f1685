"""A short name for a piece of work, for people who must not see whose it is."""

from __future__ import annotations

from uuid import UUID

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32: no I, L, O or U, so that it can be read aloud."""

LENGTH = 4


def short_code(id: UUID) -> str:
    """
    Return four letters for an id, such as `7F3K`: its last 20 random bits.

    One of a million: enough to tell works of one queue apart, not enough to be a key.
    """
    code, rest = "", id.int
    for _ in range(LENGTH):
        rest, digit = divmod(rest, len(LETTERS))
        code = LETTERS[digit] + code
    return code
