from __future__ import annotations

import pytest

from cairn.capability.fit import Fit
from cairn_server.accounts.models import Membership
from cairn_server.catalog.queries import CatalogueFilter
from cairn_server.hub.goal_fit import fitted_catalogue, wants_of
from cairn_server.learning.aiming import add_part, set_goal
from cairn_server.workforce.defining import create_role, set_holders, set_needs
from tests.making_skills import give, make_achievement, make_competency
from tests.moments import DAY, MONDAY

ALL = CatalogueFilter()


@pytest.fixture
def sql(db):
    return make_competency("SQL", half_life_years=2)


@pytest.fixture
def talks(db):
    return make_competency("Giving talks")


@pytest.fixture
def data(college, sql, talks):
    """Shows SQL at 3 and talks at 2."""
    return make_achievement(college, "Data", (sql, 3), (talks, 2))


def aim(person, *versions):
    goal = set_goal(person=person, name="Data", by=None, at=MONDAY)
    for version in versions:
        add_part(goal=goal, achievement=version.achievement, at=MONDAY)


def hold_role(person, college, levels):
    role = create_role(
        organisation=college, name="Analyst", description="", occupation=None, actor=None, at=MONDAY
    )
    set_needs(role=role, levels=levels, actor=None, at=MONDAY)
    membership = Membership.objects.get(person=person)
    set_holders(role=role, memberships=[membership], actor=None, at=MONDAY)


def fitted(person, *, at=MONDAY, **page):
    wants = wants_of(person)
    assert wants is not None
    return fitted_catalogue(person, wants, ALL, at=at, **page)


def test_who_aims_at_nothing_and_holds_no_role_wants_nothing(ada, data):
    assert wants_of(ada) is None
    assert wants_of(None) is None


def test_needs_are_the_highest_of_goals_and_roles(ada, college, data, sql, talks):
    aim(ada, data)
    hold_role(ada, college, {sql.pk: 2, talks.pk: 4})

    wants = wants_of(ada)

    assert wants.needs == {sql.pk: 3, talks.pk: 4}
    assert wants.order_name == "Closest to your goal and role"


def test_a_role_alone_is_enough(ada, college, data, sql):
    hold_role(ada, college, {sql.pk: 3})

    assert wants_of(ada).order_name == "Closest to your role"
    assert fitted(ada).fits[data.achievement_id] == Fit(1, 0, 1, is_wanted=False)


def test_what_is_held_is_neither_lacking_nor_wanted_until_it_fades(ada, college, data):
    aim(ada, data)
    give(data, ada)

    now, later = fitted(ada), fitted(ada, at=MONDAY + 3 * 365 * DAY)

    assert now.fits[data.achievement_id] == Fit(0, 0, 0, is_wanted=False)
    assert later.fits[data.achievement_id] == Fit(1, 0, 1, is_wanted=False)  # SQL fades in two


def test_pages_follow_each_other_without_losing_or_repeating_any(ada, college, data, sql):
    aim(ada, data)
    for number in range(5):
        make_achievement(college, f"Other {number}", (sql, 3))

    first = fitted(ada, limit=4)
    second = fitted(ada, limit=4, after=first.page.next_cursor)

    ids = [row.id for row in (*first.page.items, *second.page.items)]
    assert (len(ids), len(set(ids)), second.page.next_cursor) == (6, 6, None)
    assert ids[0] == data.achievement_id


def test_it_takes_as_many_queries_for_many_as_for_one(
    ada, college, data, sql, django_assert_num_queries
):
    aim(ada, data)
    give(make_achievement(college, "First", (sql, 2)), ada)
    with django_assert_num_queries(14):
        fitted(ada)
    for number in range(30):
        other = make_achievement(college, f"Other {number}", (sql, 2))
        give(other, ada)

    with django_assert_num_queries(14):
        fitted(ada)
