"""
Blank nodes that could change places unseen, so that one order of them is enough.

The n-degree hashing of RDFC-1.0 tries every order of the nodes that look alike: eight equal
addresses are 40,320 orders, all with the same path. Two nodes are twins if they hang on the
same quad of the same parent and the trees below them are equal. Exchanging such trees maps
the graph onto itself, so every order of twins gives one path and, in the end, one text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cairn.vc.nquads import Quad

Twins = Mapping[str, tuple[str, ...]]
"""For each label what it shares with its twins, and with nothing else."""


def twins_of(mentions: Mapping[str, list[Quad]]) -> Twins:
    """
    Return the classes of twins.

    Args:
        mentions: for each blank node the quads that mention it, each once.
    """
    edges = {label: _edge_to(label, quads) for label, quads in mentions.items()}
    shapes = _shapes(mentions, edges)
    classes: dict[str, tuple[str, ...]] = {}
    for label, edge in edges.items():
        shape = shapes.get(label)
        if edge is None or shape is None:
            classes[label] = (label,)
        else:
            classes[label] = (edge[0], edge[1], edge[3], shape)
    return classes


def distinct_orders(labels: Sequence[str], twins: Twins) -> Iterator[list[str]]:
    """Yield the orders of `labels` that differ in more than which twin stands where."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for label in labels:
        groups.setdefault(twins[label], []).append(label)
    members = list(groups.values())
    order = [number for number, group in enumerate(members) for _ in group]
    while True:
        supply = [iter(group) for group in members]
        yield [next(supply[number]) for number in order]
        if not _advance(order):
            return


def _edge_to(label: str, quads: list[Quad]) -> Quad | None:
    """Return the one quad by which a node hangs in a tree; None if it is not so simple."""
    edge = None
    for quad in quads:
        if quad[3] == label:
            return None
        if quad[2] == label:
            if edge is not None or quad[0] == label:
                return None
            edge = quad
    return edge


def _shapes(mentions: Mapping[str, list[Quad]], edges: Mapping[str, Quad | None]) -> dict[str, str]:
    """Return a name for the tree below each node, from the leaves up; equal trees, equal names."""
    names: dict[tuple[tuple[str, str, str], ...], str] = {}
    shapes: dict[str, str] = {}
    waiting_for = {label: _count_children(label, quads) for label, quads in mentions.items()}
    ready = [label for label, count in waiting_for.items() if count == 0]
    while ready:
        label = ready.pop()
        below = tuple(
            sorted(
                (predicate, shapes.get(obj, obj), graph)
                for subject, predicate, obj, graph in mentions[label]
                if subject == label
            )
        )
        shapes[label] = names.setdefault(below, f"#{len(names)}")
        edge = edges[label]
        if edge is not None and edge[0] in waiting_for:
            waiting_for[edge[0]] -= 1
            if waiting_for[edge[0]] == 0:
                ready.append(edge[0])
    return shapes


def _count_children(label: str, quads: list[Quad]) -> int:
    return sum(quad[0] == label and quad[2][:2] == "_:" for quad in quads)


def _advance(order: list[int]) -> bool:
    """Turn `order` into its next permutation in lexicographic order; False after the last."""
    pivot = len(order) - 2
    while pivot >= 0 and order[pivot] >= order[pivot + 1]:
        pivot -= 1
    if pivot < 0:
        return False
    other = len(order) - 1
    while order[other] <= order[pivot]:
        other -= 1
    order[pivot], order[other] = order[other], order[pivot]
    order[pivot + 1 :] = reversed(order[pivot + 1 :])
    return True
