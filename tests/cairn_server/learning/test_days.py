"""The learning day turns at four, where the learner lives."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from cairn_server.learning.days import day_begins, day_ends, learning_day


@pytest.mark.parametrize(
    ("at", "zone", "day"),
    [
        (datetime(2026, 3, 2, 3, 59, tzinfo=UTC), "UTC", date(2026, 3, 1)),
        (datetime(2026, 3, 2, 4, 0, tzinfo=UTC), "UTC", date(2026, 3, 2)),
        (datetime(2026, 3, 2, 3, 0, tzinfo=UTC), "Europe/Berlin", date(2026, 3, 2)),  # 4:00 there
        (datetime(2026, 3, 2, 10, 0, tzinfo=UTC), "America/Los_Angeles", date(2026, 3, 1)),  # 2:00
    ],
)
def test_before_four_it_is_still_yesterday(at, zone, day):
    assert learning_day(at, zone) == day


def test_a_day_ends_where_the_next_begins_also_when_clocks_change():
    spring_forward = date(2026, 3, 29)  # in Berlin the hour after two is left out

    begins, ends = (
        day_begins(date(2026, 3, 28), "Europe/Berlin"),
        day_begins(spring_forward, "Europe/Berlin"),
    )

    assert day_ends(date(2026, 3, 28), "Europe/Berlin") == ends
    assert (ends.astimezone(UTC) - begins.astimezone(UTC)).total_seconds() == 23 * 3600
