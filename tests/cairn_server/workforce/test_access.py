from __future__ import annotations

from uuid import uuid4

import pytest
from django.http import Http404

from cairn_server.accounts.models import Membership
from cairn_server.accounts.reporting import set_manager
from cairn_server.workforce.access import seen_membership, sight_for, work_role_of
from tests.making import join
from tests.moments import DAY, MONDAY


def of(person):
    return Membership.objects.get(person=person, until=None)


def seen(person, college):
    return set(sight_for(person, college.pk).memberships().values_list("person__name", flat=True))


def test_a_manager_by_role_sees_everybody_who_is_there_today(college, max_, ada, bea):
    Membership.objects.filter(person=bea).update(until=MONDAY + DAY)

    assert seen(max_, college) == {"Max", "Ada"}


def test_a_manager_by_reporting_line_sees_those_below_through_others_too(college, lea, ada, bea):
    assert seen(lea, college) == {"Ada"}

    set_manager(membership=of(bea), manager=of(ada), actor=None, at=MONDAY)

    assert seen(lea, college) == {"Ada", "Bea"}
    assert seen(ada, college) == {"Bea"}


def test_who_has_nobody_sees_nobody(college, bea, zoe):
    for person in (bea, zoe):
        with pytest.raises(Http404):
            sight_for(person, college.pk)


def test_somebody_elses_people_are_not_there(college, lea, ada, bea, zoe):
    sight = sight_for(lea, college.pk)

    assert seen_membership(sight, of(ada).pk).person == ada
    for other in (of(bea).pk, of(zoe).pk, uuid4()):
        with pytest.raises(Http404):
            seen_membership(sight, other)


def test_a_role_of_another_organisation_is_not_there(analyst, zoe):
    with pytest.raises(Http404):
        work_role_of(of(zoe).organisation, analyst.pk)


def test_a_line_ends_with_the_membership_of_the_manager(college, lea, ada):
    Membership.objects.filter(person=lea).update(until=MONDAY)
    again = join("Leo", college)

    with pytest.raises(Http404):
        sight_for(lea, college.pk)
    with pytest.raises(Http404):
        sight_for(again, college.pk)
