"""The ways in which a requirement can be met, and what each would still cost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cairn.pathways.facts import Facts, mean_recall
from cairn.pathways.requirement import (
    AllOf,
    AnyOf,
    Leaf,
    NOf,
    Points,
    Requirement,
    Units,
    leaves,
    references,
)

WAYS_KEPT = 64
WAYS_OF_A_TREE = 2_000
"""Where leaves share things, only the cheapest ways of each part are kept: 64, in trees of many
leaves fewer, so that no tree takes long."""

REFRESH_MINUTES_PER_UNIT = 1.0
"""What bringing the recall of one unit back up is reckoned at."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is so or not: a reference, or the recall of some units."""

    kind: str
    ids: tuple[str, ...]
    recall_at_least: float = 0.0


Way = frozenset[Fact]
_UNREACHABLE = Fact("unreachable", ("points",))


class Ledger:
    """Looks facts up once: since when they hold, and what they would cost."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._since: dict[Fact, datetime | None] = {}

    def since(self, way: Iterable[Fact]) -> datetime:
        return max(moment for fact in way if (moment := self._moment(fact)) is not None)

    def is_missing(self, fact: Fact) -> bool:
        return self._moment(fact) is None

    def missing(self, way: Way) -> Way:
        return frozenset(fact for fact in way if self.is_missing(fact))

    def minutes(self, way: Way) -> float:
        return sum(sorted(self.cost(fact) for fact in way))

    def cost(self, fact: Fact) -> float:
        """Return the minutes that a fact would still take: 0 if it holds."""
        if not self.is_missing(fact):
            return 0.0
        if fact.kind == "recall":
            learned = [self._moment(Fact("unit", (unit,))) for unit in fact.ids]
            return REFRESH_MINUTES_PER_UNIT * sum(moment is not None for moment in learned)
        return max(self.facts.minutes.get(fact.ids[0], 0.0), 0.0)

    def _moment(self, fact: Fact) -> datetime | None:
        if fact not in self._since:
            self._since[fact] = self._look_up(fact)
        return self._since[fact]

    def _look_up(self, fact: Fact) -> datetime | None:
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
            case "outside":
                return facts.outside.get(first)
            case _:
                return None

    def _recalled_since(self, fact: Fact) -> datetime | None:
        known = [self.facts.units[id] for id in fact.ids if id in self.facts.units]
        moments = [unit.learned_at for unit in known if unit.learned_at is not None]
        recall = mean_recall(known)
        if recall is None or not moments:
            return None
        return max(moments) if recall >= fact.recall_at_least else None


def facts_of(leaf: Leaf) -> Way:
    found = {Fact(one.kind, (one.id,)) for one in references(leaf)}
    if isinstance(leaf, Units) and leaf.recall_at_least is not None:
        found.add(Fact("recall", leaf.units, leaf.recall_at_least))
    return frozenset(found)


class Search:
    """
    Ways as bit masks, each with its rank: minutes, number of things missing, size.

    Where no two leaves name the same thing the best way of each part is part of the best way of
    the whole, and one is kept; else several are.
    """

    def __init__(self, requirement: Requirement, ledger: Ledger) -> None:
        found = [facts_of(leaf) for leaf in leaves(requirement)]
        self._facts = list(dict.fromkeys(fact for facts in found for fact in _in_order(facts)))
        self._facts.append(_UNREACHABLE)
        self._bits = {fact: 1 << number for number, fact in enumerate(self._facts)}
        self._minutes = [ledger.cost(fact) for fact in self._facts]
        self._missing = [int(ledger.is_missing(fact)) for fact in self._facts]
        self._ranks: dict[int, tuple[float, int, int]] = {0: (0.0, 0, 0)}
        shared = sum(len(facts) for facts in found) > len(self._facts) - 1
        self._kept = max(1, min(WAYS_KEPT, WAYS_OF_A_TREE // len(found))) if shared else 1

    def best(self, requirement: Requirement) -> Way:
        """Return the cheapest way found."""
        mask = self._ways(requirement)[0]
        return frozenset(self._facts[number] for number in _numbers(mask))

    def _ways(self, requirement: Requirement) -> list[int]:
        """Return ways to meet the requirement, best first; never empty."""
        match requirement:
            case AllOf(parts):
                return self._some_of(len(parts), parts)
            case AnyOf(parts):
                return self._some_of(1, parts)
            case NOf(n, parts):
                return self._some_of(n, parts)
            case Points():
                return self._ways_to_points(requirement)
            case _:
                return [self._mask(requirement)]

    def _mask(self, leaf: Leaf) -> int:
        return sum(self._bits[fact] for fact in facts_of(leaf))

    def _some_of(self, n: int, parts: Sequence[Requirement]) -> list[int]:
        """Build up, part by part, the best ways to meet 0, 1, ... n of the parts seen so far."""
        table: list[list[int]] = [[0], *([] for _ in range(n))]
        for number, part in enumerate(parts, start=1):
            ways = self._ways(part)
            fewest = max(n - (len(parts) - number), 1)  # fewer could not grow to n any more
            for count in range(n, fewest - 1, -1):
                joined = [before | way for before in table[count - 1] for way in ways]
                table[count] = self._sorted([*table[count], *joined])
        return table[n]

    def _ways_to_points(self, requirement: Points) -> list[int]:
        """Build up the best ways to each sum of points; ways that share a fact do not add up."""
        table: dict[float, list[int]] = {0.0: [0]}
        for entry in requirement.of:
            ways = self._ways(entry.requirement)
            grown = {total: list(befores) for total, befores in table.items()}
            for total, befores in table.items():
                if total >= requirement.at_least:
                    continue
                reached = min(round(total + entry.points, 6), requirement.at_least)
                joined = [old | way for old in befores for way in ways if not old & way]
                grown[reached] = grown.get(reached, []) + joined
            table = {total: self._sorted(befores) for total, befores in grown.items() if befores}
        return table.get(requirement.at_least) or [self._everything(requirement)]

    def _everything(self, requirement: Points) -> int:
        """Where entries share so much that the points cannot be reached, all of it is missing."""
        mask = self._bits[_UNREACHABLE]
        for leaf in leaves(requirement):
            mask |= self._mask(leaf)
        return mask

    def _sorted(self, ways: list[int]) -> list[int]:
        return sorted(dict.fromkeys(ways), key=self._rank)[: self._kept]

    def _rank(self, mask: int) -> tuple[float, int, int]:
        known = self._ranks.get(mask)
        if known is None:
            numbers = _numbers(mask)
            minutes = sum(self._minutes[number] for number in numbers)
            missing = sum(self._missing[number] for number in numbers)
            known = self._ranks[mask] = (minutes, missing, len(numbers))
        return known


def _in_order(facts: Way) -> list[Fact]:
    return sorted(facts, key=lambda fact: (fact.kind, fact.ids, fact.recall_at_least))


def _numbers(mask: int) -> list[int]:
    """Return the places of the bits that are set."""
    numbers = []
    while mask:
        lowest = mask & -mask
        numbers.append(lowest.bit_length() - 1)
        mask ^= lowest
    return numbers


def reachable(requirement: Requirement) -> bool:
    """Return whether the requirement can be met at all: `points` may share too much for that."""
    return _UNREACHABLE not in Search(requirement, Ledger(Facts())).best(requirement)
