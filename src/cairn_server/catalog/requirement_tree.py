"""
The requirements of a draft while they are edited: any tree, complete or not.

A place in the tree is the numbers of the parts that lead there: `0-2` is the third part of the
first; the empty text is the whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

MAX_NODES = 200
MAX_DEPTH = 8
GROUPS = ("all_of", "any_of", "n_of", "points")
LEAVES = ("units", "task", "quiz", "attendance", "credential", "outside")
OUTSIDE_MEMBERS = ("issuer", "name", "achievement")


@dataclass(slots=True)
class Node:
    """
    One requirement.

    Args:
        ids: what a leaf names; only units name more than one. Of a credential from outside the
            issuer, the name and the achievement, which may be empty.
        number: `n`, the points at least, or the recall at least.
        points: what it earns, where its group counts points.
    """

    form: str
    ids: list[str] = field(default_factory=list)
    number: Any = None
    points: Any = None
    parts: list[Node] = field(default_factory=list)

    @property
    def is_group(self) -> bool:
        return self.form in GROUPS


def tree_of(json: object) -> Node:
    """Return the tree that `json` states; what cannot be read becomes an empty "all of"."""
    if not isinstance(json, Mapping) or not json:
        return Node("all_of")
    if "units" in json:
        return Node("units", _texts(json["units"]), json.get("recall_at_least"))
    form, content = next(iter(json.items()))
    if form == "outside":
        stated = content if isinstance(content, Mapping) else {}
        return Node(form, [str(stated.get(one) or "") for one in OUTSIDE_MEMBERS])
    if form in LEAVES:
        return Node(form, [content] if isinstance(content, str) and content else [])
    if form in ("all_of", "any_of"):
        return Node(form, parts=[tree_of(one) for one in _list(content)])
    if form not in GROUPS or not isinstance(content, Mapping):
        return Node("all_of")
    if form == "n_of":
        return Node(
            form, [], content.get("n"), parts=[tree_of(x) for x in _list(content.get("of"))]
        )
    entries = [one for one in _list(content.get("of")) if isinstance(one, Mapping)]
    parts = [tree_of(one.get("requirement")) for one in entries]
    for part, entry in zip(parts, entries, strict=True):
        part.points = entry.get("points")
    return Node(form, number=content.get("at_least"), parts=parts)


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _texts(value: object) -> list[str]:
    return [one for one in _list(value) if isinstance(one, str)]


def json_of(node: Node) -> dict[str, Any]:
    """Return what `tree_of` reads as the same tree, in the form of a content pack."""
    if node.form == "units":
        recall = {} if node.number is None else {"recall_at_least": node.number}
        return {"units": list(node.ids), **recall}
    if node.form == "outside":
        stated = zip_longest(OUTSIDE_MEMBERS, node.ids, fillvalue="")
        return {node.form: {one: id for one, id in stated if id or one != "achievement"}}
    if node.form in LEAVES:
        return {node.form: node.ids[0] if node.ids else ""}
    parts = [json_of(part) for part in node.parts]
    if node.form == "n_of":
        return {"n_of": {"n": node.number, "of": parts}}
    if node.form == "points":
        of = [
            {"points": part.points, "requirement": json}
            for part, json in zip(node.parts, parts, strict=True)
        ]
        return {"points": {"at_least": node.number, "of": of}}
    return {node.form: parts}


def at(tree: Node, place: str) -> Node | None:
    """Return the node at a place; None if there is none."""
    node = tree
    for step in place.split("-") if place else ():
        if not step.isdigit() or int(step) >= len(node.parts):
            return None
        node = node.parts[int(step)]
    return node


def places(tree: Node, place: str = "") -> list[tuple[str, Node]]:
    """Return every node with its place, from the whole downwards."""
    found = [(place, tree)]
    for number, part in enumerate(tree.parts):
        found += places(part, f"{place}-{number}" if place else str(number))
    return found


def add(tree: Node, place: str, form: str) -> None:
    """Add a part to a group; a leaf becomes an "all of" with the new part beside it."""
    node = at(tree, place)
    if node is None or form not in (*GROUPS, *LEAVES):
        return
    if len(places(tree)) >= MAX_NODES or len(place.split("-")) >= MAX_DEPTH:
        return
    if not node.is_group:
        inner = Node(node.form, node.ids, node.number)
        node.form, node.ids, node.number, node.parts = "all_of", [], None, [inner]
    number = 1 if form in ("n_of", "points") else None
    points = 1 if node.form == "points" else None
    node.parts.append(Node(form, number=number, points=points))


def remove(tree: Node, place: str) -> None:
    """Take a part and all below it out; the whole can only be emptied."""
    if not place:
        tree.form, tree.ids, tree.number, tree.parts = "all_of", [], None, []
        return
    outer, _dash, last = place.rpartition("-")
    parent = at(tree, outer)
    if parent is not None and last.isdigit() and int(last) < len(parent.parts):
        del parent.parts[int(last)]


def move(tree: Node, place: str, by: int) -> None:
    """Move a part up (-1) or down (1) among its neighbours."""
    outer, _dash, last = place.rpartition("-")
    parent = at(tree, outer)
    if not place or parent is None or not last.isdigit():
        return
    here, there = int(last), int(last) + by
    if max(here, there) < len(parent.parts) and min(here, there) >= 0:
        parts = parent.parts
        parts[here], parts[there] = parts[there], parts[here]
