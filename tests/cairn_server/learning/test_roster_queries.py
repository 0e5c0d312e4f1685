"""Who booked, who waits, who came."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cairn_server.journal.sorting import order_of
from cairn_server.learning.attending import tick, untick
from cairn_server.learning.booking import book
from cairn_server.learning.roster_queries import (
    ROSTER_COLUMNS,
    RosterCounts,
    roster_counts,
    roster_page,
    roster_row,
    roster_sheet,
)
from tests.making import join
from tests.making_sessions import make_session
from tests.moments import MONDAY

SOON = timedelta(minutes=10)


@pytest.fixture
def session(town_hall, host):
    return make_session(town_hall, host, starts_at=MONDAY + SOON, places=2)


@pytest.fixture
def filled(session, host, ada, bea, college):
    """Ada and Cy have places, bea waits; Cy came, and the host without a booking."""
    cy = join("cy", college)
    for minute, person in enumerate((ada, cy, bea)):
        book(session=session, person=person, at=MONDAY + timedelta(minutes=minute))
    for person in (cy, host):
        tick(session=session, person=person, actor=host, at=session.starts_at)
    return cy


def shown(session, asked):
    order = order_of(asked, ROSTER_COLUMNS, default="name")
    return [row.name for row in roster_sheet(session, order=order, number=None).object_list]


def test_the_roster_is_sorted_by_name_by_booking_and_by_who_came(session, filled, host):
    everybody = sorted(["Ada", "Bea", "cy", host.name], key=str.casefold)
    came = sorted(["cy", host.name], key=str.casefold)

    assert shown(session, "name") == everybody
    assert shown(session, "-name") == everybody[::-1]
    assert shown(session, "booked") == ["Ada", "cy", "Bea", host.name]
    assert shown(session, "state") == [*came, "Ada", "Bea"]
    assert sorted(row.name for row in roster_page(session).items) == sorted(everybody)


def test_it_is_counted_who_came_and_who_waits(session, filled, host, bea):
    assert roster_counts(session) == RosterCounts(here=2, waiting=1)

    tick(session=session, person=bea, actor=host, at=session.starts_at)
    untick(session=session, person=filled, actor=host, at=session.starts_at)

    assert roster_counts(session) == RosterCounts(here=2, waiting=0)


def test_a_line_tells_how_somebody_stands(session, filled, host, ada, zoe):
    came, booked, none = (roster_row(session, one) for one in (filled, ada, zoe))

    assert (came.is_booked, came.method) == (True, "Ticked on the roster")
    assert (booked.place, booked.attended_at, booked.method) == (1, None, "")
    assert (none.is_booked, none.is_waiting, none.attended_at) == (False, False, None)


@pytest.mark.parametrize("number", [1, 60])
def test_a_page_takes_as_many_queries_for_one_as_for_many(
    session, college, number, django_assert_num_queries
):
    for count in range(number):
        book(session=session, person=join(f"p{count}", college), at=MONDAY)
    order = order_of("state", ROSTER_COLUMNS, default="name")

    with django_assert_num_queries(2):
        page = roster_sheet(session, order=order, number="1")
        assert len(page.object_list) == min(number, 50)
    with django_assert_num_queries(1):
        first = roster_page(session)
    rest = roster_page(session, after=first.next_cursor).items if first.next_cursor else []
    assert len({row.person_id for row in (*first.items, *rest)}) == number
