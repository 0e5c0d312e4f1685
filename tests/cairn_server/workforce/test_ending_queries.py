"""What ends soon on the board: of those who are seen, and only what is not renewed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cairn_server.accounts.models import Membership
from cairn_server.assessment.reassessing import assess_anew
from cairn_server.credentials.models import Award, AwardEventKind
from cairn_server.workforce.access import Sight
from cairn_server.workforce.ending_queries import ending_of_people
from tests.making import join
from tests.making_skills import give, ledger, make_achievement
from tests.moments import DAY, MONDAY

ENDS = MONDAY + timedelta(days=365)


@pytest.fixture
def sight(college):
    return Sight(college, is_manager=True, reports=frozenset())


@pytest.fixture
def first_aid(college):
    return make_achievement(college, "First aid")


def ends(award, at=ENDS):
    award.credential.valid_until, award.credential.renewable_from = at, at - 60 * DAY
    award.credential.save()
    version = award.achievement_version
    version.valid_months = 12
    version.save()
    return award


def test_what_can_be_renewed_is_listed_from_then_until_some_time_after_its_end(
    sight, first_aid, ada
):
    ends(give(first_aid, ada))

    def listed(at):
        return [(one.name, one.title, one.has_ended) for one in ending_of_people(sight, at=at)]

    assert listed(ENDS - 61 * DAY) == []
    assert listed(ENDS - 60 * DAY) == [("Ada", "First aid", False)]
    assert listed(ENDS) == [("Ada", "First aid", True)]
    assert listed(ENDS + 91 * DAY) == []


def test_what_is_renewed_corrected_or_revoked_is_not_listed(sight, first_aid, college, ada, bea):
    former = ends(give(first_aid, ada))
    later = give(make_achievement(college, "First aid again"), ada)
    Award.objects.filter(pk=later.pk).update(renews=former)
    ledger(ends(give(first_aid, bea)), AwardEventKind.REVOKE)

    assert ending_of_people(sight, at=ENDS) == []


def test_it_tells_who_is_renewing(sight, first_aid, ada):
    award = ends(give(first_aid, ada))
    assess_anew(person=ada, achievement=first_aid.achievement, since=award.awarded_at, at=ENDS)

    assert [one.is_renewing for one in ending_of_people(sight, at=ENDS)] == [True]


def test_only_those_who_are_seen_are_listed_and_only_awards_that_are_seen(
    sight, first_aid, college, ada, bea, zoe
):
    works = zoe.memberships.get().organisation
    Membership.objects.create(person=ada, organisation=works, since=MONDAY)
    ends(give(first_aid, ada))
    ends(give(first_aid, bea))
    bea_only = Sight(college, False, frozenset([bea.memberships.get().pk]))

    assert [one.name for one in ending_of_people(bea_only, at=ENDS)] == ["Bea"]
    assert ending_of_people(Sight(works, True, frozenset()), at=ENDS) == []
    member = ada.memberships.get(organisation=college)
    assert [one.name for one in ending_of_people(sight, at=ENDS, member=member)] == ["Ada"]


@pytest.mark.parametrize("people", [1, 30])
def test_it_takes_as_many_queries_for_thirty_people_as_for_one(
    sight, first_aid, college, people, django_assert_num_queries
):
    for number in range(people):
        ends(give(first_aid, join(f"P{number}", college)))

    with django_assert_num_queries(4):
        assert len(ending_of_people(sight, at=ENDS)) == people
