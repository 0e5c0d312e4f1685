"""The tree of requirements as a form: every node a few controls, every change a button."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from cairn.errors import MalformedInput
from cairn.exchange.pack_draft import Parts
from cairn.pathways.requirement import LONGEST_ADDRESS
from cairn_server.catalog.requirement_tree import (
    GROUPS,
    LEAVES,
    OUTSIDE_MEMBERS,
    Node,
    add,
    at,
    move,
    places,
    remove,
)
from cairn_server.catalog.studio_fields import titles
from cairn_server.catalog.studio_forms import cleaned, number_of

FOLDERS = {
    "units": "units",
    "task": "tasks",
    "quiz": "quizzes",
    "attendance": "gatherings",
    "credential": "achievements",
}
LONGEST_ID = 200
DEEPEST = 16  # dashes in a place; a form deeper than that was not made by us


@dataclass(frozen=True, slots=True)
class ShownNode:
    """
    One requirement with its controls.

    Args:
        choices: of a leaf, what it may name: id, title, whether it does.
        other: of a credential, the id of an achievement that the draft does not hold.
        outside: of a credential of another issuer, what names it.
    """

    place: str
    form: str
    label: str
    number: str
    points: str
    choices: tuple[tuple[str, str, bool], ...]
    other: str
    outside: dict[str, str]
    parts: tuple[ShownNode, ...]
    has_points: bool
    is_group: bool


def form_names() -> dict[str, str]:
    """Return what each form of a requirement is called."""
    return {
        "all_of": _("All of these"),
        "any_of": _("One of these"),
        "n_of": _("So many of these"),
        "points": _("Points from these"),
        "units": _("Learn units"),
        "task": _("Show it: a task"),
        "quiz": _("Pass a quiz"),
        "attendance": _("Attend"),
        "credential": _("Hold a credential"),
        "outside": _("Hold a credential of another issuer"),
    }


def shown_tree(tree: Node, parts: Parts, place: str = "", *, in_points: bool = False) -> ShownNode:
    """Return the tree with what each leaf may name."""
    known = titles(parts, FOLDERS[tree.form]) if tree.form in FOLDERS else []
    is_outside = tree.form == "outside"
    other = next((one for one in tree.ids if one not in dict(known)), "")
    return ShownNode(
        place=place,
        form=tree.form,
        label=form_names()[tree.form],
        number="" if tree.number is None else str(tree.number),
        points="" if tree.points is None else str(tree.points),
        choices=tuple((id, title, id in tree.ids) for id, title in known),
        other=other,
        outside=dict(zip(OUTSIDE_MEMBERS, tree.ids, strict=False)) if is_outside else {},
        parts=tuple(
            shown_tree(
                part,
                parts,
                f"{place}-{number}" if place else str(number),
                in_points=tree.form == "points",
            )
            for number, part in enumerate(tree.parts)
        ),
        has_points=in_points,
        is_group=tree.is_group,
    )


def outline(node: ShownNode, depth: int = 0) -> list[str]:
    """Return the tree in words, a line a requirement, those below it further in."""
    named = [title for _id, title, is_chosen in node.choices if is_chosen]
    named += [text for text in (node.other, node.outside.get("name", "")) if text]
    figures = [one for one in (node.number, node.points) if one]
    told = node.label + (f" ({', '.join(figures)})" if figures else "")
    lines = ["– " * depth + (f"{told}: {', '.join(named)}" if named else told)]
    for part in node.parts:
        lines += outline(part, depth + 1)
    return lines


def sent_tree(stored: Node, data: QueryDict) -> Node:
    """
    Return the tree that was sent, after what the pressed button says.

    A form that names its nodes is the whole tree, whatever was saved elsewhere since; else what
    was sent changes the nodes of the stored one.

    Raises:
        MalformedInput: if the nodes make no tree.
    """
    tree = _whole_tree(data) if "node" in data else stored
    for place, node in places(tree):
        if f"form-{place}" in data:
            _change(node, place, data)
    if "node" in data:
        _fill_in(tree, "", data)
    act, _colon, place = data.get("do", "").partition(":")
    if act == "add":
        add(tree, place, data.get(f"add-{place}", ""))
    elif act == "remove" and at(tree, place) is not None:
        remove(tree, place)
    elif act in ("up", "down"):
        move(tree, place, -1 if act == "up" else 1)
    return tree


def _whole_tree(data: QueryDict) -> Node:
    """Return the nodes that a form names, each after the one above it, with nothing in them."""
    built: dict[str, Node] = {}
    for place in data.getlist("node"):
        form = data.get(f"form-{place}", "")
        outer, _dash, last = place.rpartition("-")
        above = built.get(outer) if place else None
        if above is None:
            fits = not built and not place
        else:
            fits = above.is_group and last == str(len(above.parts))
        if form not in (*GROUPS, *LEAVES) or not fits or place.count("-") > DEEPEST:
            raise MalformedInput(_("What was sent is no tree of requirements: load the page again"))
        built[place] = Node(form)
        if above is not None:
            above.parts.append(built[place])
    return built[""]


def _fill_in(node: Node, place: str, data: QueryDict) -> None:
    """Give a group that has just become what it is the figures that it needs."""
    if node.form in ("n_of", "points") and f"number-{place}" not in data:
        node.number = 1
    for number, part in enumerate(node.parts):
        below = f"{place}-{number}" if place else str(number)
        if node.form != "points":
            part.points = None
        elif f"points-{below}" not in data:
            part.points = 1
        _fill_in(part, below, data)


def _change(node: Node, place: str, data: QueryDict) -> None:
    form = data.get(f"form-{place}", "")
    is_same_kind = (form in GROUPS) == node.is_group
    if form in (*GROUPS, *LEAVES) and is_same_kind:
        _become(node, form)
    if f"number-{place}" in data and node.form in ("n_of", "points", "units"):
        node.number = number_of(data.get(f"number-{place}", ""))
    if f"points-{place}" in data:
        node.points = number_of(data.get(f"points-{place}", ""))
    if node.form == "outside":
        sent = [data.get(f"{one}-{place}", "") for one in OUTSIDE_MEMBERS]
        node.ids = [cleaned(one).strip()[:LONGEST_ADDRESS] for one in sent]
    elif not node.is_group:
        named = [cleaned(one)[:LONGEST_ID] for one in data.getlist(f"ids-{place}") if one]
        other = cleaned(data.get(f"other-{place}", "")).strip()[:LONGEST_ID]
        node.ids = list(dict.fromkeys([*named, *([other] if other else [])]))


def _become(node: Node, form: str) -> None:
    if form == node.form:
        return
    was_points = node.form == "points"
    node.form, node.number = form, 1 if form in ("n_of", "points") else None
    for part in node.parts:
        part.points = 1 if form == "points" else None if was_points else part.points
