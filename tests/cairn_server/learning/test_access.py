"""Reviews are one's own."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.http import Http404

from cairn_server.learning.access import own_review_or_404
from cairn_server.learning.models import Review
from tests.making import make_due, make_item


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
