"""Files for the cards of a draft by the API: examined, kept by their name, for authors alone."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cairn_server.catalog.drafting import begin_draft
from tests.moments import MONDAY
from tests.pictures import png


@pytest.fixture
def draft(college, ida, settings, tmp_path):
    settings.CAIRN_HOME = tmp_path
    return begin_draft(
        organisation=college, title="Hinge questions", language="en", actor=ida, at=MONDAY
    )


@pytest.fixture
def media(college, draft):
    return f"/api/v1/organisations/{college.pk}/drafts/{draft.pk}/media"


def sent(name="Board 1.png", data=None):
    return {"file": SimpleUploadedFile(name, png() if data is None else data)}


def test_a_picture_is_kept_by_its_name_and_read_again(client, ida, media, draft):
    client.force_login(ida)

    made = client.post(media, sent())
    again = client.post(media, sent())
    read = client.get(f"{media}/{made.json()['name']}")

    assert (made.status_code, made.json()) == (201, again.json())
    assert made.json()["media_type"] == "image/png"
    assert draft.media.count() == 1
    assert (read.status_code, read["Content-Type"]) == (200, "image/png")
    read.close()


@pytest.mark.parametrize("files", [{}, sent("a.exe", b"MZ"), sent("a.png", b"no picture")])
def test_what_cannot_be_shown_is_refused(client, ida, media, draft, files):
    client.force_login(ida)

    answer = client.post(media, files)

    assert (answer.status_code // 100, set(answer.json())) == (4, {"code", "detail"})
    assert not draft.media.exists()


@pytest.mark.parametrize("who", ["ada", "zoe"])
def test_who_does_not_write_there_finds_nothing(client, request, college, media, draft, who):
    client.force_login(request.getfixturevalue(who))
    nowhere = f"/api/v1/organisations/{uuid4()}/drafts/{uuid4()}/media"

    for act, more in ((client.get, "/board-1.png"), (client.post, "")):
        there, missing = act(media + more), act(nowhere + more)
        assert (there.status_code, there.content) == (404, missing.content)


def test_a_draft_is_found_under_its_own_organisation_alone(client, ida, zoe, draft):
    client.force_login(ida)
    works = zoe.memberships.get().organisation_id

    answer = client.post(f"/api/v1/organisations/{works}/drafts/{draft.pk}/media", sent())

    assert answer.status_code == 404
