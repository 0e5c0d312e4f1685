from __future__ import annotations

from cairn_server.accounts.teaming import create_team, join_team
from cairn_server.credentials.keeping_keys import establish_issuer
from cairn_server.workforce import queries
from cairn_server.workforce.defining import create_role, set_holders, set_needs
from tests.making_skills import make_achievement
from tests.moments import MONDAY


def test_place_tells_teams_roles_and_manager(college, ada, lea, analyst):
    team = create_team(organisation=college, name="Hall", parent=None, actor=None, at=MONDAY)
    mine = ada.memberships.get()
    join_team(team=team, memberships=[mine], actor=None, at=MONDAY)
    set_holders(role=analyst, memberships=[mine], actor=None, at=MONDAY)

    place = queries.place_of(mine)

    assert place.teams == ((team.pk, "Hall"),)
    assert place.roles == ((analyst.pk, "Analyst"),)
    assert place.manager == "Lea"


def test_lists_count_people_and_needs(college, ada, analyst):
    set_holders(role=analyst, memberships=[ada.memberships.get()], actor=None, at=MONDAY)

    [row] = queries.roles(college)

    assert (row.name, row.needs, row.holders) == ("Analyst", 2, 1)
    assert queries.role_choices(college) == [(analyst.pk, "Analyst")]


def test_a_team_of_another_organisation_is_not_known(college, analyst, zoe):
    south = zoe.memberships.get().organisation
    team = create_team(organisation=south, name="South", parent=None, actor=None, at=MONDAY)

    assert queries.known_of(college, team=team.pk, role=analyst.pk) == (None, analyst.pk)


def test_the_shortest_way_comes_first(college, sql):
    for seconds, title in ((900, "Long"), (60, "Short"), (300, "Middle"), (1200, "Longest")):
        version = make_achievement(college, title, (sql, 3))
        version.learning_seconds = seconds
        version.save()

    ways = queries.ways_to({sql.pk: 3})

    assert [way.title for way in ways[sql.pk]] == ["Short", "Middle", "Long"]
    assert {way.standing for way in ways[sql.pk]} == {""}  # nothing was issued yet


def test_what_can_be_earned_is_told_with_what_stands_behind_its_issuer(college, sql, data):
    establish_issuer(organisation=college, at=MONDAY)

    [way] = queries.ways_to({sql.pk: 1})[sql.pk]

    assert (way.issuer, way.standing) == ("North College", "self-claimed")
    assert queries.assignable()[0][1] == "Data (North College, Self-claimed)"


def test_what_can_be_assigned_narrows_to_a_skill(college, sql, talk, data):
    make_achievement(college, "Talks", (talk, 3))

    assert {title for _, title in queries.assignable()} == {
        "Data (North College)",
        "Talks (North College)",
    }
    assert [key for key, _ in queries.assignable(str(sql.pk))] == [data.achievement_id]
    assert len(queries.assignable("nonsense")) == 2


def test_what_roles_need_is_told_by_the_highest_level(college, ada, analyst, sql, talk):
    clerk = create_role(
        organisation=college, name="Clerk", description="", occupation=None, actor=None, at=MONDAY
    )
    set_needs(role=clerk, levels={sql.pk: 5}, actor=None, at=MONDAY)
    for role in (clerk, analyst):
        set_holders(role=role, memberships=[ada.memberships.get()], actor=None, at=MONDAY)

    assert queries.needs_of_person(ada) == {sql.pk: 5, talk.pk: 3}
