"""Which reviews and goals somebody may use: only their own."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from cairn_server.accounts.models import Person
from cairn_server.catalog.models import ItemVersion
from cairn_server.learning import queries
from cairn_server.learning.models import Goal, Review


def own_goal_or_404(learner: Person | None, goal_id: UUID) -> Goal:
    """Return a goal of `learner`; anybody else's is answered like a missing one."""
    goal = None if learner is None else Goal.objects.filter(pk=goal_id, person=learner).first()
    if goal is None:
        raise Http404
    return goal


def own_review_or_404(learner: Person | None, item: ItemVersion, review_id: UUID) -> Review:
    """Return a review of `item` by `learner`; anybody else's is answered like a missing one."""
    review = None if learner is None else queries.last_review_of(learner, review_id)
    if review is None or review.version_id != item.pk:
        raise Http404
    return review
