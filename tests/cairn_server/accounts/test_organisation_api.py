"""Members by the API, for owners only."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection

from cairn_server.accounts import importing_later, organisation_api
from cairn_server.accounts.importing import import_people
from cairn_server.accounts.models import Membership, ReportingLine
from cairn_server.journal.models import Progress

API = "/api/v1"
NEW = {"email": "Nia@new.example", "name": "Nia", "roles": ["author"]}


@pytest.fixture
def send(client):
    def act(method, path, body=None, *, key=None):
        headers = {"Idempotency-Key": key} if key else {}
        return getattr(client, method)(
            API + path, body, content_type="application/json", headers=headers
        )

    return act


@pytest.fixture
def members(college):
    return f"/organisations/{college.pk}/members"


def test_one_sees_where_one_belongs(client, send, ida, college):
    client.force_login(ida)

    [one] = send("get", "/organisations").json()["items"]

    assert (one["id"], one["name"]) == (str(college.pk), "North College")
    assert one["roles"] == ["author", "issuer", "owner"]


def test_a_member_is_added_once_changed_and_ended(client, send, ida, members):
    client.force_login(ida)

    made = [send("post", members, NEW, key="k") for _ in range(2)]
    twice = send("post", members, NEW)
    one = f"{members}/{made[0].json()['id']}"
    changed = send("put", f"{one}/roles", {"roles": ["evaluator"]})
    read = send("get", one)
    ended = [send("delete", one, key="end").status_code for _ in range(2)]

    assert [answer.status_code for answer in made] == [201, 201]
    assert made[0].json() == made[1].json()
    assert (twice.status_code, twice.json()["code"]) == (409, "already_member")
    assert changed.json()["roles"] == read.json()["roles"] == ["evaluator"]
    assert ended == [204, 204]
    assert send("get", one).status_code == 404


def test_members_are_listed_by_the_page_and_narrowed(client, send, ida, ada, bea, members):
    client.force_login(ida)

    first = send("get", f"{members}?limit=2").json()
    rest = send("get", f"{members}?limit=2&cursor={first['next_cursor']}").json()
    owners = send("get", f"{members}?role=owner").json()

    names = {one["name"] for one in first["items"] + rest["items"]}
    assert names == {"Ida", "Ada", "Bea"}
    assert [one["name"] for one in owners["items"]] == ["Ida"]
    assert send("get", f"{members}?role=king").status_code == 422


def test_many_are_brought_in_after_a_look_at_what_would_happen(client, send, ida, college):
    client.force_login(ida)
    address = f"/organisations/{college.pk}/people"
    csv = "email,name\nnia@new.example,Nia\nno address,Nobody\n"

    would = send("post", address, {"csv": csv, "dry_run": True}).json()
    before = Membership.objects.count()
    did = send("post", address, {"csv": csv}).json()

    assert would == did
    assert (did["created"], len(did["errors"])) == (1, 1)
    assert Membership.objects.count() == before + 1


def test_a_large_file_is_told_at_once_and_brought_in_behind_the_scenes(
    client, send, ida, zoe, college, monkeypatch
):
    monkeypatch.setattr(importing_later, "MOST_AT_ONCE", 2)
    client.force_login(ida)
    address = f"/organisations/{college.pk}/people"
    csv = "email,name\na@x.example,A\nb@x.example,B\n"

    would = send("post", address, {"csv": csv, "dry_run": True}, key="dry")
    begun = [send("post", address, {"csv": csv}, key="k") for _ in range(2)]
    said = send("get", f"{address}/{begun[0].json()['progress_id']}")

    assert (would.status_code, would.json()["created"]) == (200, 2)
    assert [one.status_code for one in begun] == [202, 202]
    assert begun[0].json() == begun[1].json()
    assert (said.status_code, said.json()["result"]) == (200, None)
    assert Progress.objects.count() == 1
    assert not Membership.objects.filter(person__email="a@x.example").exists()
    other = zoe.memberships.get().organisation
    client.force_login(zoe)
    assert send("get", f"/organisations/{other.pk}/people/{Progress.objects.get().pk}").json() == {
        "code": "not_found",
        "detail": "There is nothing here for you",
    }


def test_a_look_at_what_would_happen_locks_nothing(client, send, ida, college, monkeypatch):
    client.force_login(ida)
    outside, depths = len(connection.atomic_blocks), []

    def look(**given):
        depths.append((given["dry_run"], len(connection.atomic_blocks) - outside))
        return import_people(**given)

    monkeypatch.setattr(organisation_api, "import_people", look)
    body = {"csv": "email,name\na@x.example,A\n", "dry_run": True}
    send("post", f"/organisations/{college.pk}/people", body, key="k")

    assert depths == [(True, 0)]


@pytest.mark.parametrize("wrong", [{"email": "nobody"}, {"name": " "}, {"roles": ["king"]}])
def test_what_cannot_be_is_refused(client, send, ida, members, wrong):
    client.force_login(ida)

    assert send("post", members, NEW | wrong).status_code == 422


def test_the_last_owner_stays(client, send, ida, members):
    client.force_login(ida)
    own = ida.memberships.get().pk

    answer = send("delete", f"{members}/{own}")

    assert (answer.status_code, answer.json()["code"]) == (409, "last_owner")


def test_another_organisation_is_answered_like_a_missing_one(client, send, zoe, ada, members):
    client.force_login(zoe)
    nowhere = f"/organisations/{uuid4()}/members"
    theirs = ada.memberships.get().pk

    for method, more, body in (
        ("get", "", None),
        ("post", "", NEW),
        ("get", f"/{theirs}", None),
        ("delete", f"/{theirs}", None),
    ):
        there, missing = send(method, members + more, body), send(method, nowhere + more, body)
        assert there.status_code == missing.status_code == 404
        assert there.json() == missing.json()


def test_a_member_reports_to_another_or_to_nobody(client, send, ida, ada, bea, members):
    client.force_login(ida)
    one, other = ada.memberships.get().pk, bea.memberships.get().pk

    told = [
        send("put", f"{members}/{one}/manager", {"manager_id": to and str(to)}, key=str(to))
        for to in (other, other, None)
    ]

    assert [answer.json()["manager_id"] for answer in told] == [str(other), str(other), None]
    assert not ReportingLine.objects.exists()


def test_nobody_reports_in_a_circle_or_to_whom_is_elsewhere(
    client, send, ida, ada, bea, zoe, members
):
    client.force_login(ida)
    one, other = ada.memberships.get().pk, bea.memberships.get().pk
    send("put", f"{members}/{one}/manager", {"manager_id": str(other)})

    circle = send("put", f"{members}/{other}/manager", {"manager_id": str(one)})
    elsewhere = send(
        "put", f"{members}/{one}/manager", {"manager_id": str(zoe.memberships.get().pk)}
    )

    assert (circle.status_code, circle.json()["code"]) == (409, "circular_structure")
    assert elsewhere.status_code == 404
    client.force_login(ada)
    assert send("put", f"{members}/{one}/manager", {"manager_id": None}).status_code == 404
