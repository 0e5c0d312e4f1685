"""Ids: sortable ones inside, unguessable ones outside."""

from __future__ import annotations

import secrets
import time
from uuid import UUID

RANDOM_BITS = 74
PUBLIC_ID_BYTES = 16


def new_id() -> UUID:
    """
    Return a new UUIDv7: 48 bits of milliseconds, then 74 random bits.

    Rows made later sort later (to the millisecond), which keeps indexes and cursors cheap.

    Source:
        RFC 9562, section 5.7, UUID Version 7.
    """
    milliseconds = time.time_ns() // 1_000_000
    random = secrets.randbits(RANDOM_BITS)
    high, low = random >> 62, random & ((1 << 62) - 1)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)


def new_public_id() -> str:
    """Return 128 random bits as 32 hexadecimal digits: an id that does not tell its age."""
    return secrets.token_hex(PUBLIC_ID_BYTES)
