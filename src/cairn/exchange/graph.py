"""Cycles in a graph that came from outside, found without recursion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def find_cycle(edges: Mapping[str, Iterable[str]]) -> list[str]:
    """
    Return one cycle, with its first node again at the end; empty if there is none.

    Args:
        edges: node -> nodes that it leads to. Nodes that are no key lead nowhere.
    """
    done: set[str] = set()
    for start in edges:
        if start not in done and (cycle := _cycle_from(start, edges, done)):
            return cycle
    return []


def _cycle_from(start: str, edges: Mapping[str, Iterable[str]], done: set[str]) -> list[str]:
    """Go ahead depth first; `path` is where we are, `ahead` what is left to try from each node."""
    path: dict[str, None] = {start: None}
    ahead = [iter(edges.get(start, ()))]
    while ahead:
        node = next(ahead[-1], None)
        if node is None:
            ahead.pop()
            done.add(path.popitem()[0])
        elif node in path:
            nodes = list(path)
            return [*nodes[nodes.index(node) :], node]
        elif node not in done:
            path[node] = None
            ahead.append(iter(edges.get(node, ())))
    return []
