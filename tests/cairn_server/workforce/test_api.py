from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from cairn_server.accounts.teaming import create_team, join_team
from cairn_server.frameworks.models import Competency, CompetencyFramework, FrameworkSource
from cairn_server.workforce.models import Assignment, RoleHolder, RoleNeed
from cairn_server.workforce.sharing import share_award
from tests.making_skills import give, make_achievement, make_competency
from tests.moments import MONDAY


@pytest.fixture
def call(client, college, max_):
    client.force_login(max_)

    def act(method, path, body=None, *, key=None, query=None):
        url = f"/api/v1/organisations/{college.pk}/{path}"
        if method == "get":
            return client.get(url, query or {})
        headers = {"Idempotency-Key": key} if key else {}
        send = getattr(client, method)
        return send(url, body, content_type="application/json", headers=headers)

    return act


def test_the_board_and_who_covers_a_skill(call, ada, sql, data):
    give(data, ada, now())

    board = call("get", "board").json()
    cover = call("get", f"board/skills/{sql.pk}").json()

    assert {one["name"]: one["covered"] for one in board["columns"]} == {
        "SQL": 1,
        "Giving talks": 1,
    }
    [row] = [one for one in board["items"] if one["skills"]]
    assert (row["name"], {one["level"] for one in row["skills"]}) == ("Ada", {2, 3})
    assert (board["people"], board["next_cursor"]) == (2, None)
    assert [(one["name"], one["level"]) for one in cover["items"]] == [("Ada", 3)]


def test_who_covers_a_skill_goes_page_by_page_the_best_first(call, ada, bea, sql, data):
    for person, months in ((ada, 30), (bea, 1)):
        give(data, person, now() - timedelta(days=30 * months))

    first = call("get", f"board/skills/{sql.pk}", query={"limit": 1}).json()
    rest = call(
        "get", f"board/skills/{sql.pk}", query={"limit": 1, "cursor": first["next_cursor"]}
    ).json()

    assert [one["name"] for one in first["items"] + rest["items"]] == ["Bea", "Ada"]
    assert rest["next_cursor"] is None


def test_gaps_on_a_day(call, ada, analyst, data):
    give(data, ada, now())
    day = (now() + timedelta(days=4 * 366)).date()

    today = call("get", "gaps", query={"role": analyst.pk}).json()
    later = call("get", "gaps", query={"role": analyst.pk, "on": day.isoformat()}).json()

    def of_ada(answer):
        [sql] = [one["skill_id"] for one in answer["needs"] if one["name"] == "SQL"]
        [needs] = [one["needs"] for one in answer["items"] if one["name"] == "Ada"]
        return next(one["state"] for one in needs if one["skill_id"] == sql)

    assert (of_ada(today), of_ada(later), later["on"]) == ("met", "stale", day.isoformat())


def test_who_covers_a_skill_is_told_of_a_day_to_come(call, ada, sql, data):
    give(data, ada, now())
    day = (now() + timedelta(days=4 * 366)).date().isoformat()

    [today] = call("get", f"board/skills/{sql.pk}").json()["items"]
    [later] = call("get", f"board/skills/{sql.pk}", query={"on": day}).json()["items"]

    assert (today["is_current"], later["is_current"]) == (True, False)


def test_gaps_of_only_those_who_hold_the_role(call, ada, bea, analyst):
    RoleHolder.objects.create(work_role=analyst, membership=ada.memberships.get())

    told = call("get", "gaps", query={"role": analyst.pk, "holders": "true"}).json()

    assert [one["name"] for one in told["items"]] == ["Ada"]
    assert told["people"] == 1


def test_gaps_go_person_by_person_in_pages_with_figures_about_all(call, ada, bea, analyst, data):
    give(data, ada, now())

    def page(cursor):
        return call("get", "gaps", query={"role": analyst.pk, "limit": 2, "cursor": cursor}).json()

    first, last = page("1"), page(page("1")["next_cursor"])

    assert [one["name"] for one in first["items"] + last["items"]] == ["Ada", "Bea", "Max"]
    assert (first["next_cursor"], last["next_cursor"]) == ("2", None)
    assert {len(one["needs"]) for one in first["items"] + last["items"]} == {2}
    for answer in (first, last):
        figures = {one["name"]: (one["met"], one["missing"]) for one in answer["needs"]}
        assert figures == {"SQL": (1, 2), "Giving talks": (0, 3)}
        assert (answer["people"], answer["ready"]) == (3, 0)


@pytest.mark.parametrize("things", ["teams", "roles"])
def test_teams_and_roles_go_page_by_page_the_newest_first(call, things, django_assert_num_queries):
    for name in "ABCDE":
        call("post", things, {"name": name})

    first = call("get", things, query={"limit": 3}).json()
    with CaptureQueriesContext(connection) as few:
        last = call("get", things, query={"limit": 3, "cursor": first["next_cursor"]}).json()
    with django_assert_num_queries(len(few)):
        assert len(call("get", things).json()["items"]) == 5

    assert [one["name"] for one in first["items"] + last["items"]] == list("EDCBA")
    assert last["next_cursor"] is None


def test_teams_and_roles_are_made_once_with_a_key(call, ada, sql):
    team = [call("post", "teams", {"name": "Hall"}, key="k1").json() for _ in range(2)]
    people = {"membership_ids": [str(ada.memberships.get().pk), str(UUID(int=4))]}
    filled = call("put", f"teams/{team[0]['id']}/members", people).json()
    role = call("post", "roles", {"name": "Clerk", "needs": {str(sql.pk): 4}})

    assert team[0] == team[1]
    assert filled == {"people": 1}
    assert (role.status_code, RoleNeed.objects.get().level) == (201, 4)
    assert [one["name"] for one in call("get", "teams").json()["items"]] == ["Hall"]
    assert [one["needs"] for one in call("get", "roles").json()["items"]] == [1]


def test_assignments_are_made_reminded_and_ended(call, ada, data):
    day = (now() + timedelta(days=9)).date().isoformat()
    body = {
        "achievement_id": str(data.achievement_id),
        "due_on": day,
        "membership_ids": [str(ada.memberships.get().pk)],
    }

    made = call("post", "assignments", body)
    [row] = call("get", "assignments", query={"state": "open"}).json()["items"]
    reminded = [call("post", f"assignments/{row['id']}/reminders").status_code for _ in range(2)]
    one = f"assignments/{row['id']}"
    ended = [call("delete", one, key="end").status_code for _ in range(2)]

    assert (made.status_code, made.json()) == (201, {"asked": 1, "moved": 0, "done": 0})
    assert (row["name"], row["due_on"], row["state"]) == ("Ada", day, "open")
    assert (reminded, ended) == ([204, 409], [204, 204])
    assert Assignment.objects.get().cancelled_at is not None


def test_a_team_is_asked_and_listed_with_its_parts(call, college, ada, bea, data):
    hall = create_team(organisation=college, name="Hall", parent=None, actor=None, at=MONDAY)
    night = create_team(organisation=college, name="Night", parent=hall, actor=None, at=MONDAY)
    for team, person in ((hall, ada), (night, bea)):
        join_team(team=team, memberships=[person.memberships.get()], actor=None, at=MONDAY)
    body = {"achievement_id": str(data.achievement_id), "due_on": "2040-01-01"}

    made = call("post", "assignments", body | {"team_id": str(hall.pk)})
    listed = call("get", "assignments", query={"team": str(hall.pk)}).json()["items"]
    part = call("get", "assignments", query={"team": str(night.pk)}).json()["items"]

    assert made.json() == {"asked": 2, "moved": 0, "done": 0}
    assert {row["name"] for row in listed} == {"Ada", "Bea"}
    assert [row["name"] for row in part] == ["Bea"]


def test_a_skill_of_anothers_framework_is_told_while_an_award_that_shows_it_is_seen(
    call, college, zoe, ada
):
    south = zoe.memberships.get().organisation
    skill = make_competency("Southern ways")
    own = CompetencyFramework.objects.create(
        name="South's own", organisation=south, source=FrameworkSource.OWN
    )
    Competency.objects.filter(pk=skill.pk).update(framework=own)
    award = give(make_achievement(south, "South", (skill, 4)), ada, now())

    assert call("get", f"board/skills/{skill.pk}").status_code == 404
    share_award(person=ada, organisation=college, award=award, at=now())
    [row] = call("get", f"board/skills/{skill.pk}").json()["items"]

    assert (row["name"], row["level"]) == ("Ada", 4)


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("get", "board?team=x", None, 422),
        ("get", "board?cursor=x", None, 422),
        ("get", f"board?team={UUID(int=4)}", None, 404),
        ("get", f"gaps?role={UUID(int=4)}", None, 404),
        ("get", "gaps", None, 422),
        ("get", f"gaps?role={UUID(int=4)}&cursor=x", None, 422),
        ("get", "teams?cursor=2", None, 422),
        ("get", "roles?limit=0", None, 422),
        ("post", "teams", {"name": ""}, 422),
        ("post", "teams", {"name": "x", "bonus": 1}, 422),
        ("post", "roles", {"name": "x", "needs": {str(UUID(int=4)): 9}}, 422),
        ("post", "roles", {"name": "x", "needs": {str(UUID(int=4)): 3}}, 404),
        ("post", "assignments", {"achievement_id": str(UUID(int=4)), "due_on": "2030-01-01"}, 404),
    ],
)
def test_bad_calls_are_refused_in_one_shape(call, method, path, body, status):
    answer = call(method, path, body)

    assert answer.status_code == status
    assert {"code", "detail"} <= set(answer.json())


def test_strangers_and_members_without_people_find_nothing(call, client, bea, zoe, analyst):
    for person in (bea, zoe):
        client.force_login(person)
        for path in ("board", "teams", "roles", "assignments", f"gaps?role={analyst.pk}"):
            assert call("get", path).status_code == 404
        assert call("post", "teams", {"name": "x"}).status_code == 404
