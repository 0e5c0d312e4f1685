"""Reads about badges that are given in several tiers."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from cairn_server.catalog.models import AchievementVersion
from cairn_server.catalog.queries import newest_published


@dataclass(frozen=True, slots=True)
class TierRow:
    """One tier of a badge, as it is published now."""

    achievement_id: UUID
    title: str
    number: int


def tiers_of(version: AchievementVersion) -> list[TierRow]:
    """
    Return the published tiers of the badge that `version` is a tier of, the first to reach first.

    Those of the same organisation; none, and no query, where it is no tier. One query.
    """
    if version.stated_tier is None:
        return []
    found = newest_published().filter(
        achievement__organisation=version.achievement.organisation_id,
        tier_of=version.tier_of,
        tier__isnull=False,
    )
    rows = found.order_by("tier", "title").values_list("achievement", "title", "tier")
    return [TierRow(id, title, tier) for id, title, tier in rows if tier is not None]
