"""Ids: sortable ones inside, unguessable ones outside."""

from __future__ import annotations

import secrets
import threading
import time
from uuid import UUID

TICKS_A_MILLISECOND = 1 << 12
RANDOM_BITS = 62
PUBLIC_ID_BYTES = 16
_latest = threading.local()


def new_id() -> UUID:
    """
    Return a new UUIDv7: 48 bits of milliseconds, 12 of a fraction of one, then 62 random bits.

    Each is greater than the one before that the same thread made, even when the clock is set
    back: what is written in one transaction sorts as it was written.

    Source:
        RFC 9562, section 5.7, UUID Version 7, and section 6.2, method 3.
    """
    tick = max(time.time_ns() * TICKS_A_MILLISECOND // 1_000_000, getattr(_latest, "tick", 0) + 1)
    _latest.tick = tick
    milliseconds, fraction = divmod(tick, TICKS_A_MILLISECOND)
    random = secrets.randbits(RANDOM_BITS)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62 | random)


def new_public_id() -> str:
    """Return 128 random bits as 32 hexadecimal digits: an id that does not tell its age."""
    return secrets.token_hex(PUBLIC_ID_BYTES)
