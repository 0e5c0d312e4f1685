from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.pathways.pacing import minutes_a_day_for, reached_on

MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("minutes", "a_day", "days"), [(0, 10, 0), (10, 10, 0), (11, 10, 1), (95, 10, 9), (4.5, 5, 0)]
)
def test_the_last_day_is_counted_from_today(minutes, a_day, days):
    assert reached_on(minutes, minutes_a_day=a_day, start=MONDAY) == MONDAY + timedelta(days=days)


def test_no_minutes_a_day_reach_nothing():
    with pytest.raises(ValueError, match="positive"):
        reached_on(10, minutes_a_day=0, start=MONDAY)


def test_a_day_that_is_past_cannot_be_met():
    assert minutes_a_day_for(10, start=MONDAY, by=MONDAY - timedelta(days=1)) is None
    assert minutes_a_day_for(10, start=MONDAY, by=MONDAY) == 10


@given(st.integers(1, 5000), st.integers(0, 400))
def test_the_minutes_a_day_asked_for_are_just_enough(minutes, days):
    by = MONDAY + timedelta(days=days)
    needed = minutes_a_day_for(minutes, start=MONDAY, by=by)

    assert reached_on(minutes, minutes_a_day=needed, start=MONDAY) <= by
    if needed > 1:
        assert reached_on(minutes, minutes_a_day=needed - 1, start=MONDAY) > by
