"""
Whether a person meets the requirements of an achievement and, if not, the quickest way there.

A requirement can usually be met in several ways. A way is a set of facts: units learned, a task
met. Each way costs the minutes of what is still missing in it, every fact counted once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cairn.pathways.requirement import (
    AllOf,
    AnyOf,
    Attendance,
    Credential,
    Leaf,
    NOf,
    Points,
    PointsEntry,
    Quiz,
    Reference,
    Requirement,
    Task,
    Units,
    leaves,
    map_references,
    parse,
    references,
    require_performance,
    to_json,
)

__all__ = [
    "AllOf",
    "AnyOf",
    "Attendance",
    "Credential",
    "Facts",
    "Fulfilment",
    "Gap",
    "Leaf",
    "Met",
    "Missing",
    "NOf",
    "Points",
    "PointsEntry",
    "Quiz",
    "Reference",
    "Requirement",
    "Task",
    "TaskFact",
    "UnitFact",
    "Units",
    "evaluate",
    "leaves",
    "map_references",
    "mean_recall",
    "parse",
    "reachable",
    "references",
    "require_performance",
    "to_json",
]

WAYS_KEPT = 64
"""Of each part of a tree only the cheapest ways are kept, so that no tree takes long."""

REFRESH_MINUTES_PER_UNIT = 1.0
"""What bringing the recall of one unit back up is reckoned at."""


@dataclass(frozen=True, slots=True)
class UnitFact:
    """When a unit was learned, and the mean retrievability over its `items` (None: no items)."""

    learned_at: datetime | None
    recall: float | None = None
    items: int = 1


@dataclass(frozen=True, slots=True)
class TaskFact:
    """When an evidence task was judged met; None while it is not."""

    met_at: datetime | None


@dataclass(frozen=True, slots=True)
class Facts:
    """
    What is known of one person, by the ids that the requirement uses.

    Args:
        quizzes: when each was passed.
        attendances: when each was recorded.
        credentials: since when each is held; only those that still count.
        minutes: what each missing thing would take; 0 where not given.
        names: what people call each thing; its id where not given.
    """

    units: Mapping[str, UnitFact] = field(default_factory=dict)
    tasks: Mapping[str, TaskFact] = field(default_factory=dict)
    quizzes: Mapping[str, datetime] = field(default_factory=dict)
    attendances: Mapping[str, datetime] = field(default_factory=dict)
    credentials: Mapping[str, datetime] = field(default_factory=dict)
    minutes: Mapping[str, float] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """A leaf that is met, and since when."""

    leaf: Leaf
    at: datetime


@dataclass(frozen=True, slots=True)
class Gap:
    """A leaf that is not met, what is missing in words, and the minutes that would take."""

    leaf: Leaf
    text: str
    minutes: float


@dataclass(frozen=True, slots=True)
class Met:
    """The requirement is met, by these leaves in the order of the tree."""

    by: list[Fulfilment]


@dataclass(frozen=True, slots=True)
class Missing:
    """The requirement is not met; the quickest way lacks this, `minutes` in all."""

    what: list[Gap]
    minutes: float


@dataclass(frozen=True, slots=True)
class _Fact:
    """One thing that is so or not: a reference, or the recall of some units."""

    kind: str
    ids: tuple[str, ...]
    recall_at_least: float = 0.0


_Way = frozenset[_Fact]
_UNREACHABLE: _Way = frozenset({_Fact("unreachable", ("points",))})


def evaluate(requirement: Requirement, facts: Facts) -> Met | Missing:
    """
    Return whether `facts` meet the requirement, by what, or the quickest way to meet it.

    Exact for every tree as to met or missing, except that `points` whose entries name the same
    things in more than 64 ways may be judged missing. The quickest way is the cheapest in
    minutes, then in the number of things missing; exact for parts of up to 64 ways.
    """
    ledger = _Ledger(facts)
    best = _ways(requirement, ledger)[0]
    used = [leaf for leaf in dict.fromkeys(leaves(requirement)) if _facts_of(leaf) <= best]
    if not ledger.missing(best):
        return Met([Fulfilment(leaf, ledger.since(_facts_of(leaf))) for leaf in used])
    return Missing(_gaps(used, ledger), ledger.minutes(best))


def _gaps(used: Iterable[Leaf], ledger: _Ledger) -> list[Gap]:
    """Name each missing fact once, under the first leaf that needs it."""
    gaps = []
    named: set[_Fact] = set()
    for leaf in used:
        missing = ledger.missing(_facts_of(leaf)) - named
        if missing:
            gaps.append(Gap(leaf, _text(leaf, missing, ledger), ledger.minutes(missing)))
        named |= missing
    return gaps


class _Ledger:
    """Looks facts up once: since when they hold, and what they would cost."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._since: dict[_Fact, datetime | None] = {}

    def since(self, way: Iterable[_Fact]) -> datetime:
        return max(moment for fact in way if (moment := self._moment(fact)) is not None)

    def missing(self, way: _Way) -> _Way:
        return frozenset(fact for fact in way if self._moment(fact) is None)

    def minutes(self, way: _Way) -> float:
        return sum(sorted(self._cost(fact) for fact in self.missing(way)))

    def rank(self, way: _Way) -> tuple[float, int, int]:
        return self.minutes(way), len(self.missing(way)), len(way)

    def _cost(self, fact: _Fact) -> float:
        if fact.kind == "recall":
            learned = [self._moment(_Fact("unit", (unit,))) for unit in fact.ids]
            return REFRESH_MINUTES_PER_UNIT * sum(moment is not None for moment in learned)
        return max(self.facts.minutes.get(fact.ids[0], 0.0), 0.0)

    def _moment(self, fact: _Fact) -> datetime | None:
        if fact not in self._since:
            self._since[fact] = self._look_up(fact)
        return self._since[fact]

    def _look_up(self, fact: _Fact) -> datetime | None:
        facts, first = self.facts, fact.ids[0]
        match fact.kind:
            case "unit":
                unit = facts.units.get(first)
                return unit.learned_at if unit else None
            case "recall":
                return self._recalled_since(fact)
            case "task":
                task = facts.tasks.get(first)
                return task.met_at if task else None
            case "quiz":
                return facts.quizzes.get(first)
            case "attendance":
                return facts.attendances.get(first)
            case "credential":
                return facts.credentials.get(first)
            case _:
                return None

    def _recalled_since(self, fact: _Fact) -> datetime | None:
        known = [self.facts.units[id] for id in fact.ids if id in self.facts.units]
        moments = [unit.learned_at for unit in known if unit.learned_at is not None]
        recall = mean_recall(known)
        if recall is None or not moments:
            return None
        return max(moments) if recall >= fact.recall_at_least else None


def mean_recall(units: Iterable[UnitFact]) -> float | None:
    """Return the mean retrievability over the items of the units; None if they have no item."""
    pairs = [(unit.recall, unit.items) for unit in units if unit.recall is not None]
    items = sum(count for _, count in pairs)
    if items <= 0:
        return None
    return sum(recall * count for recall, count in pairs) / items


def _facts_of(leaf: Leaf) -> _Way:
    found = {_Fact(one.kind, (one.id,)) for one in references(leaf)}
    if isinstance(leaf, Units) and leaf.recall_at_least is not None:
        found.add(_Fact("recall", leaf.units, leaf.recall_at_least))
    return frozenset(found)


def _ways(requirement: Requirement, ledger: _Ledger) -> list[_Way]:
    """Return ways to meet the requirement, best first; never empty."""
    match requirement:
        case AllOf(parts):
            return _some_of(len(parts), parts, ledger)
        case AnyOf(parts):
            return _some_of(1, parts, ledger)
        case NOf(n, parts):
            return _some_of(n, parts, ledger)
        case Points():
            return _ways_to_points(requirement, ledger)
        case _:
            return [_facts_of(requirement)]


def _some_of(n: int, parts: Sequence[Requirement], ledger: _Ledger) -> list[_Way]:
    """Build up, part by part, the best ways to meet 0, 1, ... n of the parts seen so far."""
    table: list[list[_Way]] = [[frozenset()], *([] for _ in range(n))]
    for number, part in enumerate(parts, start=1):
        ways = _ways(part, ledger)
        fewest = max(n - (len(parts) - number), 1)  # fewer could not grow to n any more
        for count in range(n, fewest - 1, -1):
            joined = [before | way for before in table[count - 1] for way in ways]
            table[count] = _best([*table[count], *joined], ledger)
    return table[n]


def _ways_to_points(requirement: Points, ledger: _Ledger) -> list[_Way]:
    """Build up the best ways to each sum of points; ways that share a fact do not add up."""
    table: dict[float, list[_Way]] = {0.0: [frozenset()]}
    for entry in requirement.of:
        ways = _ways(entry.requirement, ledger)
        grown = {total: list(befores) for total, befores in table.items()}
        for total, befores in table.items():
            if total >= requirement.at_least:
                continue
            reached = min(round(total + entry.points, 6), requirement.at_least)
            joined = [old | way for old in befores for way in ways if not old & way]
            grown[reached] = grown.get(reached, []) + joined
        table = {total: _best(befores, ledger) for total, befores in grown.items()}
    return table.get(requirement.at_least) or [_everything(requirement)]


def _everything(requirement: Points) -> _Way:
    """Where entries share so much that the points cannot be reached, all of it is missing."""
    return _UNREACHABLE.union(*(_facts_of(leaf) for leaf in leaves(requirement)))


def reachable(requirement: Requirement) -> bool:
    """Return whether the requirement can be met at all: `points` may share too much for that."""
    return not _ways(requirement, _Ledger(Facts()))[0] >= _UNREACHABLE


def _best(ways: list[_Way], ledger: _Ledger) -> list[_Way]:
    return sorted(dict.fromkeys(ways), key=ledger.rank)[:WAYS_KEPT]


def _text(leaf: Leaf, missing: _Way, ledger: _Ledger) -> str:
    names = ledger.facts.names
    wanted = {fact.ids[0] for fact in missing if fact.kind != "recall"}
    listed = ", ".join(
        f"“{names.get(one.id, one.id)}”" for one in references(leaf) if one.id in wanted
    )
    match leaf:
        case Units(units, recall) if not wanted and recall is not None:
            known = [ledger.facts.units[unit] for unit in units if unit in ledger.facts.units]
            now = mean_recall(known) or 0
            return f"Refresh what you learned: {now:.0%} of {recall:.0%} recalled"
        case Units():
            return f"Learn {listed}"
        case Task():
            return f"Meet every criterion of {listed}"
        case Quiz():
            return f"Pass {listed}"
        case Attendance():
            return f"Attend {listed}"
        case _:
            return f"Hold {listed}"
