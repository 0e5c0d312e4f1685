from __future__ import annotations

import pytest

from cairn_server.accounts.models import Membership
from cairn_server.credentials.models import AwardEventKind
from cairn_server.journal.sorting import order_of
from cairn_server.workforce.access import Sight
from cairn_server.workforce.assigning import assign
from cairn_server.workforce.assignment_queries import (
    ASSIGNMENT_COLUMNS,
    AssignmentFilter,
    already_done,
    assignment_page,
    assignment_sheet,
    assignments,
    assignments_to,
    due_for,
    late_by_organisation,
    late_count,
)
from tests.making_skills import crowd, give, ledger
from tests.moments import DAY, MONDAY

LATER = MONDAY + 20 * DAY


@pytest.fixture
def asked(college, data, ada, bea, max_):
    """Ada by the 10th day, Bea by the 30th, Max by the 12th; Max has earned it."""
    for person, days in ((ada, 10), (bea, 30), (max_, 12)):
        assign(
            organisation=college,
            achievement=data.achievement,
            memberships=[person.memberships.get()],
            due_on=(MONDAY + days * DAY).date(),
            actor=max_,
            at=MONDAY,
        )
    give(data, max_, MONDAY + 5 * DAY)


def told(sight, **wanted):
    rows = assignments(sight, AssignmentFilter(**wanted), at=LATER)
    return [(row.name, row.state, row.days_left) for row in rows]


def test_late_ones_come_first_and_earned_ones_last(sight, asked):
    assert told(sight) == [("Ada", "late", -10), ("Bea", "open", 10), ("Max", "done", -8)]


@pytest.mark.parametrize(("state", "who"), [("late", "Ada"), ("open", "Bea"), ("done", "Max")])
def test_a_state_narrows(sight, asked, state, who):
    assert [name for name, _, _ in told(sight, state=state)] == [who]


def test_a_line_manager_sees_only_their_people(college, ada, asked):
    only_ada = Sight(college, False, frozenset([ada.memberships.get().pk]))

    assert [name for name, _, _ in told(only_ada)] == ["Ada"]


def test_who_left_is_not_listed_and_not_asked(sight, ada, asked):
    Membership.objects.filter(person=ada).update(until=LATER)

    assert [name for name, _, _ in told(sight)] == ["Bea", "Max"]
    assert due_for(ada, at=LATER) == []


def test_the_learner_sees_what_is_left_to_earn(ada, max_, data, asked):
    [row] = due_for(ada, at=LATER)

    assert (row.title, row.is_late, row.days_late) == ("Data", True, 10)
    assert due_for(max_, at=LATER) == []


def test_what_was_revoked_is_not_done(max_, data, asked):
    ledger(max_.awards.get(), AwardEventKind.REVOKE)

    assert already_done(data.achievement_id, [max_.pk], at=LATER) == frozenset()
    assert [row.state for row in assignments_to(max_.memberships.get(), at=LATER)] == ["late"]


@pytest.mark.parametrize("number", [3, 60])
def test_the_list_is_one_query(sight, data, number, django_assert_num_queries):
    assign(
        organisation=sight.organisation,
        achievement=data.achievement,
        memberships=crowd(sight.organisation, people=number, competencies=2, awards_each=1),
        due_on=LATER.date(),
        actor=None,
        at=MONDAY,
    )

    with django_assert_num_queries(1):
        assert len(assignments(sight, AssignmentFilter(), at=MONDAY)) == number
    with django_assert_num_queries(1):
        page = assignment_page(sight, AssignmentFilter(), at=MONDAY, limit=5)
    assert (len(page.items), page.next_cursor is None) == (min(number, 5), number <= 5)


@pytest.mark.parametrize(
    ("sort", "who"),
    [
        ("state", ["Ada", "Bea", "Max"]),  # late, then in time, then earned
        ("due", ["Ada", "Max", "Bea"]),
        ("-due", ["Bea", "Max", "Ada"]),
        ("-name", ["Max", "Bea", "Ada"]),
    ],
)
def test_the_list_is_sorted_by_a_column(sight, asked, sort, who):
    order = order_of(sort, ASSIGNMENT_COLUMNS, default="state")

    page = assignment_sheet(sight, AssignmentFilter(), order=order, number=None, at=LATER)

    assert [row.name for row in page.object_list] == who


def test_the_late_ones_are_counted_within_what_is_wanted(sight, asked):
    counts = [
        late_count(sight, AssignmentFilter(**wanted), at=LATER)
        for wanted in ({}, {"state": "late"}, {"state": "open"}, {"text": "Bea"})
    ]

    assert counts == [1, 1, 0, 0]


def test_a_manager_is_told_how_many_are_late_and_where(college, ada, bea, max_, asked):
    later_still = MONDAY + 40 * DAY

    assert late_by_organisation(max_, at=LATER) == {college: 1}
    assert late_by_organisation(max_, at=later_still) == {college: 2}
    Membership.objects.filter(person=ada).update(until=LATER)
    assert late_by_organisation(max_, at=later_still) == {college: 1}
    assert late_by_organisation(bea, at=later_still) == {}
