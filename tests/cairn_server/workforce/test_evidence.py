from __future__ import annotations

import pytest

from cairn_server.accounts.models import Membership
from cairn_server.credentials.models import AwardEventKind, Credential
from cairn_server.workforce.evidence import aligned_with, covered, fetched, shown_by, visible_awards
from cairn_server.workforce.sharing import share_award, stop_sharing
from tests.making_skills import crowd, give, ledger, make_achievement
from tests.moments import DAY, MONDAY

YEAR = 365.2425 * DAY


def levels(college, person, at=MONDAY):
    """What the college sees of somebody: name of the skill -> levels."""
    rows = fetched(visible_awards(college, at), [person.pk])
    aligned = aligned_with(rows)
    names = {one.competency_id: one.name for one in aligned}
    found = shown_by([person.pk], rows, aligned).get(person.pk, {})
    return {names[key]: [one.level for one in shown] for key, shown in found.items()}


def test_an_award_shows_what_its_version_is_aligned_to(college, ada, bea, data):
    give(data, ada)

    assert levels(college, ada) == {"SQL": [3], "Giving talks": [2]}
    assert levels(college, bea) == {}


def test_the_shorter_half_life_counts(college, ada, sql):
    lasting = make_achievement(college, "Lasting", (sql, 3), half_life_years=None)
    quick = make_achievement(college, "Quick", (sql, 3), half_life_years=1)
    give(lasting, ada)
    give(quick, ada)

    aligned = aligned_with(fetched(visible_awards(college, MONDAY), [ada.pk]))

    assert sorted(one.half_life_years for one in aligned) == [1, 2.5]


@pytest.mark.parametrize(
    ("words", "stands"),
    [
        ([AwardEventKind.REVOKE], False),
        ([AwardEventKind.SUSPEND], False),
        ([AwardEventKind.SUSPEND, AwardEventKind.REINSTATE], True),
        ([AwardEventKind.REVOKE, AwardEventKind.REINSTATE], False),
    ],
)
def test_what_was_taken_back_shows_nothing(college, ada, data, words, stands):
    award = give(data, ada)
    for day, kind in enumerate(words):
        ledger(award, kind, MONDAY + day * DAY)

    assert bool(levels(college, ada, MONDAY + 3 * DAY)) is stands


def test_what_has_expired_shows_nothing(college, ada, data):
    give(data, ada)
    Credential.objects.update(valid_until=MONDAY + 5 * DAY)

    assert levels(college, ada, MONDAY + 4 * DAY)
    assert not levels(college, ada, MONDAY + 6 * DAY)


def test_an_award_of_somebody_else_is_seen_only_while_it_is_shared(college, ada, zoe, sql):
    south = zoe.memberships.get().organisation
    award = give(make_achievement(south, "South", (sql, 4)), ada)
    assert levels(college, ada) == {}

    share_award(person=ada, organisation=college, award=award, at=MONDAY)
    assert levels(college, ada) == {"SQL": [4]}
    assert levels(college, ada, MONDAY + 366 * DAY) == {}

    stop_sharing(person=ada, organisation=college, award=award, at=MONDAY)
    assert levels(college, ada) == {}


def test_people_are_counted_once_however_often_they_showed_it(college, ada, bea, sql):
    one = make_achievement(college, "One", (sql, 2))
    two = make_achievement(college, "Two", (sql, 4))
    give(one, ada)
    give(two, ada)
    give(one, bea, MONDAY - 3 * YEAR)  # faded after two and a half
    rows = fetched(visible_awards(college, MONDAY), [ada.pk, bea.pk])
    aligned = aligned_with(rows)

    any_level = covered(rows, aligned, day=MONDAY.date(), needed=lambda key: 1)[sql.pk]
    from_three = covered(rows, aligned, day=MONDAY.date(), needed=lambda key: 3)[sql.pk]

    assert (any_level.ever, any_level.current) == (2, 1)
    assert (from_three.ever, from_three.current) == (1, 1)


def test_many_people_are_read_in_one_query_and_others_left_out(
    college, ada, data, django_assert_num_queries
):
    crowd(college, people=320, competencies=4, awards_each=1)
    give(data, ada)
    people = list(Membership.objects.exclude(person=ada).values_list("person_id", flat=True))
    awards = visible_awards(college, MONDAY)

    with django_assert_num_queries(1):
        rows = fetched(awards, people)

    assert len(rows) == 320
