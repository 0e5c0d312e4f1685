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
        path: dict[str, None] = {}
        ahead = [iter([start])]
        while ahead:
            node = next(ahead[-1], None)
            if node is None:
                ahead.pop()
                if path:
                    done.add(path.popitem()[0])
            elif node in path:
                nodes = list(path)
                return [*nodes[nodes.index(node) :], node]
            elif node not in done:
                path[node] = None
                ahead.append(iter(edges.get(node, ())))
    return []
