"""One team, one role by the API: as on the pages, and for managers there only."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from cairn_server.accounts.models import Team
from cairn_server.workforce.models import WorkRole
from tests.cairn_server.workforce.conftest import here
from tests.making_frameworks import make_own_skill


@pytest.fixture
def call(client, college, max_):
    client.force_login(max_)

    def act(method, path, body=None, *, key=None, organisation=college):
        url = f"/api/v1/organisations/{organisation.pk}/{path}"
        if method == "get":
            return client.get(url, body or {})
        headers = {"Idempotency-Key": key} if key else {}
        return getattr(client, method)(url, body, content_type="application/json", headers=headers)

    return act


@pytest.fixture
def hall(college):
    return Team.objects.create(organisation=college, name="Hall")


def test_a_team_is_read_renamed_put_under_another_and_dissolved(call, college, hall):
    yard = Team.objects.create(organisation=college, name="Yard")

    changed = call("put", f"teams/{hall.pk}", {"name": "Big  hall", "parent_id": str(yard.pk)})
    circle = call("put", f"teams/{yard.pk}", {"name": "Yard", "parent_id": str(hall.pk)})
    taken = call("put", f"teams/{yard.pk}", {"name": "big hall"})
    read = call("get", f"teams/{hall.pk}").json()
    ended = [call("delete", f"teams/{hall.pk}", key="k").status_code for _ in range(2)]

    assert read == changed.json()
    assert read == {"id": str(hall.pk), "name": "Big hall", "parent_id": str(yard.pk)}
    assert circle.json()["code"] == "circular_structure"
    assert taken.json()["code"] == "name_taken"
    assert ended == [204, 204]
    assert call("get", f"teams/{hall.pk}").status_code == 404


def test_who_works_in_a_team_goes_page_by_page(call, hall, ada, bea):
    both = {"membership_ids": [str(here(ada).pk), str(here(bea).pk)]}
    call("put", f"teams/{hall.pk}/members", both)

    first = call("get", f"teams/{hall.pk}/members", {"limit": 1}).json()
    rest = call("get", f"teams/{hall.pk}/members", {"cursor": first["next_cursor"]}).json()

    assert [one["name"] for one in first["items"] + rest["items"]] == ["Bea", "Ada"]
    assert rest["next_cursor"] is None


def test_a_role_is_read_changed_and_taken_out_of_use(call, analyst, sql, talk):
    address = f"roles/{analyst.pk}"

    named = call("put", address, {"name": "Data analyst", "description": "Counts"}).json()
    needs = call("patch", f"{address}/needs", {"levels": {str(sql.pk): 5, str(talk.pk): 0}})
    ended = [call("delete", address, key="k").status_code for _ in range(2)]

    assert (named["name"], named["description"]) == ("Data analyst", "Counts")
    assert {one["name"]: one["level"] for one in named["needs"]} == {"SQL": 3, "Giving talks": 3}
    assert [(one["name"], one["level"]) for one in needs.json()["needs"]] == [("SQL", 5)]
    assert ended == [204, 204]
    assert call("get", address).status_code == 404


def test_exactly_the_members_named_hold_a_role(call, analyst, ada, bea):
    address = f"roles/{analyst.pk}/holders"
    call("put", address, {"membership_ids": [str(here(bea).pk)]})

    held = call("put", address, {"membership_ids": [str(here(ada).pk), str(UUID(int=4))]})

    assert held.json() == {"people": 1}
    assert [one["name"] for one in call("get", address).json()["items"]] == ["Ada"]


def test_who_is_a_manager_by_line_sees_the_holders_below_alone(
    call, client, analyst, lea, ada, bea
):
    both = {"membership_ids": [str(here(ada).pk), str(here(bea).pk)]}
    call("put", f"roles/{analyst.pk}/holders", both)
    client.force_login(lea)

    assert [one["name"] for one in call("get", f"roles/{analyst.pk}/holders").json()["items"]] == [
        "Ada"
    ]
    assert call("put", f"roles/{analyst.pk}", {"name": "Mine"}).status_code == 404
    assert call("get", f"roles/{analyst.pk}").status_code == 200


@pytest.mark.parametrize(("path", "body"), [
    ("needs", {"levels": {}}), ("needs", {"levels": {str(UUID(int=1)): 6}}),
    ("needs", {"level": {}}), ("holders", {"membership_ids": "all"}),
])  # fmt: skip
def test_what_cannot_be_is_refused(call, analyst, path, body):
    method = "patch" if path == "needs" else "put"
    assert call(method, f"roles/{analyst.pk}/{path}", body).status_code == 422


def test_a_skill_of_another_organisation_is_needed_by_no_role(call, zoe, analyst):
    secret, _ = make_own_skill(zoe.memberships.get().organisation)

    theirs = call("patch", f"roles/{analyst.pk}/needs", {"levels": {str(secret.pk): 3}})
    missing = call("patch", f"roles/{analyst.pk}/needs", {"levels": {str(uuid4()): 3}})

    assert (theirs.status_code, theirs.content) == (404, missing.content)


CALLS = [
    ("get", "teams/{team}", None),
    ("put", "teams/{team}", {"name": "Mine"}),
    ("delete", "teams/{team}", None),
    ("get", "teams/{team}/members", None),
    ("get", "roles/{role}", None),
    ("put", "roles/{role}", {"name": "Mine"}),
    ("patch", "roles/{role}/needs", {"levels": {str(UUID(int=1)): 0}}),
    ("get", "roles/{role}/holders", None),
    ("put", "roles/{role}/holders", {"membership_ids": []}),
    ("delete", "roles/{role}", None),
]


@pytest.mark.parametrize(("method", "path", "body"), CALLS)
def test_what_is_another_organisations_is_answered_like_what_is_missing(
    call, client, college, zoe, hall, analyst, method, path, body
):
    client.force_login(zoe)
    works = zoe.memberships.get().organisation
    theirs, missing = (
        path.format(team=hall.pk, role=analyst.pk),
        path.format(team=uuid4(), role=uuid4()),
    )

    answers = [
        call(method, theirs, body, organisation=college),
        call(method, theirs, body, organisation=works),
        call(method, missing, body, organisation=works),
    ]

    assert {one.status_code for one in answers} == {404}
    assert len({one.content for one in answers}) == 1
    assert Team.objects.get().name == "Hall"
    assert WorkRole.objects.get().name == "Analyst"
