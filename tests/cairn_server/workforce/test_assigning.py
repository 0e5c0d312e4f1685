from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from cairn_server.errors import AssignmentRefused
from cairn_server.journal.models import Event
from cairn_server.workforce.assigning import Assigned, assign, cancel
from cairn_server.workforce.models import Assignment
from cairn_server.workforce.sharing import share_award
from tests.making_skills import give, make_achievement
from tests.moments import DAY, MONDAY

SOON = (MONDAY + 14 * DAY).date()


@pytest.fixture
def ask(college, data, max_):
    def act(*people, due_on=SOON, at=MONDAY):
        return assign(
            organisation=college,
            achievement=data.achievement,
            memberships=[one.memberships.get() for one in people],
            due_on=due_on,
            actor=max_,
            at=at,
        )

    return act


def test_asking_twice_is_asking_once(ask, ada, bea):
    assert ask(ada, bea) == Assigned(2, 0, 0)
    assert ask(ada, bea) == Assigned(0, 0, 0)

    assert Assignment.objects.count() == 2
    assert Event.objects.filter(kind="assignment.made").count() == 2


def test_who_was_asked_gets_the_new_day(ask, ada):
    ask(ada)
    assert ask(ada, due_on=(MONDAY + 20 * DAY).date()) == Assigned(0, 1, 0)

    assert Assignment.objects.get().due_on == (MONDAY + 20 * DAY).date()


def test_who_has_it_is_passed_over(ask, ada, bea, data):
    give(data, ada)

    assert ask(ada, bea) == Assigned(1, 0, 1)
    assert Assignment.objects.get().person == bea


def test_who_has_it_from_elsewhere_is_asked_like_anybody_until_they_share_it(
    college, max_, ada, zoe, sql
):
    elsewhere = make_achievement(zoe.memberships.get().organisation, "South", (sql, 4))
    award = give(elsewhere, ada)

    def ask():
        return assign(
            organisation=college,
            achievement=elsewhere.achievement,
            memberships=[ada.memberships.get()],
            due_on=SOON,
            actor=max_,
            at=MONDAY,
        )

    assert ask() == Assigned(1, 0, 0)
    share_award(person=ada, organisation=college, award=award, at=MONDAY)
    assert ask() == Assigned(0, 0, 1)


def test_a_day_that_is_over_nobody_and_a_draft_are_refused(ask, ada, data):
    with pytest.raises(AssignmentRefused, match="day is over"):
        ask(ada, due_on=(MONDAY - DAY).date())
    with pytest.raises(AssignmentRefused, match="at least one"):
        ask()
    data.published_at = None
    data.save()
    with pytest.raises(AssignmentRefused, match="not published"):
        ask(ada)

    assert not Assignment.objects.exists()


@pytest.mark.parametrize(
    ("zone", "hour", "today"),
    [("America/Los_Angeles", 28, 2), ("Asia/Tokyo", 22, 3)],  # 20:00 there, and 7:00
)
def test_today_can_be_asked_for_where_it_is_still_or_already_today(ask, ada, zone, hour, today):
    at = datetime(2026, 3, 2, tzinfo=UTC) + timedelta(hours=hour)

    with timezone.override(zone):
        with pytest.raises(AssignmentRefused, match="day is over"):
            ask(ada, due_on=date(2026, 3, today - 1), at=at)
        assert ask(ada, due_on=date(2026, 3, today), at=at) == Assigned(1, 0, 0)


def test_what_is_taken_back_can_be_asked_again(ask, ada, max_):
    ask(ada)
    for _ in range(2):
        cancel(assignment=Assignment.objects.get(), actor=max_, at=MONDAY)

    assert ask(ada) == Assigned(1, 0, 0)
    assert Assignment.objects.filter(cancelled_at=None).count() == 1
    assert Event.objects.filter(kind="assignment.cancelled").count() == 1
