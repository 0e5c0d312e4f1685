"""How long something may take, where tests measure it."""

from __future__ import annotations

import sys

SLOWER_WHILE_TRACED = 20


def at_most(seconds: float) -> float:
    """Return `seconds` of CPU, or more while every line is being traced to measure coverage."""
    return seconds * (SLOWER_WHILE_TRACED if sys.gettrace() else 1)
