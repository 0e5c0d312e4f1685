from __future__ import annotations

import pytest

from cairn_server.accounts.extra_time_queries import (
    EXTRA_TIME_COLUMNS,
    extra_time_sheet,
    extra_times,
    extra_times_of,
)
from cairn_server.accounts.giving_time import give_extra_time
from cairn_server.accounts.models import Membership
from cairn_server.journal.sorting import order_of
from tests.making import join
from tests.moments import DAY, MONDAY


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_takes_two_queries_for_one_and_for_thirty(
    college, olga, number, django_assert_num_queries
):
    for count in range(number):
        membership = Membership.objects.get(person=join(f"p{count}", college))
        give_extra_time(membership=membership, percent=25, actor=olga, at=MONDAY)
    order = order_of("time", EXTRA_TIME_COLUMNS, default="name")

    with django_assert_num_queries(2):
        rows = extra_time_sheet(college, order=order, number=None).object_list
        assert [str(row.membership.organisation_id) for row in rows] == [str(college.pk)] * number
        assert all(str(row.granted_by) and str(row.membership.person) for row in rows)


def test_who_left_has_none(college, ada, olga, membership_of):
    give_extra_time(membership=membership_of(ada), percent=50, actor=olga, at=MONDAY)
    assert [one.percent for one in extra_times_of(ada)] == [50]

    Membership.objects.filter(person=ada).update(until=MONDAY + DAY)

    assert extra_times_of(ada) == []
    assert extra_times(ada, [college.pk]) == {}
    assert extra_times(None, [college.pk]) == {}
