from __future__ import annotations

from cairn_server.accounts.models import Grant
from cairn_server.workforce.awarded import SKILLS
from cairn_server.workforce.sharing import share_award, stop_sharing
from tests.making_skills import give
from tests.moments import DAY, MONDAY


def test_sharing_lasts_a_year_and_a_repeat_renews_it(college, ada, data):
    award = give(data, ada)
    for day in (0, 10):
        at = MONDAY + day * DAY
        grant = share_award(person=ada, organisation=college, award=award, at=at)

    assert Grant.objects.get() == grant
    assert grant.until == MONDAY + 375 * DAY


def test_stopping_ends_it_at_once_and_only_that(college, ada, bea, data):
    awards = [give(data, person) for person in (ada, bea)]
    for person, award in zip((ada, bea), awards, strict=True):
        share_award(person=person, organisation=college, award=award, at=MONDAY)

    for _ in range(2):
        stop_sharing(person=ada, organisation=college, award=awards[0], at=MONDAY + DAY)

    allowed = {grant.person: grant.allows(MONDAY + DAY) for grant in Grant.objects.all()}
    assert allowed == {ada: False, bea: True}


def test_two_at_once_that_once_became_two_rows_do_not_stand_in_the_way(college, ada, data):
    award = give(data, ada)
    share_award(person=ada, organisation=college, award=award, at=MONDAY)
    Grant.objects.create(
        **Grant.objects.values("person_id", "organisation_id", "subject_type", "subject_id").get(),
        purpose=SKILLS,
        since=MONDAY,
        until=MONDAY,
    )

    share_award(person=ada, organisation=college, award=award, at=MONDAY + DAY)

    assert all(grant.allows(MONDAY + DAY) for grant in Grant.objects.all())
