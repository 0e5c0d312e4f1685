"""What is known of a person's ways to some achievements, read once for every page that asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from cairn.pathways.criteria import (
    AllOf,
    Facts,
    Gap,
    Met,
    Missing,
    Requirement,
    Units,
    evaluate,
    parse,
    references,
)
from cairn.pathways.requirement import Credential, outside_in
from cairn.pathways.stacking import priced, stacked, unfold
from cairn_server.accounts.models import Person
from cairn_server.catalog.models import AchievementVersion
from cairn_server.catalog.stack_queries import named, stacks_naming, with_parts
from cairn_server.credentials import facts as credential_facts
from cairn_server.learning import queries as learning
from cairn_server.learning.ways import UnitStanding


@dataclass(frozen=True, slots=True)
class KnownWays:
    """
    Some achievements with all that they are built on, and what one person has of it.

    Args:
        definitions: the newest published version of each, by the achievement's id as text.
        rules: what each requires.
        facts: what the person has, with names and with the minutes that the rest would take.
        units: where the person stands with each unit; empty for a stranger.
    """

    definitions: Mapping[str, AchievementVersion]
    rules: Mapping[str, Requirement]
    facts: Facts
    units: Mapping[UUID, UnitStanding]

    def verdict(self, achievement_ids: Iterable[str]) -> Met | Missing:
        """Return the shortest way to all of these achievements; what they share is gone once."""
        wanted = AllOf(tuple(Credential(id) for id in achievement_ids))
        return evaluate(unfold(wanted, self.rules, held=self.facts.credentials), self.facts)

    def requires_met(self, achievement_id: str) -> Met | Missing:
        """Return the same for what one achievement requires, whether its credential is held."""
        tree = unfold(self.rules[achievement_id], self.rules, held=self.facts.credentials)
        return evaluate(tree, self.facts)

    def minutes(self, leaf: Requirement) -> float:
        """Return what one leaf would still take by itself."""
        verdict = evaluate(leaf, self.facts)
        return 0.0 if isinstance(verdict, Met) else verdict.minutes


def known_ways(
    person: Person | None, achievement_ids: Iterable[UUID], *, at: datetime
) -> KnownWays:
    """Return what is known of `person`; for None, a stranger, nothing but the definitions."""
    definitions = {str(id): one for id, one in with_parts(achievement_ids).items()}
    rules = {id: parse(one.requirements) for id, one in definitions.items()}
    wanted = AllOf((*rules.values(), *(Credential(id) for id in rules)))
    everything = references(wanted)
    titles = named(everything)
    unit_ids = [UUID(one.id) for one in everything if one.kind == "unit"]
    units: Mapping[UUID, UnitStanding] = {}
    facts = Facts()
    if person is not None:
        units = learning.unit_facts(person, unit_ids, at) if unit_ids else {}
        facts = credential_facts.gather(person, wanted, at=at, units=units).facts
    minutes = titles.minutes | {str(id): one.minutes_left for id, one in units.items()}
    outside = {references(one)[0].id: one.name for one in outside_in(wanted)}
    facts = replace(facts, names=titles.names | outside, minutes=minutes)
    return KnownWays(definitions, rules, priced(facts, rules), units)


@dataclass(frozen=True, slots=True)
class Completed:
    """A stack that an achievement belongs to."""

    achievement_id: UUID
    title: str
    is_last_part: bool  # nothing else is missing for it but this achievement
    is_held: bool


def stacks_of(person: Person | None, achievement_id: UUID, *, at: datetime) -> list[Completed]:
    """Return the stacks that name this achievement, and which of them it would complete."""
    stacks = list(stacks_naming([achievement_id]).order_by("title", "pk"))
    if not stacks:
        return []
    rules = {str(one.achievement_id): parse(one.requirements) for one in stacks}
    facts = Facts()
    if person is not None:
        wanted = AllOf((*rules.values(), *(Credential(id) for id in rules)))
        facts = credential_facts.gather(person, wanted, at=at).facts
    with_it = {**facts.credentials, str(achievement_id): at}
    completed = stacked(replace(facts, credentials=with_it), rules)
    return [
        Completed(
            achievement_id=one.achievement_id,
            title=one.title,
            is_last_part=person is not None and str(one.achievement_id) in completed,
            is_held=str(one.achievement_id) in facts.credentials,
        )
        for one in stacks
    ]


def still_missing(gap: Gap, facts: Facts) -> Requirement:
    """Return the leaf of a gap with only those units that are not learned yet."""
    if not isinstance(gap.leaf, Units):
        return gap.leaf
    open_units = tuple(id for id in gap.leaf.units if not _is_learned(facts, id))
    return replace(gap.leaf, units=open_units) if open_units else gap.leaf


def is_only_to_refresh(gap: Gap, facts: Facts) -> bool:
    """Return whether all units of a gap are learned, and only recall is missing."""
    return isinstance(gap.leaf, Units) and all(_is_learned(facts, id) for id in gap.leaf.units)


def _is_learned(facts: Facts, unit: str) -> bool:
    known = facts.units.get(unit)
    return known is not None and known.learned_at is not None
