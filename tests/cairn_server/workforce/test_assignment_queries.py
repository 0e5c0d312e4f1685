from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from cairn_server.accounts.models import Membership, Organisation
from cairn_server.accounts.teaming import create_team, join_team
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
from cairn_server.workforce.sharing import share_award, stop_sharing
from tests.making_skills import crowd, give, ledger, make_achievement
from tests.moments import DAY, MONDAY

LATER = MONDAY + 20 * DAY
ALL = AssignmentFilter()


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


WEST, EAST = "America/Los_Angeles", "Asia/Tokyo"


@pytest.mark.parametrize(
    ("zone", "hours", "states"),
    [  # due on 12 March; hours since 12 March, 0:00 UTC
        (WEST, 30, ("open", 0, 0)),  # 12 March, 23:00
        (WEST, 32, ("late", -1, 1)),  # 13 March, 1:00
        (EAST, 14, ("open", 0, 0)),  # 12 March, 23:00
        (EAST, 16, ("late", -1, 1)),  # 13 March, 1:00
    ],
)
def test_a_day_is_over_when_it_is_over_where_the_reader_is(
    college, sight, data, ada, max_, zone, hours, states
):
    day = datetime(2026, 3, 12, tzinfo=UTC)
    mine = ada.memberships.get()
    assign(
        organisation=college,
        achievement=data.achievement,
        memberships=[mine],
        due_on=day.date(),
        actor=max_,
        at=MONDAY,
    )
    at = day + timedelta(hours=hours)

    with timezone.override(zone):
        [row] = assignments(sight, ALL, at=at)
        assert (row.state, row.days_left, late_count(sight, ALL, at=at)) == states
        [same] = assignments(sight, AssignmentFilter(state=row.state), at=at)
        order = order_of("state", ASSIGNMENT_COLUMNS, default="state")
        [sorted_] = assignment_sheet(sight, ALL, order=order, number=None, at=at).object_list
        assert [row] == [same] == [sorted_] == assignments_to(mine, at=at)
        assert [one.state for one in due_for(ada, at=at)] == [row.state]
        assert late_by_organisation(max_, at=at).get(college, 0) == states[2]


def test_a_team_is_narrowed_to_with_its_parts(sight, college, ada, bea, asked):
    hall = create_team(organisation=college, name="Hall", parent=None, actor=None, at=MONDAY)
    night = create_team(organisation=college, name="Night", parent=hall, actor=None, at=MONDAY)
    join_team(team=night, memberships=[ada.memberships.get()], actor=None, at=MONDAY)

    for team in (hall, night):
        assert [name for name, _, _ in told(sight, team=team.pk)] == ["Ada"]
        assert late_count(sight, AssignmentFilter(team=team.pk), at=LATER) == 1


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


def test_what_was_taken_back_is_not_done_but_what_was_reinstated_is(college, max_, data, asked):
    award, here = max_.awards.get(), max_.memberships.get()

    def found():
        done = already_done(data.achievement_id, [max_.pk], organisation=college, at=LATER)
        return [row.state for row in assignments_to(here, at=LATER)], bool(done)

    assert found() == (["done"], True)
    ledger(award, AwardEventKind.SUSPEND, MONDAY + 6 * DAY)
    assert found() == (["late"], False)
    ledger(award, AwardEventKind.REINSTATE, MONDAY + 7 * DAY)
    assert found() == (["done"], True)
    ledger(award, AwardEventKind.REVOKE, MONDAY + 8 * DAY)
    assert found() == (["late"], False)


@pytest.fixture
def elsewhere(zoe, ada, sql):
    """What an organisation that Ada does not belong to has awarded her."""
    south = zoe.memberships.get().organisation
    return give(make_achievement(south, "South", (sql, 4)), ada, MONDAY - 9 * DAY)


@pytest.fixture
def asked_for_it(college, elsewhere, ada, max_):
    return assign(
        organisation=college,
        achievement=elsewhere.achievement_version.achievement,
        memberships=[ada.memberships.get()],
        due_on=MONDAY.date(),
        actor=max_,
        at=MONDAY,
    )


def test_what_somebody_earned_elsewhere_is_told_only_while_they_share_it(
    college, sight, ada, max_, elsewhere, asked_for_it
):
    def told_everywhere():
        listed = [(row.state, row.done_at) for row in assignments(sight, ALL, at=LATER)]
        page = assignment_page(sight, ALL, at=LATER).items
        theirs = assignments_to(ada.memberships.get(), at=LATER)
        assert listed == [(row.state, row.done_at) for row in (*page,)]
        assert listed == [(row.state, row.done_at) for row in (*theirs,)]
        assert late_by_organisation(max_, at=LATER).get(college, 0) == late_count(
            sight, ALL, at=LATER
        )
        return listed

    assert (asked_for_it.asked, asked_for_it.done) == (1, 0)
    assert told_everywhere() == [("late", None)]
    share_award(person=ada, organisation=college, award=elsewhere, at=MONDAY)
    assert told_everywhere() == [("done", elsewhere.awarded_at)]
    stop_sharing(person=ada, organisation=college, award=elsewhere, at=MONDAY + DAY)
    assert told_everywhere() == [("late", None)]


def test_a_grant_to_another_organisation_tells_this_one_nothing(
    college, sight, ada, zoe, elsewhere, asked_for_it
):
    other = Organisation.objects.create(name="Other", slug="other")
    share_award(person=ada, organisation=other, award=elsewhere, at=MONDAY)

    assert [row.state for row in assignments(sight, ALL, at=LATER)] == ["late"]


def test_who_has_earned_it_elsewhere_is_told_that_who_asks_does_not_see_it(
    college, ada, elsewhere, asked_for_it
):
    [row] = due_for(ada, at=LATER)
    assert (row.state, row.held_at) == ("late", elsewhere.awarded_at)

    share_award(person=ada, organisation=college, award=elsewhere, at=MONDAY)
    assert due_for(ada, at=LATER) == []


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
