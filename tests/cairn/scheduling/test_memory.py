from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.scheduling.memory import (
    MemoryState,
    Rating,
    Recall,
    retrievability,
    retrievability_curve,
)
from tests.moments import DAY, MONDAY

LOW, HIGH = UUID(int=1), UUID(int=2)


@given(st.floats(0.01, 10_000), st.floats(0.1, 0.8))
def test_stability_is_the_time_after_which_recall_is_90_percent(stability, decay):
    assert retrievability_curve(stability, stability, decay=decay) == pytest.approx(0.9)


def test_recall_on_the_day_of_the_review_is_certain():
    assert retrievability(timedelta(hours=23, minutes=59), 0.5) == 1.0


def test_only_whole_days_count():
    assert retrievability(timedelta(hours=47), 3) == retrievability(timedelta(days=1), 3)


def test_displays_may_use_fractions_of_a_day():
    assert retrievability_curve(1.5, 3) < retrievability_curve(1, 3)


@pytest.mark.parametrize(("elapsed", "stability"), [(timedelta(days=-1), 1), (DAY, 0), (DAY, -1)])
def test_a_negative_time_or_stability_is_refused(elapsed, stability):
    with pytest.raises(ValueError, match="must"):
        retrievability(elapsed, stability)


def test_recalls_are_ordered_by_meaning_then_moment_then_id():
    old = Recall(1, MONDAY + DAY, HIGH, Rating.EASY)
    first = Recall(2, MONDAY, HIGH, Rating.GOOD)
    tie = Recall(2, MONDAY + DAY, LOW, Rating.GOOD)
    last = Recall(2, MONDAY + DAY, HIGH, Rating.AGAIN)

    assert sorted([last, tie, first, old]) == [old, first, tie, last]


def test_a_recall_is_kept_in_utc():
    tokyo = datetime(2026, 3, 2, 18, 0, tzinfo=timezone(timedelta(hours=9)))

    assert Recall(1, tokyo, LOW, Rating.GOOD).at.isoformat() == "2026-03-02T09:00:00+00:00"


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        Recall(1, datetime(2026, 3, 2), LOW, Rating.GOOD)


@pytest.mark.parametrize(
    ("meaning", "at", "expected"),
    [
        (2, MONDAY + DAY, True),
        (2, MONDAY, False),
        (2, MONDAY - DAY, False),
        (3, MONDAY - DAY, True),
        (1, MONDAY + DAY, False),
    ],
)
def test_a_state_precedes_later_recalls_and_newer_meanings(meaning, at, expected):
    state = MemoryState(2, MONDAY, 1.0, 5.0, MONDAY + DAY, 1)

    assert state.precedes(Recall(meaning, at, LOW, Rating.GOOD)) is expected


def test_the_fields_of_a_state_are_its_columns():
    assert MemoryState.__slots__ == (
        "meaning",
        "reviewed_at",
        "stability_days",
        "difficulty",
        "due_at",
        "review_count",
    )
    assert MONDAY.tzinfo is UTC
