"""Bytes as a row of choices, so that a fuzzer that mutates bytes mutates structures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Choices:
    """Takes one choice after another from `data`; when it is used up, always the first."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0

    @property
    def left(self) -> int:
        """How many bytes have not been asked for yet."""
        return max(0, len(self.data) - self.position)

    def number(self, below: int) -> int:
        """Return a number from 0 up to, and without, `below`, which is at most 65,536."""
        width = 1 if below <= 256 else 2
        taken = self.data[self.position : self.position + width]
        self.position += width
        return int.from_bytes(taken, "big") % below

    def one_of(self, values: Sequence[T]) -> T:
        """Return one of `values`."""
        return values[self.number(len(values))]

    def some_bytes(self, at_most: int) -> bytes:
        """Return up to `at_most` bytes as they stand."""
        length = min(self.number(at_most + 1), self.left)
        taken = self.data[self.position : self.position + length]
        self.position += length
        return taken

    def rest(self) -> bytes:
        """Return all that is left, as it stands."""
        taken = self.data[self.position :]
        self.position = len(self.data)
        return taken
