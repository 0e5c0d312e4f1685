"""
Where the things on a way stand on a map: in layers from left to right, none upon another.

Layered drawing after Sugiyama, Tagawa and Toda, "Methods for visual understanding of
hierarchical system structures" (1981): what leads to something stands in an earlier layer, an
edge over several layers gets a place in each of them, and the order within the layers follows
the neighbours, so that few edges cross. The same graph always gives the same map.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

SWEEPS = 6
Edge = tuple[str, str]
Slot = str | tuple[str, str, int]  # a node, or the place of an edge in a layer that it passes


@dataclass(frozen=True, slots=True)
class Sizes:
    """Of the boxes and the gaps between them, in units of the drawing."""

    width: int = 164
    height: int = 64
    beside: int = 34  # between two layers
    below: int = 18  # between two boxes of a layer


SIZES = Sizes()


@dataclass(frozen=True, slots=True)
class Box:
    """The place of a node: its left upper corner."""

    id: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Line:
    """An edge: from the right side of a box by way of points to the left side of another."""

    start: str
    end: str
    points: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class PathMap:
    """A map that fits into `width` by `height`."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def path_map(
    nodes: Sequence[str], edges: Iterable[Edge], sizes: Sizes = SIZES
) -> PathMap:  # frozen
    """
    Return the map of `nodes`, in which every edge leads to the right.

    Edges to unknown nodes are left out, and so is what an edge says that others say together
    (a to c, where a leads to b and b to c). Of a circle one edge is left out.
    """
    kept = reduced(nodes, edges)
    layer_of = _layers(nodes, kept)
    rows = _ordered(nodes, kept, layer_of)
    tallest = max((_height(row, sizes) for row in rows), default=0)
    corners: dict[Slot, tuple[int, int]] = {}
    for number, row in enumerate(rows):
        x = number * (sizes.width + sizes.beside)
        y = (tallest - _height(row, sizes)) // 2
        for slot in row:
            corners[slot] = (x, y)
            y += (sizes.height if isinstance(slot, str) else 0) + sizes.below
    width = max(len(rows) * (sizes.width + sizes.beside) - sizes.beside, 0)
    return PathMap(
        width,
        tallest,
        tuple(Box(node, *corners[node]) for node in dict.fromkeys(nodes)),
        tuple(_line(edge, layer_of, corners, sizes) for edge in kept),
    )


def reduced(nodes: Iterable[str], edges: Iterable[Edge]) -> list[Edge]:
    """Return the edges without circles and without those that others say together."""
    after: dict[str, list[str]] = {node: [] for node in nodes}
    reached: dict[str, set[str]] = {node: set() for node in after}
    for start, end in dict.fromkeys(edges):
        known = start in after and end in after
        if not known or start == end or start in reached[end]:
            continue
        after[start].append(end)
        beyond = reached[end] | {end}
        for node in after:
            if node == start or start in reached[node]:
                reached[node] |= beyond
    return [
        (start, end)
        for start, ends in after.items()
        for end in ends
        if not any(end in reached[other] for other in ends)
    ]


def _layers(nodes: Iterable[str], edges: Sequence[Edge]) -> dict[str, int]:
    """Return the layer of each node: as near as can be to what it leads to."""
    steps = dict.fromkeys(nodes, 0)  # to the end of the longest way from here
    for _ in steps:
        longer = {start: steps[end] + 1 for start, end in edges if steps[end] >= steps[start]}
        if not longer:
            break
        for start, end in edges:
            steps[start] = max(steps[start], steps[end] + 1)
    last = max(steps.values(), default=0)
    return {node: last - count for node, count in steps.items()}


def _ordered(
    nodes: Iterable[str], edges: Sequence[Edge], layer_of: Mapping[str, int]
) -> list[list[Slot]]:
    """Return the layers from left to right, each from top to bottom."""
    rows: list[list[Slot]] = [[] for _ in range(max(layer_of.values(), default=-1) + 1)]
    for node in dict.fromkeys(nodes):
        rows[layer_of[node]].append(node)
    before: dict[Slot, list[Slot]] = {}
    after: dict[Slot, list[Slot]] = {}
    for edge in edges:
        slots = _slots(edge, layer_of)
        for number, slot in enumerate(slots[1:-1], start=layer_of[edge[0]] + 1):
            rows[number].append(slot)
        for one, other in pairwise(slots):
            after.setdefault(one, []).append(other)
            before.setdefault(other, []).append(one)
    for sweep in range(SWEEPS):
        if sweep % 2:
            for number in range(1, len(rows)):
                rows[number] = _by_neighbours(rows[number], rows[number - 1], before)
        else:
            for number in range(len(rows) - 2, -1, -1):
                rows[number] = _by_neighbours(rows[number], rows[number + 1], after)
    return rows


def _slots(edge: Edge, layer_of: Mapping[str, int]) -> list[Slot]:
    start, end = edge
    passed = range(layer_of[start] + 1, layer_of[end])
    return [start, *((start, end, layer) for layer in passed), end]


def _by_neighbours(
    row: list[Slot], other: list[Slot], neighbours: Mapping[Slot, list[Slot]]
) -> list[Slot]:
    """Order a layer by the mean place of the neighbours in the other; who has none stays put."""
    place = {slot: number / max(len(other) - 1, 1) for number, slot in enumerate(other)}
    own = {slot: number / max(len(row) - 1, 1) for number, slot in enumerate(row)}

    def middle(slot: Slot) -> tuple[float, float]:
        places = [place[one] for one in neighbours.get(slot, ())]
        return (sum(places) / len(places) if places else own[slot], own[slot])

    return sorted(row, key=middle)


def _height(row: Sequence[Slot], sizes: Sizes) -> int:
    boxes = sum(isinstance(slot, str) for slot in row)
    return boxes * sizes.height + max(len(row) - 1, 0) * sizes.below


def _line(
    edge: Edge,
    layer_of: Mapping[str, int],
    corners: Mapping[Slot, tuple[int, int]],
    sizes: Sizes,
) -> Line:
    start, *passed, end = _slots(edge, layer_of)
    middle = sizes.height // 2
    points = [(corners[start][0] + sizes.width, corners[start][1] + middle)]
    for slot in passed:
        x, y = corners[slot]
        points += [(x, y), (x + sizes.width, y)]
    points.append((corners[end][0], corners[end][1] + middle))
    return Line(edge[0], edge[1], tuple(points))
