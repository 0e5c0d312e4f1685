"""The list of one's own reviews."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from cairn.scheduling.memory import Rating
from cairn_server.learning.review_list import ReviewFilter, reviews
from tests.making import make_due, make_item
from tests.moments import MONDAY


def test_every_field_narrows_and_others_are_never_seen(ada, bea, college, whiteboards):
    other = make_item(college, "other")
    make_due(ada, whiteboards)
    make_due(ada, other, 1)
    make_due(bea, whiteboards)

    assert len(reviews(ada, ReviewFilter()).items) == 2
    assert len(reviews(ada, ReviewFilter(item_id=other.item_id)).items) == 1
    assert reviews(ada, ReviewFilter(rating=Rating.AGAIN)).items == []
    assert reviews(ada, ReviewFilter(since=MONDAY.replace(year=2027))).items == []


def test_an_unknown_filter_is_refused():
    with pytest.raises(ValidationError):
        ReviewFilter(colour="red")


@pytest.mark.parametrize("since", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_time_that_no_database_holds_is_refused(since):
    with pytest.raises(ValidationError, match="since"):
        ReviewFilter(since=since)
