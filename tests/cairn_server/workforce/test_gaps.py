from __future__ import annotations

import pytest

from cairn_server.credentials.models import Credential
from cairn_server.workforce.board import BoardFilter
from cairn_server.workforce.gaps import role_gaps
from tests.making_skills import crowd, give, let_end, make_achievement
from tests.moments import DAY, MONDAY

TODAY = MONDAY.date()
YEAR = 365.2425 * DAY


def states(gaps):
    return {
        row.need.competency.name: tuple(
            sorted(one.name for one in side) for side in (row.met, row.stale, row.missing)
        )
        for row in gaps.rows
    }


def test_every_need_names_the_people_on_each_side_of_it(sight, ada, bea, data, analyst):
    give(data, ada)
    give(data, bea, MONDAY - 3 * YEAR)

    gaps = role_gaps(sight, analyst, BoardFilter(), at=MONDAY, day=TODAY)

    assert states(gaps) == {
        "SQL": (["Ada"], ["Bea"], ["Max"]),
        "Giving talks": ([], [], ["Ada", "Bea", "Max"]),
    }
    assert (gaps.people, gaps.ready) == (3, 0)
    short = {row.need.competency.name: len(row.short) for row in gaps.rows}
    assert short == {"SQL": 2, "Giving talks": 3}
    assert ada.memberships.get().pk not in gaps.rows[1].short


def test_a_gap_opens_with_time(sight, ada, talk, data, analyst):
    give(data, ada)
    give(make_achievement(sight.organisation, "Talks", (talk, 4)), ada)
    ask = {"person": ada.memberships.get().pk, "at": MONDAY}

    now = role_gaps(sight, analyst, BoardFilter(), day=TODAY, **ask)
    later = role_gaps(sight, analyst, BoardFilter(), day=(MONDAY + 3 * YEAR).date(), **ask)

    assert (now.person, now.ready, later.ready) == ("Ada", 1, 0)
    assert states(later)["SQL"] == ([], ["Ada"], [])


def test_a_gap_opens_where_a_credential_will_have_ended(sight, ada, talk, data, analyst):
    give(data, ada)
    give(make_achievement(sight.organisation, "Talks", (talk, 4)), ada)
    let_end(Credential.objects.filter(award__achievement_version=data), MONDAY + 30 * DAY)
    ask = {"person": ada.memberships.get().pk, "at": MONDAY}

    before = role_gaps(sight, analyst, BoardFilter(), day=(MONDAY + 29 * DAY).date(), **ask)
    after = role_gaps(sight, analyst, BoardFilter(), day=(MONDAY + 31 * DAY).date(), **ask)

    assert (before.ready, after.ready) == (1, 0)
    assert states(after)["SQL"] == ([], [], ["Ada"])
    assert states(after)["Giving talks"] == (["Ada"], [], [])


def test_only_what_shows_enough_would_close_a_gap(sight, ada, sql, talk, analyst):
    college = sight.organisation
    make_achievement(college, "Too little", (talk, 2))
    enough = make_achievement(college, "Enough", (talk, 3))

    rows = role_gaps(sight, analyst, BoardFilter(), at=MONDAY, day=TODAY).rows
    ways = {row.need.competency.name: [way.title for way in row.ways] for row in rows}

    assert ways == {"SQL": [], "Giving talks": [enough.title]}


def test_the_table_has_a_row_for_each_person_and_need(sight, ada, data, analyst):
    give(data, ada)

    cells = list(role_gaps(sight, analyst, BoardFilter(), at=MONDAY, day=TODAY).cells())

    assert ("Ada", "SQL", 3, 3, 1.0, "met", "2026-03-02") in cells
    assert len(cells) == 4


@pytest.mark.parametrize("number", [3, 60])
def test_gaps_take_as_many_queries_for_three_as_for_sixty(
    sight, analyst, number, django_assert_num_queries
):
    crowd(sight.organisation, people=number, competencies=5, awards_each=3)

    with django_assert_num_queries(11):
        role_gaps(sight, analyst, BoardFilter(), at=MONDAY, day=TODAY)
