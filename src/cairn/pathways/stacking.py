"""
Stacks: achievements whose requirements name the credentials of smaller ones.

Whoever holds the parts of a stack has earned it. Whoever does not yet has the ways of the parts
to go, and what two parts share is gone once: so a stack is unfolded into what its parts require
before its cheapest way is sought.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from cairn.pathways.criteria import Met, evaluate
from cairn.pathways.facts import Facts
from cairn.pathways.requirement import (
    MAX_LEAVES,
    AllOf,
    AnyOf,
    Credential,
    NOf,
    Requirement,
    leaves,
    references,
)

MAX_LEVELS = 8
"""How many stacks within stacks are unfolded."""

Rules = Mapping[str, Requirement]


def unfold(requirement: Requirement, rules: Rules, *, held: Collection[str] = ()) -> Requirement:
    """
    Return the same requirement, each credential that is not held replaced by what it requires.

    A credential stays as it is where its rule is not known, where it leads back to itself, where
    the whole would have more than 500 leaves, and within `points`, where parts that share
    something count each for itself.

    Args:
        rules: what each achievement requires, by its id.
        held: ids of the achievements whose credential is held.
    """
    return _Unfolding(rules, held).of(requirement, ())


class _Unfolding:
    def __init__(self, rules: Rules, held: Collection[str]) -> None:
        self._rules = rules
        self._held = held
        self._leaves = 0

    def of(self, requirement: Requirement, within: tuple[str, ...]) -> Requirement:
        match requirement:
            case AllOf(parts):
                return AllOf(self._each(parts, within))
            case AnyOf(parts):
                return AnyOf(self._each(parts, within))
            case NOf(n, parts):
                return NOf(n, self._each(parts, within))
            case Credential(id) if self._takes(id, within):
                return self.of(self._rules[id], (*within, id))
            case _:
                return requirement

    def _each(
        self, parts: Iterable[Requirement], within: tuple[str, ...]
    ) -> tuple[Requirement, ...]:
        return tuple(self.of(part, within) for part in parts)

    def _takes(self, id: str, within: tuple[str, ...]) -> bool:
        if id in self._held or id in within or id not in self._rules or len(within) >= MAX_LEVELS:
            return False
        more = sum(1 for _ in leaves(self._rules[id]))
        if self._leaves + more > MAX_LEAVES:
            return False
        self._leaves += more
        return True


def priced(facts: Facts, rules: Rules) -> Facts:
    """Return `facts` with the minutes that each credential of `rules` would take by itself."""
    priced_so_far = facts
    for id in _parts_first(rules):
        if id not in facts.credentials:
            tree = unfold(rules[id], rules, held=facts.credentials)
            verdict = evaluate(tree, priced_so_far)
            minutes = 0.0 if isinstance(verdict, Met) else verdict.minutes
            priced_so_far = replace(priced_so_far, minutes={**priced_so_far.minutes, id: minutes})
    return priced_so_far


def _parts_first(rules: Rules) -> list[str]:
    """Return the ids of `rules`, parts before what is built on them, circles cut somewhere."""
    done: dict[str, None] = {}
    for start in rules:
        ahead = [(start, False)]
        seen: set[str] = set()
        while ahead:
            id, has_parts_done = ahead.pop()
            if has_parts_done:
                done.setdefault(id)
            elif id not in seen and id not in done:
                seen.add(id)
                ahead.append((id, True))
                ahead += [(part, False) for part in parts_of(rules[id]) if part in rules]
    return list(done)


def parts_of(requirement: Requirement) -> list[str]:
    """Return the ids of the achievements whose credentials are named, in the order of the tree."""
    return [one.id for one in references(requirement) if one.kind == "credential"]


def stacked(facts: Facts, rules: Rules) -> list[str]:
    """
    Return the ids of all that `facts` earn by `rules`, stacks on stacks, in an order of awarding.

    Which these are does not depend on the order in which parts were earned or rules are given.
    """
    earned: list[str] = []
    credentials = dict(facts.credentials)
    is_growing = True
    while is_growing:
        is_growing = False
        for id, requirement in rules.items():
            if id in credentials:
                continue
            verdict = evaluate(requirement, replace(facts, credentials=credentials))
            if isinstance(verdict, Met):
                credentials[id] = max(one.at for one in verdict.by)
                earned.append(id)
                is_growing = True
    return earned
