"""What is coming up, for whom, in which order."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cairn_server.journal.ids import new_id
from cairn_server.learning import session_queries as queries
from cairn_server.learning.attending import tick, untick
from cairn_server.learning.booking import book
from cairn_server.learning.enrolling import enrol
from cairn_server.learning.scheduling_sessions import cancel_session
from cairn_server.learning.session_queries import SessionFilter
from tests.making_sessions import HOUR, make_gathering, make_session
from tests.moments import DAY, MONDAY

ANY = SessionFilter()


def test_the_next_session_of_each_gathering_is_found(town_hall, tuesday, host, college):
    other = make_gathering(college, "open-day")
    later = make_session(other, host, starts_at=MONDAY + 5 * DAY)
    make_session(town_hall, host, starts_at=MONDAY + 9 * DAY)
    cancelled = make_session(other, host, starts_at=MONDAY + 2 * DAY)
    cancel_session(session=cancelled, actor=host, at=MONDAY)
    wanted = [town_hall.gathering_id, other.gathering_id, new_id()]

    found = queries.next_sessions(wanted, MONDAY)

    assert {key: one.id for key, one in found.items()} == {
        town_hall.gathering_id: tuesday.pk,
        other.gathering_id: later.pk,
    }
    assert found[town_hall.gathering_id].title == "Town Hall"
    assert queries.next_sessions(wanted, MONDAY + 30 * DAY) == {}


def test_a_running_session_is_still_coming_and_one_that_ended_is_not(town_hall, tuesday):
    wanted = [town_hall.gathering_id]

    assert queries.next_sessions(wanted, tuesday.starts_at + HOUR / 2)
    assert not queries.next_sessions(wanted, tuesday.ends_at)


def test_what_no_published_achievement_names_is_for_members_only(college, host, ada, zoe):
    inner = make_session(make_gathering(college, "retreat", is_open=False), host)
    outer = make_session(make_gathering(college, "open-day"), host)

    seen_by = {
        person: {row.session.id for row in queries.sessions_for(person, ANY, at=MONDAY).items}
        for person in (ada, zoe)
    }

    assert seen_by == {ada: {inner.pk, outer.pk}, zoe: {outer.pk}}


def test_what_one_has_set_out_for_is_told_apart(college, host, ada, town_hall, tuesday):
    other = make_session(make_gathering(college, "open-day"), host)
    badge = town_hall.gathering.achievement_links.get().version.achievement
    enrol(person=ada, achievement=badge, at=MONDAY)

    def ids(on_the_way):
        wanted = SessionFilter(on_the_way=on_the_way)
        return [one.session.id for one in queries.sessions_for(ada, wanted, at=MONDAY).items]

    assert ids(True) == [tuesday.pk]
    assert ids(False) == [other.pk]


def test_pages_follow_the_calendar_whatever_the_order_of_scheduling(town_hall, host, ada):
    days = [5, 1, 4, 2, 3, 3]
    for day in days:
        make_session(town_hall, host, starts_at=MONDAY + day * DAY)

    seen, after = [], None
    while True:
        page = queries.sessions_for(ada, ANY, at=MONDAY, after=after, limit=2)
        seen += [(row.session.starts_at - MONDAY).days for row in page.items]
        if (after := page.next_cursor) is None:
            break
    hosted, after = [], None
    while True:
        page = queries.hosted_by(town_hall.gathering.organisation, after=after, limit=2)
        hosted += [(one.starts_at - MONDAY).days for one in page.items]
        if (after := page.next_cursor) is None:
            break

    assert seen == sorted(days)
    assert hosted == sorted(days, reverse=True)


def test_only_attendance_that_stands_counts_and_the_first_of_it(town_hall, tuesday, host, ada):
    second = make_session(town_hall, host, starts_at=MONDAY + 2 * DAY)
    for session in (second, tuesday):
        tick(session=session, person=ada, actor=host, at=session.starts_at)
    wanted = [town_hall.gathering_id]

    assert queries.attended_at(ada, wanted) == {town_hall.gathering_id: tuesday.starts_at}
    untick(session=tuesday, person=ada, actor=host, at=tuesday.ends_at)
    assert queries.attended_at(ada, wanted) == {town_hall.gathering_id: second.starts_at}


def test_a_member_is_found_by_address_or_number_and_nobody_else(college, ada, zoe):
    membership = ada.memberships.get()
    membership.external_id = "N-17"
    membership.save()

    assert queries.member_called(college, " ADA@north.example ") == ada
    assert queries.member_called(college, "N-17") == ada
    assert queries.member_called(college, zoe.email) is None
    assert queries.member_called(college, "") is None


@pytest.mark.parametrize("number", [1, 30])
def test_lists_take_as_many_queries_for_one_row_as_for_thirty(
    town_hall, host, ada, number, django_assert_num_queries
):
    made = [
        make_session(town_hall, host, starts_at=MONDAY + timedelta(days=1, minutes=n))
        for n in range(number)
    ]
    for session in made:
        book(session=session, person=ada, at=MONDAY)
        tick(session=session, person=host, actor=host, at=session.starts_at)

    with django_assert_num_queries(3):
        queries.sessions_for(ada, ANY, at=MONDAY)
    with django_assert_num_queries(3):
        queries.my_sessions(ada, at=MONDAY)
    with django_assert_num_queries(1):
        queries.hosted_by(town_hall.gathering.organisation)
    with django_assert_num_queries(1):
        queries.next_sessions([town_hall.gathering_id], MONDAY)
