"""What publishing a draft would change, by the API."""

from __future__ import annotations

from uuid import uuid4

import pytest

from cairn_server.catalog.drafting import begin_draft
from tests.cairn_server.catalog.conftest import completed
from tests.moments import MONDAY


@pytest.fixture
def draft(college, ida, settings, tmp_path):
    settings.CAIRN_HOME = tmp_path
    begun = begin_draft(
        organisation=college, title="Hinge questions", language="en", actor=ida, at=MONDAY
    )
    return completed(begun)


def test_everything_is_new_where_nothing_is_published(client, ida, college, draft):
    client.force_login(ida)

    told = client.get(f"/api/v1/organisations/{college.pk}/drafts/{draft.pk}/changes").json()

    assert {one["kind"] for one in told["changes"]} == {"added"}
    assert "Achievement" in {one["what"] for one in told["changes"]}
    assert told["affected"] == []


@pytest.mark.parametrize("who", ["ada", "zoe"])
def test_who_does_not_write_there_finds_nothing(client, request, college, draft, who):
    client.force_login(request.getfixturevalue(who))
    base = "/api/v1/organisations"

    there = client.get(f"{base}/{college.pk}/drafts/{draft.pk}/changes")
    missing = client.get(f"{base}/{uuid4()}/drafts/{uuid4()}/changes")

    assert (there.status_code, there.content) == (404, missing.content)


def test_a_draft_is_found_under_its_own_organisation_alone(client, ida, zoe, draft):
    client.force_login(ida)
    works = zoe.memberships.get().organisation_id

    answer = client.get(f"/api/v1/organisations/{works}/drafts/{draft.pk}/changes")

    assert answer.status_code == 404
