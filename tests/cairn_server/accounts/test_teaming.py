from __future__ import annotations

import pytest

from cairn_server.accounts.models import Membership, Team
from cairn_server.accounts.teaming import (
    change_team,
    create_team,
    dissolve_team,
    join_team,
    leave_team,
    set_members,
)
from cairn_server.errors import CircularStructure, NameTaken
from cairn_server.journal.models import Event
from tests.moments import MONDAY

WHEN = {"actor": None, "at": MONDAY}


@pytest.fixture
def hall(college) -> Team:
    return create_team(organisation=college, name="Sorting  hall ", parent=None, **WHEN)


def test_a_name_is_taken_whatever_its_case(college, hall):
    with pytest.raises(NameTaken, match="sorting HALL"):
        create_team(organisation=college, name="sorting HALL", parent=None, **WHEN)

    assert (Team.objects.count(), hall.name) == (1, "Sorting hall")


def test_another_organisation_may_use_the_name(hall, zoe):
    south = zoe.memberships.get().organisation

    assert create_team(organisation=south, name="Sorting hall", parent=None, **WHEN).pk != hall.pk


def test_a_team_is_no_part_of_itself(college, hall):
    night = create_team(organisation=college, name="Night", parent=hall, **WHEN)

    with pytest.raises(CircularStructure, match="Sorting hall → Night → Sorting hall"):
        change_team(team=hall, name="Sorting hall", parent=night, **WHEN)

    assert Team.objects.get(pk=hall.pk).parent is None


def test_people_join_once(hall, ada):
    mine = Membership.objects.get(person=ada)

    assert [join_team(team=hall, memberships=[mine], **WHEN) for _ in range(2)] == [1, 0]
    assert Event.objects.filter(kind="team.changed").count() == 2  # founded, joined


def test_dissolving_leaves_people_and_parts(college, hall, ada):
    night = create_team(organisation=college, name="Night", parent=hall, **WHEN)
    join_team(team=hall, memberships=Membership.objects.filter(person=ada), **WHEN)

    dissolve_team(team=hall, **WHEN)

    night.refresh_from_db()
    assert night.parent is None
    assert Membership.objects.filter(person=ada, until=None).exists()


def test_members_are_exactly_those_named(hall, ada, bea):
    for people in ([ada, bea], [bea], [bea]):
        chosen = [one.memberships.get() for one in people]
        set_members(team=hall, memberships=chosen, **WHEN)

    assert hall.member_links.get().membership.person == bea
    assert Event.objects.filter(kind="team.changed").count() == 3  # founded, two changes


def test_who_leaves_is_no_longer_there_and_leaving_twice_is_no_change(hall, ada, bea):
    both = [one.memberships.get() for one in (ada, bea)]
    join_team(team=hall, memberships=both, **WHEN)

    assert leave_team(team=hall, memberships=both[:1], **WHEN) == 1
    assert leave_team(team=hall, memberships=both[:1], **WHEN) == 0

    assert hall.member_links.get().membership == both[1]
    assert Event.objects.filter(kind="team.changed").count() == 3  # founded, two changes
