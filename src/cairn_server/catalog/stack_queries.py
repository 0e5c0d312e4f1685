"""Reads of what is built on what: stacks and their parts, and what a requirement names."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from cairn.pathways.requirement import Reference
from cairn.pathways.stacking import MAX_LEVELS
from cairn_server.catalog.models import (
    AchievementVersion,
    GatheringVersion,
    OutsidePart,
    QuizVersion,
    StackPart,
    TaskVersion,
    UnitOrder,
    UnitVersion,
)
from cairn_server.catalog.queries import newest_published

SECONDS_PER_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Named:
    """What the ids in requirements stand for: titles, and minutes where a thing takes some."""

    names: dict[str, str]
    minutes: dict[str, float]


def with_parts(achievement_ids: Iterable[UUID]) -> dict[UUID, AchievementVersion]:
    """
    Return the newest published versions of these achievements and of all they are built on.

    Two queries for each level of stacks within stacks, however many there are on it.
    """
    found: dict[UUID, AchievementVersion] = {}
    wanted = set(achievement_ids)
    for _ in range(MAX_LEVELS):
        if not wanted:
            break
        level = newest_published().filter(achievement__in=wanted)
        versions = list(level.select_related("achievement__organisation").order_by("pk"))
        found |= {one.achievement_id: one for one in versions}
        links = StackPart.objects.filter(version__in=versions)
        wanted = set(links.values_list("part_id", flat=True)) - found.keys()
    return found


def stacks_naming(achievements: Any) -> QuerySet[AchievementVersion]:
    """
    Return the newest published versions that name a credential of one of these achievements.

    Args:
        achievements: ids, or a query of ids.
    """
    naming = StackPart.objects.filter(part__in=achievements).values("version")
    return newest_published().filter(pk__in=naming).select_related("achievement__organisation")


def stacks_naming_outside(issuers: Any) -> QuerySet[AchievementVersion]:
    """
    Return the newest published versions that name a credential of one of these other issuers.

    Args:
        issuers: their ids, or a query of ids.
    """
    naming = OutsidePart.objects.filter(issuer__in=issuers).values("version")
    return newest_published().filter(pk__in=naming).select_related("achievement__organisation")


def named(references: Iterable[Reference]) -> Named:
    """Return titles and minutes of what is named. At most one query for each kind."""
    ids: dict[str, list[str]] = {}
    for reference in references:
        ids.setdefault(reference.kind, []).append(reference.id)
    names: dict[str, str] = {}
    minutes: dict[str, float] = {}
    for kind, (model, field) in _VERSIONS.items():
        if kind in ids:
            columns = [field, "title"] if kind == "credential" else [field, "title", "seconds"]
            for row in _newest(model, field, ids[kind]).values_list(*columns):
                names[str(row[0])] = row[1]
                minutes |= {str(row[0]): row[2] / SECONDS_PER_MINUTE} if len(row) > 2 else {}
    return Named(names, minutes)


_VERSIONS: dict[str, tuple[type[Model], str]] = {
    "unit": (UnitVersion, "unit_id"),
    "task": (TaskVersion, "task_id"),
    "quiz": (QuizVersion, "quiz_id"),
    "attendance": (GatheringVersion, "gathering_id"),
    "credential": (AchievementVersion, "achievement_id"),
}


def _newest(model: type[Model], field: str, ids: Collection[str]) -> QuerySet[Any]:
    """Return published versions, the newest of each last, so that it wins in a mapping."""
    wanted = {f"{field}__in": ids, "published_at__isnull": False}
    return model._default_manager.filter(**wanted).order_by("number")


def unit_order(unit_ids: Iterable[UUID]) -> list[tuple[UUID, UUID]]:
    """Return which of these units comes before which, as (before, after). One query."""
    ids = list(unit_ids)
    rows = UnitOrder.objects.filter(unit__in=ids, after__in=ids).order_by("pk")
    return list(rows.values_list("after_id", "unit_id"))
