"""Reads of goals. A goal is its person's alone."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F

from cairn_server.accounts.models import Person
from cairn_server.catalog.stack_queries import with_parts
from cairn_server.learning.models import Goal, GoalPart


def goals_of(person: Person) -> list[Goal]:
    """Return the goals of `person` with their parts, the nearest day first. Two queries."""
    goals = Goal.objects.filter(person=person).prefetch_related("parts")
    return list(goals.order_by(F("by").asc(nulls_last=True), "created_at", "pk"))


def parts_of(goals: Iterable[Goal]) -> list[UUID]:
    """Return the achievements of the goals, each once, in order."""
    return list(dict.fromkeys(part.achievement_id for goal in goals for part in goal.parts.all()))


def wanted_achievements(person: Person) -> list[UUID]:
    """
    Return the achievements of a person's goals in order, then what those are built on.

    One query for who has no goal, two more for each level of stacks.
    """
    parts = (
        GoalPart.objects.filter(goal__person=person)
        .order_by(F("goal__by").asc(nulls_last=True), "goal__created_at", "goal", "position")
        .values_list("achievement_id", flat=True)
    )
    wanted = list(dict.fromkeys(parts))
    return list(dict.fromkeys([*wanted, *with_parts(wanted)]))
