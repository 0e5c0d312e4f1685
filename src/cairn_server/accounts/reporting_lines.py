"""Reporting lines as a whole: who is below whom, and the circles that may not be."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def circles(lines: Mapping[K, K]) -> list[list[K]]:
    """
    Return every circle in `lines`, each once, from one of its members along the lines.

    Args:
        lines: whom each reports to.
    """
    found: list[list[K]] = []
    done: set[K] = set()
    for start in lines:
        way: dict[K, int] = {}
        one: K | None = start
        while one is not None and one not in done and one not in way:
            way[one] = len(way)
            one = lines.get(one)
        if one is not None and one in way:
            found.append(list(way)[way[one] :])
        done.update(way)
    return found


def below(lines: Mapping[K, K], top: K) -> set[K]:
    """Return everybody who reports to `top`, directly or through others."""
    reports: dict[K, list[K]] = {}
    for one, manager in lines.items():
        reports.setdefault(manager, []).append(one)
    found: set[K] = set()
    waiting = [top]
    while waiting:
        for one in reports.get(waiting.pop(), ()):
            if one not in found:
                found.add(one)
                waiting.append(one)
    return found - {top}
