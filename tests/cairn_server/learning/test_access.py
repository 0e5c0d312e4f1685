"""Reviews are one's own."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.http import Http404

from cairn_server.learning.access import own_goal_or_404, own_review_or_404
from cairn_server.learning.aiming import set_goal
from cairn_server.learning.models import Review
from tests.making import make_due, make_item
from tests.moments import MONDAY


def test_only_the_owner_finds_a_review_and_only_of_its_item(ada, bea, college, whiteboards):
    make_due(ada, whiteboards)
    review = Review.objects.get()
    other = make_item(college, "other")

    assert own_review_or_404(ada, whiteboards, review.pk) == review
    for learner, item, review_id in (
        (bea, whiteboards, review.pk),
        (None, whiteboards, review.pk),
        (ada, other, review.pk),
        (ada, whiteboards, uuid4()),
    ):
        with pytest.raises(Http404):
            own_review_or_404(learner, item, review_id)


def test_a_goal_is_its_persons_alone(ada, bea):
    goal = set_goal(person=ada, name="Data", by=None, at=MONDAY)

    assert own_goal_or_404(ada, goal.pk) == goal
    for learner in (bea, None):
        with pytest.raises(Http404):
            own_goal_or_404(learner, goal.pk)
