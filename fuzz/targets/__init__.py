"""
The targets: each a module with `check` and `seeds`.

`check(data)` raises `Broken`, or whatever it found, if a promise does not hold for `data`;
`seeds()` returns inputs from which a fuzzer may begin.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Protocol, cast

NAMES = (
    *("json", "expansion", "canonical", "nquads", "jws", "png", "svg", "status", "keys", "verdict"),
    "shapes",
)


class Target(Protocol):
    """One reader, and what it promises."""

    check: Callable[[bytes], None]
    seeds: Callable[[], list[bytes]]


def target(name: str) -> Target:
    """Return the target called `name`, one of `NAMES`."""
    return cast(Target, import_module(f"fuzz.targets.{name}_target"))
