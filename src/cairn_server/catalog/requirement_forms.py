"""The tree of requirements as a form: every node a few controls, every change a button."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

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


def sent_tree(tree: Node, data: QueryDict) -> None:
    """Change the tree to what was sent, then do what the pressed button says."""
    for place, node in places(tree):
        if f"form-{place}" in data:
            _change(node, place, data)
    act, _colon, place = data.get("do", "").partition(":")
    if act == "add":
        add(tree, place, data.get(f"add-{place}", ""))
    elif act == "remove" and at(tree, place) is not None:
        remove(tree, place)
    elif act in ("up", "down"):
        move(tree, place, -1 if act == "up" else 1)


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
