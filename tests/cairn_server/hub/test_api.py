"""Where one stands, by the API."""

from __future__ import annotations

from uuid import uuid4

from django.urls import reverse

from cairn_server.credentials.awarding import award
from cairn_server.credentials.revoking import revoke
from tests.moments import MONDAY


def test_a_learner_reads_what_is_met_and_the_shortest_way_to_the_rest(client, course, ada, learned):
    learned(ada)
    client.force_login(ada)
    address = f"/api/v1/achievements/{course.achievement_id}/standing"

    told = client.get(address).json()

    unit, task = told["requirement"]["parts"]
    assert (unit["state"], task["state"]) == ("met", "open")
    assert unit["at"] is not None
    assert [line["url"] for line in told["missing"]] == [task["url"]]
    assert told["minutes_left"] == 30


def test_a_revoked_award_is_told_with_who_can_award_it_anew(client, course, ada, ida):
    given = award(person=ada, version=course, shown=[], at=MONDAY)
    client.force_login(ada)
    address = f"/api/v1/achievements/{course.achievement_id}/standing"
    before = client.get(address).json()
    revoke(given.credential, actor=ida, reason_code="awarded-in-error", at=MONDAY)

    page = client.get(reverse("hub:achievement", args=[course.achievement_id])).content.decode()

    assert before["revocation"] is None
    assert client.get(address).json()["revocation"] == {
        "credential_id": given.credential.pk,
        "at": "2026-03-02T09:00:00Z",
        "reason_code": "awarded-in-error",
        "by": "North College",
    }
    assert "North College revoked your credential on 2 March 2026." in page
    assert "North College can award it to you anew" in page
    assert "You hold this" not in page


def test_nobody_stands_anywhere_without_signing_in_or_with_what_is_not_there(client, ada, course):
    address = f"/api/v1/achievements/{course.achievement_id}/standing"

    assert client.get(address).status_code == 401
    client.force_login(ada)
    assert client.get(address.replace(str(course.achievement_id), str(uuid4()))).status_code == 404


def test_the_way_to_an_achievement_comes_with_where_one_stands(client, course, ada, learned):
    learned(ada)
    client.force_login(ada)
    address = f"/api/v1/achievements/{course.achievement_id}/path"

    [root] = client.get(address).json()["items"]

    assert (root["is_achievement"], root["state"]) == (True, "begun")
    assert [(one["kind"], one["state"]) for one in root["parts"]] == [
        ("Unit", "met"),
        ("Evidence", "open"),
    ]
    assert client.get(address.replace(str(course.achievement_id), str(uuid4()))).status_code == 404
