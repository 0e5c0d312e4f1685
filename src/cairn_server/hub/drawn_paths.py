"""The path map: achievements, what they are built on and where somebody stands, to be drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from textwrap import wrap
from uuid import UUID

from django.utils.translation import gettext as _

from cairn.pathways.path_map import SIZES, Edge, Line, path_map
from cairn.pathways.requirement import OUTSIDE, Reference, references
from cairn_server.catalog.models import AchievementKind
from cairn_server.catalog.stack_queries import unit_order
from cairn_server.hub.known_ways import KnownWays
from cairn_server.hub.requirement_steps import Step, Steps, StepState

MOST_NODES = 120  # beyond that only achievements are drawn; the list has everything
LABEL_LETTERS, LABEL_LINES = 19, 2
ACHIEVEMENT = "credential"


@dataclass(frozen=True, slots=True)
class Item:
    """
    One thing on the way, and what leads to it.

    Args:
        key: tells it from all others on the map.
        kind: what it is, in a word; `is_achievement` whether it can be earned by itself.
        standing: where the person stands with it, in words; empty for a stranger.
        minutes: what it would still take; 0 once met.
        is_again: it was listed before, with what leads to it.
    """

    key: str
    title: str
    kind: str
    is_achievement: bool
    state: StepState
    standing: str
    minutes: float
    url: str
    is_again: bool = False
    parts: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """An item at its place: the left upper corner, and its title in short lines."""

    item: Item
    x: int
    y: int
    lines: tuple[str, ...]

    @property
    def text_x(self) -> int:
        return self.x + 12

    @property
    def text_y(self) -> int:
        return self.y + 20

    @property
    def foot_y(self) -> int:
        return self.y + SIZES.height - 9

    @property
    def mark_x(self) -> int:
        return self.x + SIZES.width - 16

    @property
    def mark_y(self) -> int:
        return self.y + SIZES.height - 14


@dataclass(frozen=True, slots=True)
class DrawnPath:
    """
    Everything on the page of a path.

    Args:
        items: the achievements asked for, with all that leads to them: the map as a list.
        curves: edges, each as the data of an SVG path.
    """

    items: tuple[Item, ...]
    nodes: tuple[Node, ...]
    curves: tuple[str, ...]
    width: int
    height: int
    node_width: int = SIZES.width
    node_height: int = SIZES.height


def drawn_path(
    known: KnownWays, steps: Steps, achievement_ids: Sequence[str], *, for_somebody: bool
) -> DrawnPath:
    """
    Return the map and the list of these achievements and all that they are built on. One query.

    Args:
        for_somebody: whether to say where the person stands.
    """
    listing = _Listing(known, steps, for_somebody)
    items = tuple(listing.achievement(id) for id in achievement_ids if id in known.rules)
    keys = list(listing.first)
    if len(keys) > MOST_NODES:
        keys = [key for key in keys if listing.first[key].is_achievement]
    drawn = path_map(keys, [*_order_of_units(keys), *listing.edges])
    nodes = (Node(listing.first[b.id], b.x, b.y, _short(listing.first[b.id])) for b in drawn.boxes)
    return DrawnPath(
        items, tuple(nodes), tuple(map(_curve, drawn.lines)), drawn.width, drawn.height
    )


class _Listing:
    """Lists what leads to what, each thing with its parts once."""

    def __init__(self, known: KnownWays, steps: Steps, for_somebody: bool) -> None:
        self._known = known
        self._steps = steps
        self._for_somebody = for_somebody
        self.first: dict[str, Item] = {}
        self.edges: list[Edge] = []

    def achievement(self, id: str) -> Item:
        reference = Reference(ACHIEVEMENT, id)
        if _key(reference) in self.first or id not in self._known.rules:
            return self._item(reference, is_again=_key(reference) in self.first)
        self._item(reference)  # noted before its parts, so that a circle ends
        parts = []
        for part in references(self._known.rules[id]):
            self.edges.append((_key(part), _key(reference)))
            parts.append(
                self.achievement(part.id) if part.kind == ACHIEVEMENT else self._item(part)
            )
        return self._item(reference, parts=tuple(parts))

    def _item(
        self, reference: Reference, *, is_again: bool = False, parts: tuple[Item, ...] = ()
    ) -> Item:
        step = self._steps.leaf(reference)
        state = self._state(reference, step)
        item = Item(
            key=_key(reference),
            title=step.text,
            kind=self._kind(reference),
            is_achievement=reference.kind == ACHIEVEMENT,
            state=state,
            standing=_standing(reference.kind, state) if self._for_somebody else "",
            minutes=step.minutes,
            url=step.url,
            is_again=is_again,
            parts=parts,
        )
        if not is_again:
            self.first[item.key] = item
        return item

    def _state(self, reference: Reference, step: Step) -> StepState:
        is_stack = reference.kind == ACHIEVEMENT and reference.id in self._known.rules
        if step.is_met or not is_stack or not self._for_somebody:
            return step.state
        tree = self._steps.tree(reference.id).state
        return StepState.OPEN if tree is StepState.OPEN else StepState.BEGUN

    def _kind(self, reference: Reference) -> str:
        version = self._known.definitions.get(reference.id)
        if reference.kind == ACHIEVEMENT and version is not None:
            return str(AchievementKind(version.kind).label)
        return {
            "unit": _("Unit"),
            "task": _("Evidence"),
            "quiz": _("Quiz"),
            "attendance": _("To attend"),
            ACHIEVEMENT: _("Credential"),
            OUTSIDE: _("From elsewhere"),
        }[reference.kind]


def _key(reference: Reference) -> str:
    return f"{reference.kind}:{reference.id}"


def _standing(kind: str, state: StepState) -> str:
    if state is StepState.BEGUN:
        return _("begun")
    if state is StepState.OPEN:
        return _("open")
    return {
        "unit": _("learned"),
        "task": _("met"),
        "quiz": _("passed"),
        "attendance": _("attended"),
        ACHIEVEMENT: _("held"),
        OUTSIDE: _("held"),
    }[kind]


def _order_of_units(keys: Iterable[str]) -> list[Edge]:
    ids = [UUID(key.partition(":")[2]) for key in keys if key.startswith("unit:")]
    return [(f"unit:{before}", f"unit:{after}") for before, after in unit_order(ids)] if ids else []


def _short(item: Item) -> tuple[str, ...]:
    """Return the title in lines that fit into a box; the link says it in full."""
    return tuple(wrap(item.title, LABEL_LETTERS, max_lines=LABEL_LINES, placeholder="…"))


def _curve(line: Line) -> str:
    (x, y), *_rest = line.points
    data = [f"M{x} {y}"]
    for (x0, y0), (x1, y1) in pairwise(line.points):
        middle = (x0 + x1) // 2
        data.append(f"C{middle} {y0} {middle} {y1} {x1} {y1}" if y0 != y1 else f"L{x1} {y1}")
    return "".join(data)
