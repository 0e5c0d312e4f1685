"""An organisation's own frameworks by the API: said first, then done, for its authors alone."""

from __future__ import annotations

from uuid import uuid4

import pytest

from cairn_server.frameworks.models import Competency, CompetencyFramework
from tests.making import join

CSV = "code,name\nA,Ask\nB,\nC,Listen\n"


@pytest.fixture
def here(client, college):
    client.force_login(join("Amy", college, "author"))
    return f"/api/v1/organisations/{college.pk}/frameworks"


def send(client, address, body, **headers):
    return client.post(address, body, content_type="application/json", headers=headers)


def test_it_is_said_then_done_then_the_next_version_retires(client, here):
    body = {"name": "North skills", "csv": CSV}
    said = send(client, here, body | {"dry_run": True}).json()
    assert not CompetencyFramework.objects.exists()

    done = [send(client, here, body, idempotency_key="k").json() for _ in range(2)]
    same = send(client, here, body).json()
    fewer = send(client, here, body | {"csv": "code,name\nA,Ask\n", "version": "2"}).json()
    [one] = client.get(here).json()["items"]

    assert said == done[0] == done[1]
    assert (said["created"], [e["where"] for e in said["errors"]]) == (2, ["line 3"])
    assert (same["created"], same["unchanged"], fewer["removed"]) == (0, 2, 1)
    assert (one["name"], one["version"], one["competencies"]) == ("North skills", "2", 1)
    assert Competency.objects.filter(retired_at=None).get().code == "A"


@pytest.mark.parametrize("wrong", [
    {"name": " "}, {"name": "x" * 201}, {"csv": ""}, {"csv": "colour\n"}, {"save": True},
])  # fmt: skip
def test_what_cannot_be_read_is_refused(client, here, wrong):
    answer = send(client, here, {"name": "North skills", "csv": CSV} | wrong)

    assert answer.status_code in (400, 422)
    assert not CompetencyFramework.objects.exists()


@pytest.mark.parametrize("who", ["ada", "eve", "zoe"])
def test_who_does_not_write_there_finds_nothing(client, request, college, who):
    client.force_login(request.getfixturevalue(who))

    def ask(organisation_id):
        address = f"/api/v1/organisations/{organisation_id}/frameworks"
        answers = [client.get(address), send(client, address, {"name": "Mine", "csv": CSV})]
        return [(one.status_code, one.content) for one in answers]

    assert ask(college.pk) == ask(uuid4())
    assert {status for status, _ in ask(college.pk)} == {404}
