"""Reads of how well a person would recall units now, as few and small as each answer can bear."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from cairn.scheduling.memory import MemoryState, retrievability
from cairn_server.catalog import cards
from cairn_server.catalog.models import UnitVersion
from cairn_server.learning.models import Memory


def recall_now(state: MemoryState, at: datetime) -> float:
    """Return the probability, 0 to 1, that what is remembered so is recalled at `at`."""
    return _recall(state.reviewed_at, state.stability_days, at)


def mean_of_items(recalls: Mapping[UUID, float], items: Collection[UUID]) -> float | None:
    """Return the mean over the questions of a unit, one never answered counting 0."""
    known = [recalls.get(item, 0.0) for item in items]
    return sum(known) / len(known) if known else None


def recall_of_units(
    person_id: UUID, unit_ids: Collection[UUID], at: datetime
) -> dict[UUID, tuple[float | None, int]]:
    """
    Return mean recall and number of questions of units that published requirements name.

    The mean is None for a unit without questions. Two queries, and nothing of the questions.
    """
    versions = UnitVersion.objects.filter(unit__in=list(unit_ids), published_at__isnull=False)
    asked = {
        unit_id: cards.question_items(content)
        for unit_id, content in versions.order_by("number").values_list("unit_id", "cards")
    }
    everything = [item for items in asked.values() for item in items]
    rows = Memory.objects.filter(person=person_id, item__in=everything)
    recalls = {
        item: _recall(reviewed_at, stability, at)
        for item, reviewed_at, stability in rows.values_list(
            "item", "reviewed_at", "stability_days"
        )
        if reviewed_at is not None and stability is not None
    }
    return {
        unit_id: (mean_of_items(recalls, items), len(items)) for unit_id, items in asked.items()
    }


def _recall(reviewed_at: datetime, stability_days: float, at: datetime) -> float:
    elapsed = max(at - reviewed_at, timedelta(0))  # a phone's clock may run ahead
    return retrievability(elapsed, stability_days)
