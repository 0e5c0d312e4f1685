"""
Whether a person meets the requirements of an achievement and, if not, the quickest way there.

A requirement can usually be met in several ways. A way is a set of facts: units learned, a task
met. Each way costs the minutes of what is still missing in it, every fact counted once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cairn.pathways.facts import Facts, TaskFact, UnitFact, mean_recall
from cairn.pathways.performance import require_performance
from cairn.pathways.requirement import (
    AllOf,
    AnyOf,
    Attendance,
    Credential,
    Leaf,
    NOf,
    Outside,
    Points,
    PointsEntry,
    Quiz,
    Reference,
    Requirement,
    Task,
    Units,
    inner_references,
    leaves,
    map_references,
    parse,
    references,
    to_json,
)
from cairn.pathways.ways import Fact, Ledger, Search, Way, facts_of, reachable

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
    "Outside",
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
    "inner_references",
    "leaves",
    "map_references",
    "mean_recall",
    "parse",
    "reachable",
    "references",
    "require_performance",
    "to_json",
]


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


def evaluate(requirement: Requirement, facts: Facts) -> Met | Missing:
    """
    Return whether `facts` meet the requirement, by what, or the quickest way to meet it.

    The quickest way is the cheapest in minutes, then in the number of things missing. The answer
    is exact where no two leaves name the same thing, and wherever the parts of a tree that do
    have no more than 64 ways; beyond that a way may be dearer than need be, and `points` whose
    entries share things may be judged missing.
    """
    ledger = Ledger(facts)
    best = Search(requirement, ledger).best(requirement)
    used = [leaf for leaf in dict.fromkeys(leaves(requirement)) if facts_of(leaf) <= best]
    if not ledger.missing(best):
        return Met([Fulfilment(leaf, ledger.since(facts_of(leaf))) for leaf in used])
    return Missing(_gaps(used, ledger), ledger.minutes(best))


def _gaps(used: Iterable[Leaf], ledger: Ledger) -> list[Gap]:
    """Name each missing fact once, under the first leaf that needs it."""
    gaps = []
    named: set[Fact] = set()
    for leaf in used:
        missing = ledger.missing(facts_of(leaf)) - named
        if missing:
            gaps.append(Gap(leaf, _text(leaf, missing, ledger), ledger.minutes(missing)))
        named |= missing
    return gaps


def _text(leaf: Leaf, missing: Way, ledger: Ledger) -> str:
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
        case Outside(name=name):
            return f"Hold “{name}”, issued elsewhere"
        case _:
            return f"Hold {listed}"
