"""The catalogue by what its reader's goals and work roles still lack."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from cairn.capability.fit import Fit, Offer, closest_first
from cairn.capability.gap import NeedGap, NeedState, gap_on
from cairn_server.accounts.models import Person
from cairn_server.catalog.models import Alignment
from cairn_server.catalog.queries import (
    CatalogueFilter,
    CatalogueRow,
    catalogue_rows,
    catalogued_seconds,
    newest_published,
)
from cairn_server.journal.paging import Page
from cairn_server.learning.goal_queries import wanted_achievements
from cairn_server.workforce.queries import needs_of_person
from cairn_server.workforce.recall_queries import held_versions
from cairn_server.workforce.skill_queries import own_shown

SECONDS_PER_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Wants:
    """
    What somebody wants to be able to do.

    Args:
        achievements: of their goals, and what those are built on.
        needs: the highest level that these and the work roles ask for, by competency.
    """

    achievements: frozenset[UUID]
    needs: dict[UUID, int]
    has_role: bool

    @property
    def has_goal(self) -> bool:
        return bool(self.achievements)

    @property
    def order_name(self) -> str:
        """What pages call the order that begins with what these wants lack."""
        if self.has_goal and self.has_role:
            return _("Closest to your goal and role")
        return _("Closest to your goal") if self.has_goal else _("Closest to your role")


@dataclass(frozen=True, slots=True)
class FittedPage:
    """
    A page of the catalogue, the closest first.

    Args:
        fits: what each row does for the wants, by the id of the achievement.
        lacking: how many of the needs are not met now.
    """

    page: Page[CatalogueRow]
    fits: dict[UUID, Fit]
    lacking: int


def wants_of(person: Person | None) -> Wants | None:
    """
    Return what the goals and roles of `person` ask for; None if that is nothing.

    Two queries for who has neither; else one more, and two for each level of stacks.
    """
    if person is None:
        return None
    achievements = frozenset(wanted_achievements(person))
    of_roles = needs_of_person(person)
    if not achievements and not of_roles:
        return None
    needs = dict(of_roles)
    for competency, level in _alignments(achievements) if achievements else ():
        needs[competency] = max(level, needs.get(competency, level))
    return Wants(achievements, needs, bool(of_roles))


def _alignments(achievements: Collection[UUID]) -> list[tuple[UUID, int]]:
    versions = newest_published().filter(achievement__in=achievements)
    rows = Alignment.objects.filter(version__in=versions.values("pk"))
    return list(rows.values_list("competency", "level"))


def fitted_catalogue(
    person: Person,
    wants: Wants,
    wanted: CatalogueFilter,
    *,
    at: datetime,
    after: UUID | None = None,
    limit: int = 24,
) -> FittedPage:
    """
    Return a page of what can be earned, what brings `person` closest first. A fixed number
    of queries.

    Args:
        after: the achievement that the page follows; one that is not in the catalogue begins it.
    """
    gaps = gap_on(localdate(at), wants.needs, own_shown(person, at=at))
    fits = closest_first(_offers(person, wants, wanted, gaps, at), gaps)
    ids = list(fits)
    start = ids.index(after) + 1 if after in fits else 0
    rows = catalogue_rows(ids[start : start + limit])
    more = start + limit < len(ids)
    return FittedPage(
        page=Page(rows, ids[start + limit - 1] if more else None),
        fits={row.id: fits[row.id] for row in rows},
        lacking=sum(gap.state != NeedState.MET for gap in gaps),
    )


def _offers(
    person: Person, wants: Wants, wanted: CatalogueFilter, gaps: list[NeedGap], at: datetime
) -> list[Offer[UUID]]:
    needs = zip(wants.needs, gaps, strict=True)
    lacking = [key for key, gap in needs if gap.state != NeedState.MET]
    aligned = Alignment.objects.filter(
        competency__in=lacking, version__in=newest_published().values("pk")
    )
    shows: dict[UUID, dict[UUID, int]] = {}
    for achievement_id, competency, level in aligned.values_list(
        "version__achievement", "competency", "level"
    ):
        shows.setdefault(achievement_id, {})[competency] = level
    still_wanted = wants.achievements - set(held_versions(person, at=at).values())
    return [
        Offer(id, shows.get(id, {}), seconds / SECONDS_PER_MINUTE, is_wanted=id in still_wanted)
        for id, seconds in catalogued_seconds(wanted).items()
    ]
