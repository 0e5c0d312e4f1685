"""Awarding to many by the API: as by a file on the page."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection

from cairn_server.credentials import award_file_api
from cairn_server.credentials.awarding_later import award_file_task
from cairn_server.credentials.awarding_many import check_awards
from cairn_server.credentials.models import Award, AwardFile

ROWS = (
    "email,name,achievement,judged_by,judged_on,narrative\n"
    "ada@north.example,Ada,checking,Mentor,2024-12-01,A lesson\n"
    "bea@north.example,Bea,checking,,,\n"
    "not an address,X,checking,Mentor,2024-12-01,A lesson\n"
)


@pytest.fixture
def here(client, ida, college):
    client.force_login(ida)
    return f"/api/v1/organisations/{college.pk}/awards/files"


def send(client, address, body, **headers):
    return client.post(address, body, content_type="application/json", headers=headers)


def test_a_dry_run_says_what_would_happen_then_it_is_done_once(client, here, ada, bea, checking):
    said = send(client, here, {"csv": ROWS, "dry_run": True}).json()
    assert (said["id"], said["total"], said["awarded"], said["refused"]) == (None, 3, 1, 2)
    assert not AwardFile.objects.exists()

    begun = [send(client, here, {"csv": ROWS}, idempotency_key="k").json() for _ in range(2)]
    begun.append(send(client, here, {"csv": ROWS}).json())  # the same file under way
    assert len({one["id"] for one in begun}) == AwardFile.objects.count() == 1

    award_file_task.func(begun[0]["id"])
    done = client.get(f"{here}/{begun[0]['id']}").json()
    assert (done["awarded"], done["unchanged"], done["refused"]) == (1, 0, 2)
    assert [one["where"] for one in done["errors"]] == ["line 3", "line 4"]
    assert done["finished_at"] is not None
    assert [one["id"] for one in client.get(here).json()["items"]] == [done["id"]]
    assert Award.objects.count() == 1


def test_a_dry_run_locks_nothing_and_again_is_the_same(
    client, here, ada, bea, checking, monkeypatch
):
    outside, depths = len(connection.atomic_blocks), []

    def look(**given):
        depths.append(len(connection.atomic_blocks) - outside)
        return check_awards(**given)

    monkeypatch.setattr(award_file_api, "check_awards", look)
    body = {"csv": ROWS, "dry_run": True}
    first, again = (send(client, here, body, idempotency_key="k").json() for _ in range(2))

    assert first == again
    assert depths == [0]


@pytest.mark.parametrize(("body", "code"), [
    ({"csv": ""}, "malformed_input"),
    ({"csv": "name\nAda\n"}, "malformed_input"),
    ({"csv": ROWS, "save": True}, "invalid"),
    ({"csv": "x" * ((1 << 20) + 1)}, "invalid"),
])  # fmt: skip
def test_what_cannot_be_read_is_refused(client, here, checking, body, code):
    answer = send(client, here, body)

    assert (answer.status_code // 100, answer.json()["code"]) == (4, code)
    assert not AwardFile.objects.exists()


@pytest.mark.parametrize("who", ["ada", "eve", "zoe"])
def test_who_does_not_issue_there_finds_nothing(client, request, here, college, who):
    made = send(client, here, {"csv": ROWS}).json()["id"]
    client.force_login(request.getfixturevalue(who))

    def ask(organisation_id):
        address = f"/api/v1/organisations/{organisation_id}/awards/files"
        answers = [client.get(address), send(client, address, {"csv": ROWS})]
        answers.append(client.get(f"{address}/{made}"))
        return [(one.status_code, one.content) for one in answers]

    assert ask(college.pk) == ask(uuid4())
    assert {status for status, _ in ask(college.pk)} == {404}


def test_a_file_of_another_organisation_is_answered_like_a_missing_one(client, here, zoe):
    made = send(client, here, {"csv": ROWS}).json()["id"]
    client.force_login(zoe)
    own = f"/api/v1/organisations/{zoe.memberships.get().organisation_id}/awards/files"

    theirs, missing = client.get(f"{own}/{made}"), client.get(f"{own}/{uuid4()}")

    assert (theirs.status_code, theirs.content) == (404, missing.content)
