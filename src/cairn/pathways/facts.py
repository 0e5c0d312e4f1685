"""What is known of one person that a requirement may ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime


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
        outside: the same of credentials of other issuers, by what `Reference` names them.
        minutes: what each missing thing would take; 0 where not given.
        names: what people call each thing; its id where not given.
    """

    units: Mapping[str, UnitFact] = field(default_factory=dict)
    tasks: Mapping[str, TaskFact] = field(default_factory=dict)
    quizzes: Mapping[str, datetime] = field(default_factory=dict)
    attendances: Mapping[str, datetime] = field(default_factory=dict)
    credentials: Mapping[str, datetime] = field(default_factory=dict)
    outside: Mapping[str, datetime] = field(default_factory=dict)
    minutes: Mapping[str, float] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


def mean_recall(units: Iterable[UnitFact]) -> float | None:
    """Return the mean retrievability over the items of the units; None if they have no item."""
    pairs = [(unit.recall, unit.items) for unit in units if unit.recall is not None]
    items = sum(count for _, count in pairs)
    if items <= 0:
        return None
    return sum(recall * count for recall, count in pairs) / items
