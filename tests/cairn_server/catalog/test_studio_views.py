"""The studio's home: what one writes, and the ways to begin."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cairn.exchange.pack_reading import read_pack
from cairn.exchange.pack_writing import pack_archive
from cairn_server.catalog.models import Achievement, Draft
from cairn_server.catalog.publishing import publish_draft
from tests.cairn_server.catalog.conftest import completed
from tests.making import PACKS, join
from tests.moments import MONDAY

GIFT = "::Waiting:: How long does one wait? {=Three seconds#Yes. ~Not at all#Then few answer.}"


@pytest.fixture(autouse=True)
def at_home(settings, tmp_path):
    settings.CAIRN_HOME = tmp_path


def test_an_empty_studio_says_what_a_draft_is(client, aut):
    client.force_login(aut)

    page = client.get("/studio/").content.decode()

    assert "Nothing is being written" in page
    assert 'name="title"' in page


def test_a_draft_is_begun_by_its_title(client, aut):
    client.force_login(aut)

    answer = client.post("/studio/drafts/", {"title": "Hinge questions"})

    draft = Draft.objects.get()
    assert answer.url == f"/studio/{draft.pk}/"
    assert "Hinge questions" in client.get("/studio/").content.decode()


def test_a_title_of_nothing_is_told_beside_the_field(client, aut):
    client.force_login(aut)

    answer = client.post("/studio/drafts/", {"title": "  "})

    assert answer.status_code == 422
    assert b"Give it a title" in answer.content


@pytest.mark.parametrize(
    ("name", "data"),
    [("questions.gift", GIFT.encode()), ("pack.zip", b"")],
)
def test_a_file_becomes_a_draft(client, aut, name, data):
    client.force_login(aut)
    data = data or pack_archive(read_pack(PACKS / "data-literacy"))

    answer = client.post("/studio/packs/", {"file": SimpleUploadedFile(name, data)})

    assert answer.url == f"/studio/{Draft.objects.get().pk}/"
    assert client.get(answer.url).status_code == 200


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"PK\x03\x04 nonsense", b"zip"),
        (b"\xff\xfe\x00", b"UTF-8"),
        (b"// no question\n", b"no question in the file"),
        (b"One? {=1 ~2}\n\n" * 1001, b"1001 questions, and a draft takes 1000: divide"),
        (None, b"Choose a file"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_words(client, aut, data, told):
    client.force_login(aut)
    files = {} if data is None else {"file": SimpleUploadedFile("a.zip", data)}

    answer = client.post("/studio/packs/", files)

    assert 400 <= answer.status_code < 500
    assert told.lower() in answer.content.lower()
    assert not Draft.objects.exists()


def test_what_is_published_opens_as_a_new_version(client, aut, draft):
    publish_draft(draft=completed(draft), changes="", actor=aut, at=MONDAY)
    client.force_login(aut)

    answer = client.post(f"/studio/published/{Achievement.objects.get().pk}/")

    opened = Draft.objects.get(published_at=None)
    assert answer.url == f"/studio/{opened.pk}/"


def test_who_writes_nowhere_has_no_studio(client, ada, college):
    client.force_login(ada)

    assert client.get("/studio/").status_code == 404
    assert client.post("/studio/drafts/", {"title": "Mine"}).status_code == 404
    assert client.post(f"/studio/published/{uuid4()}/").status_code == 404


def test_what_another_organisation_has_published_is_not_opened(client, zoe, aut, draft):
    publish_draft(draft=completed(draft), changes="", actor=aut, at=MONDAY)
    client.force_login(zoe)

    assert client.post(f"/studio/published/{Achievement.objects.get().pk}/").status_code == 404
    assert Draft.objects.count() == 1


def test_nobody_begins_a_draft_for_another_organisation(client, zoe, college):
    client.force_login(zoe)

    answer = client.post("/studio/drafts/", {"title": "Theirs", "organisation": college.pk})

    assert answer.status_code == 404


def test_the_home_takes_as_many_queries_for_thirty_drafts_as_for_one(
    client, aut, college, django_assert_num_queries
):
    client.force_login(aut)
    for number in range(3):
        client.post("/studio/drafts/", {"title": f"Draft {number}"})
        client.get("/studio/")
        if number == 0:
            with django_assert_num_queries(6):
                client.get("/studio/")
    with django_assert_num_queries(6):
        client.get("/studio/")


def test_an_owner_may_write_too(client, college):
    client.force_login(join("Owen", college, "owner"))

    assert client.get("/studio/").status_code == 200
