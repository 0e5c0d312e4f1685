"""What every target promises: it answers in time, and refuses in words."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from time import process_time
from typing import TypeVar

from cairn.errors import CairnError

T = TypeVar("T")

LONGEST = 1.0
"""Seconds of CPU that one input may take."""


class Broken(AssertionError):
    """A promise that an input broke; the text says which."""


def promise(holds: bool, text: str) -> None:
    """Raise Broken with `text` unless `holds`; unlike `assert` it is never switched off."""
    if not holds:
        raise Broken(text)


def timely(call: Callable[[], T]) -> T:
    """
    Return what `call` returns; raise Broken if it takes too long, whatever it does.

    What took too long is asked once more before it is told: where the host is busy, any input
    may take a multiple of its time once.
    """
    started = process_time()
    try:
        return call()
    finally:
        spent = process_time() - started
        if spent > LONGEST and (spent := _seconds(call)) > LONGEST:
            raise Broken(f"it took {spent:.2f} s, twice")


def _seconds(call: Callable[[], object]) -> float:
    started = process_time()
    with suppress(Exception):
        call()
    return process_time() - started


def answer(call: Callable[[], T], *refusals: type[CairnError]) -> T | None:
    """Return what `call` returns in time; None if it refuses by one of `refusals`."""
    expected = refusals or (CairnError,)
    try:
        return timely(call)
    except expected as error:
        promise(bool(str(error).strip()), f"{type(error).__name__} says nothing")
        return None
