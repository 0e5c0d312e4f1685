from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.capability.kept import RECALLED, LastRecall, kept_at, needed_of
from cairn.scheduling.memory import retrievability

MAY = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def right(days, stability=30.0):
    return LastRecall(MAY + days * DAY, stability, is_right=True)


def wrong(days, stability=1.0):
    return LastRecall(MAY + days * DAY, stability, is_right=False)


def kept(recalls, items, until=100):
    found = kept_at(recalls, items=items, until=MAY + until * DAY)
    return None if found is None else (found - MAY) // DAY


@pytest.mark.parametrize(
    ("items", "needed"), [(0, 0), (1, 1), (2, 2), (3, 3), (5, 3), (6, 3), (7, 4), (30, 15)]
)
def test_half_of_the_items_are_needed_and_no_fewer_than_three(items, needed):
    assert needed_of(items) == needed


def test_the_last_recall_by_which_half_were_known_counts():
    assert kept([right(1), right(2), right(3)], items=6) == 3


def test_too_few_items_keep_nothing_current():
    assert kept([right(1), right(2)], items=6) is None
    assert kept([], items=0) is None


def test_what_has_faded_by_then_is_not_known():
    assert kept([right(0, 5.0), right(1), right(6)], items=6) is None
    assert kept([right(0, 6.0), right(1), right(6)], items=6) == 6


def test_a_wrong_answer_shows_nothing_however_fresh():
    assert kept([right(1), right(2), wrong(3)], items=3) is None
    assert kept([right(1), right(2), right(3), wrong(4)], items=6) == 3


def test_time_alone_makes_nothing_current():
    known = [right(1, 900.0), right(2, 900.0), right(3, 900.0)]

    assert kept(known, items=4, until=300) == 3


def test_what_is_still_to_come_does_not_count():
    assert kept([right(1), right(2), right(3), right(200)], items=6, until=10) == 3


def test_an_earlier_day_counts_where_a_later_one_does_not():
    assert kept([right(1, 4.0), right(2, 4.0), right(3, 4.0), right(90, 4.0)], items=6) == 3


@given(st.integers(0, 3000), st.floats(0.01, 3000))
def test_known_means_a_retrievability_of_nine_tenths(days, stability):
    recall = LastRecall(MAY, stability, is_right=True)
    there = retrievability(days * DAY, stability)

    if abs(there - RECALLED) > 1e-9:
        assert recall.is_known_at(MAY + days * DAY) == (there >= RECALLED)


recalls = st.lists(
    st.builds(
        LastRecall,
        at=st.integers(0, 400).map(lambda days: MAY + days * DAY),
        stability_days=st.floats(0.1, 500),
        is_right=st.booleans(),
    ),
    max_size=12,
)


@given(recalls, st.integers(0, 12), st.integers(0, 400))
def test_it_is_the_moment_of_a_right_answer_that_has_been_given(found, more, days):
    until = MAY + days * DAY
    moment = kept_at(found, items=len(found) + more, until=until)

    assert moment is None or moment <= until
    assert moment is None or any(one.is_right and one.at == moment for one in found)


@given(recalls, st.integers(0, 12))
def test_more_items_that_nobody_answered_never_make_it_later(found, more):
    until = MAY + 500 * DAY
    fewer = kept_at(found, items=len(found), until=until)
    with_more = kept_at(found, items=len(found) + more, until=until)

    assert with_more is None or (fewer is not None and with_more <= fewer)


@given(recalls)
def test_answering_everything_rightly_today_keeps_it_current_today(found):
    today = MAY + 500 * DAY
    again = [LastRecall(today, one.stability_days, is_right=True) for one in found]

    assert kept_at(again, items=len(again), until=today) == (today if again else None)
