"""Drafts as the files of a pack, for other programs."""

from __future__ import annotations

from uuid import uuid4

import pytest

from cairn.exchange.pack_draft import files_of, parts_of
from cairn.exchange.pack_reading import read_pack
from cairn_server.catalog.models import AchievementVersion, Draft
from tests.making import PACKS, import_real_pack


@pytest.fixture
def call(client, college, aut, settings, tmp_path):
    settings.CAIRN_HOME = tmp_path
    client.force_login(aut)

    def act(method, path="", body=None, *, key=None, organisation=college):
        url = f"/api/v1/organisations/{organisation.pk}/drafts{path}"
        if method == "get":
            return client.get(url, body or {})
        headers = {"Idempotency-Key": key} if key else {}
        send = getattr(client, method)
        return send(url, body, content_type="application/json", headers=headers)

    return act


@pytest.fixture
def begun(call):
    return call("post", "", {"title": "Reading charts"}).json()


def files(name="incident-response-basics"):
    return {n: data.decode() for n, data in files_of(parts_of(read_pack(PACKS / name))).items()}


def test_a_draft_is_begun_once_with_a_key_listed_and_read(call):
    first, again = (call("post", "", {"title": "Reading charts"}, key="k") for _ in range(2))
    [row] = call("get").json()["items"]
    read = call("get", f"/{row['id']}").json()

    assert (first.status_code, first.json()) == (201, again.json())
    assert (row["title"], read["key"]) == ("Reading charts", "reading-charts")
    assert "pack.yaml" in read["files"]
    assert {one["severity"] for one in read["findings"]} >= {"error"}


def test_the_table_says_what_each_criterion_lacks(call, begun, zoe):
    there = f"/{begun['id']}"

    table = call("get", f"{there}/coverage").json()
    whole = call("put", f"{there}/files", {"files": files(), "revision": begun["revision"]})
    full = call("get", f"{there}/coverage").json()

    assert whole.status_code == 200
    assert table == {"rows": [], "loose": []}
    assert [row["holes"] for row in full["rows"] if row["holes"]] == []
    assert full["rows"][0]["practice"][0].keys() == {"unit", "id", "prompt"}
    assert full["rows"][0]["evidence"]


def test_drafts_come_by_pages(call):
    for number in range(3):
        call("post", "", {"title": f"Draft {number}"})

    first = call("get", "", {"limit": 2}).json()
    last = call("get", "", {"limit": 2, "cursor": first["next_cursor"]}).json()

    titles = [one["title"] for one in first["items"] + last["items"]]
    assert (titles, last["next_cursor"]) == (["Draft 2", "Draft 1", "Draft 0"], None)


def test_files_that_make_a_pack_are_saved_and_published(call, begun):
    saved = call(
        "put", f"/{begun['id']}/files", {"files": files(), "revision": begun["revision"]}
    ).json()
    published = call("post", f"/{begun['id']}/publication", {})

    assert (saved["key"], saved["title"]) == ("reading-charts", "Incident Response Basics")
    assert [one for one in saved["findings"] if one["severity"] == "error"] == []
    assert published.json()["created"] > 0
    assert AchievementVersion.objects.get().title == "Incident Response Basics"
    again = call("post", f"/{begun['id']}/publication", {})
    assert (again.status_code, again.json()["code"]) == (409, "version_frozen")


def test_files_from_an_older_state_overwrite_nothing(call, begun):
    body = {"files": files(), "revision": begun["revision"]}
    call("put", f"/{begun['id']}/files", body)

    stale = call("put", f"/{begun['id']}/files", body)

    assert (stale.status_code, stale.json()["code"]) == (409, "stale_draft")


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"pack.yaml": "- a"}, "pack_invalid"),
        ({}, "pack_invalid"),
        ({"../pack.yaml": "x"}, "pack_invalid"),
        ({"a b": "x"}, "invalid"),
    ],
)
def test_files_that_make_no_pack_are_refused(call, begun, sent, code):
    body = {"files": sent, "revision": begun["revision"]}

    answer = call("put", f"/{begun['id']}/files", body)

    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_what_is_not_complete_is_not_published(call, begun):
    answer = call("post", f"/{begun['id']}/publication", {})

    assert (answer.status_code, answer.json()["code"]) == (422, "not_publishable")


def test_what_is_published_is_opened_as_a_draft(call, college):
    import_real_pack(college, "data-literacy")
    version = AchievementVersion.objects.get()

    opened = call("post", "", {"achievement_id": str(version.achievement_id)}).json()

    assert "achievements/data-literacy.md" in opened["files"]
    assert call("post", "", {"achievement_id": str(uuid4())}).status_code == 404


def test_a_draft_is_thrown_away_once(call, begun):
    answers = [call("delete", f"/{begun['id']}", key="k").status_code for _ in range(2)]

    assert answers == [204, 204]
    assert not Draft.objects.exists()
    assert call("get", f"/{begun['id']}").status_code == 404


def test_a_draft_without_a_title_is_refused(call):
    assert call("post", "", {"title": " "}).json()["code"] == "malformed_input"


def test_nobody_else_sees_drafts(call, client, begun, ada, zoe, college):
    for other in (ada, zoe):
        client.force_login(other)
        for path in ("", f"/{begun['id']}"):
            assert call("get", path).status_code == 404
        assert call("delete", f"/{begun['id']}").status_code == 404
