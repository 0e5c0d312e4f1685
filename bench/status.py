"""
Status lists: building one, publishing a long one after a change, reading one bit of it.

Each figure is the best processor time of several rounds, so that a busy machine counts as
little as it can. A hundredth of the places are set unless the line says otherwise: where
nothing is set every figure is better, where a tenth is set the texts are four times as long.
Run: `python -m bench.status`.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from cairn.vc.bitstring import (
    LIST_LENGTH,
    PackedBits,
    bits_with,
    decode_bits,
    encode_bits,
    read_value,
)

LONG = 1 << 24  # places
ROUNDS = 15
SHARES = (0.0, 0.01, 0.1)


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table; the limit is what was promised, in milliseconds."""

    what: str
    milliseconds: float
    limit: float | None = None
    letters: int | None = None


def main() -> None:
    """Measure and print the table."""
    figures = [*of_short_lists(), *of_long_lists(0.0), *of_long_lists(0.01)]
    print("| what | ms | promised | letters |\n|---|---:|---:|---:|")
    for one in figures:
        limit = f"< {one.limit:g}" if one.limit else ""
        letters = f"{one.letters:,}" if one.letters else ""
        print(f"| {one.what} | {one.milliseconds:.2f} | {limit} | {letters} |")


def of_short_lists() -> list[Figure]:
    """Return what it costs to build the usual list, from positions to text, and to read it."""
    figures = []
    for share in SHARES:
        places = some(LIST_LENGTH, share)
        text = encode_bits(bits_with(places))
        what = f"{LIST_LENGTH:,} places, {share:.0%} set"
        figures += [
            Figure(
                f"{what}: built", timed(lambda p=places: encode_bits(bits_with(p))), 5, len(text)
            ),
            Figure(f"{what}: one bit read", timed(lambda t=text: read_value(t, 94_567)), 2),
        ]
    return figures


def of_long_lists(share: float) -> list[Figure]:
    """Return what a list of 16.8 million places costs: whole, after one change, for one bit."""
    bits = bytearray(bits_with(some(LONG, share), length=LONG))
    packed = PackedBits.of(bits)
    text = packed.encoded
    bits[LONG // 16] ^= 0x80
    what = f"{LONG:,} places, {share:.0%} set"
    return [
        Figure(f"{what}: packed whole", timed(lambda: PackedBits.of(bits).encoded, 3)),
        Figure(
            f"{what}: text after one change",
            timed(lambda: packed.after(bits, [LONG // 2]).encoded),
            2,
            len(text),
        ),
        Figure(f"{what}: read whole", timed(lambda: decode_bits(text), 5)),
        *(
            Figure(f"{what}: bit at {part:.0%} of it", timed(lambda p=part: at(text, p)), 2)
            for part in (0.0, 0.1, 0.5, 1.0)
        ),
    ]


def at(text: str, part: float) -> tuple[int, int]:
    """Read one bit so far into a long list."""
    return read_value(text, int(part * (LONG - 1)))


def some(length: int, share: float) -> list[int]:
    """Return so many places, spread at random, the same each time."""
    return random.Random(length).sample(range(length), int(length * share))


def timed(act: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the least milliseconds of processor time that `act` took."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        act()
        best = min(best, time.process_time() - start)
    return best * 1000


if __name__ == "__main__":
    main()
