from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.scheduling.session import DueItem, NewUnit, compose
from tests.moments import MONDAY

items = st.builds(
    DueItem,
    st.uuids().map(str),
    st.integers(0, 9_999).map(lambda n: MONDAY - timedelta(minutes=n)),
    st.floats(0.01, 1),
    st.integers(1, 400),
)
units = st.none() | st.builds(NewUnit, st.just("u"), st.integers(1, 900))


def due(name, recall, seconds=20):
    return DueItem(name, MONDAY, recall, seconds)


def test_what_is_most_at_risk_comes_first():
    session = compose(due=[due("b", 0.9), due("a", 0.4), due("c", 0.7)], unit=None, minutes=5)

    assert [one.item_id for one in session.recalls] == ["a", "c", "b"]
    assert session.seconds == 60


def test_recalls_stop_at_the_minutes():
    session = compose(due=[due(str(n), n / 10) for n in range(1, 9)], unit=None, minutes=1)

    assert [one.item_id for one in session.recalls] == ["1", "2", "3"]


def test_a_unit_follows_if_it_still_fits():
    assert compose(due=[due("a", 0.5)], unit=NewUnit("u", 280), minutes=5).unit is not None
    assert compose(due=[due("a", 0.5)], unit=NewUnit("u", 281), minutes=5).unit is None


def test_a_unit_that_is_all_there_is_comes_even_if_it_takes_longer():
    session = compose(due=[], unit=NewUnit("u", 480), minutes=5)

    assert (session.recalls, session.unit, session.seconds) == ([], NewUnit("u", 480), 480)


def test_a_session_without_time_is_refused():
    with pytest.raises(ValueError, match="minute"):
        compose(due=[], unit=None, minutes=0)


@given(st.lists(items, max_size=12), units, st.integers(1, 10))
def test_a_session_is_empty_only_if_there_is_nothing_to_do(due, unit, minutes):
    session = compose(due=due, unit=unit, minutes=minutes)

    assert bool(session.recalls) == bool(due)
    assert due or session.unit == unit


@given(st.lists(items, min_size=1, max_size=12), units, st.integers(1, 10))
def test_a_session_keeps_to_its_time_unless_the_first_recall_is_longer(due, unit, minutes):
    session = compose(due=due, unit=unit, minutes=minutes)
    parts = [*session.recalls, *([session.unit] if session.unit else [])]

    assert session.seconds == sum(one.seconds for one in parts)
    assert session.seconds <= minutes * 60 or len(parts) == 1


@given(st.lists(items, max_size=12), st.integers(1, 10))
def test_nothing_left_out_is_more_at_risk_than_what_is_in(due, minutes):
    chosen = compose(due=due, unit=None, minutes=minutes).recalls
    left = [one.retrievability for one in due if one not in chosen]

    assert all(one.retrievability <= min(left, default=1) for one in chosen)
