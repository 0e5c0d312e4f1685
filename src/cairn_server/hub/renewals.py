"""What renews a credential that ends, line by line, and how far its holder is with that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cairn.pathways.criteria import Facts, Met, evaluate
from cairn.pathways.validity import Validity
from cairn_server.accounts.models import Person
from cairn_server.credentials import facts as credential_facts
from cairn_server.credentials.models import Award
from cairn_server.credentials.renewal_queries import Ending, ending_of
from cairn_server.hub.known_ways import KnownWays
from cairn_server.hub.requirement_steps import Step, Steps, WayLine


@dataclass(frozen=True, slots=True)
class Renewal:
    """
    How long the credential of an achievement counts, and what renews it.

    Args:
        validity: of the newest definition; None where only an earlier one set an end.
        requirement: the tree of what is shown again, line by line.
        missing: what the shortest way still lacks of it.
        ending: when the reader's credential ends; None if they hold none that does.
    """

    validity: Validity | None
    requirement: Step
    missing: Sequence[WayLine]
    ending: Ending | None


def renewal_standing(
    person: Person | None,
    achievement_id: str,
    award: Award | None,
    known: KnownWays,
    steps: Steps,
    *,
    at: datetime,
) -> Renewal | None:
    """
    Return what renews the credential of an achievement; None for one that does not end.

    Args:
        award: the newest of `person`, if there is one.
        known, steps: what was read of the achievement.
    """
    version = known.definitions[achievement_id]
    ending = ending_of(award, at=at)
    if version.validity is None and ending is None:
        return None
    rule = version.renewal
    facts = Facts(names=known.facts.names, minutes=known.facts.minutes)
    if person is not None and award is not None and ending is not None:
        anew = credential_facts.gather(
            person, rule, at=at, units=known.units, after=award.awarded_at
        )
        facts = replace(anew.facts, names=known.facts.names, minutes=known.facts.minutes)
    about = replace(known, rules={**known.rules, achievement_id: rule}, facts=facts)
    drawn = steps.about(about)
    verdict = evaluate(rule, facts)
    missing = [] if isinstance(verdict, Met) else drawn.way(verdict.what)
    return Renewal(version.validity, drawn.tree(achievement_id), missing, ending)
