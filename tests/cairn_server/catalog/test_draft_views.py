"""A draft as a whole: its table, its problems, its publication."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cairn.exchange.pack_reading import read_pack
from cairn_server.catalog.drafting import change_parts
from cairn_server.catalog.models import AchievementVersion, Draft
from tests.cairn_server.catalog.conftest import completed
from tests.cairn_server.catalog.test_drafting import picture
from tests.moments import MONDAY


@pytest.fixture
def author(client, aut):
    client.force_login(aut)
    return client


def address(draft: Draft) -> str:
    return f"/studio/{draft.pk}/"


def test_each_problem_leads_to_the_editor_that_mends_it(author, draft):
    page = author.get(address(draft)).content.decode()

    assert "1 thing to mend" in page
    assert f"{address(draft)}rubrics/how-it-is-judged/" in page
    assert "criteria is missing" in page


def test_the_table_names_its_holes_in_words(author, complete):
    change_parts(
        draft=complete,
        name="x",
        change=lambda parts: parts["questions/first-steps.yaml"]["questions"][0].pop("criterion"),
        sequence=None,
        at=MONDAY,
    )

    page = author.get(address(complete)).content.decode()

    assert "Everybody answers" in page
    assert "No question" in page
    assert "1 hole" in page
    assert "1 question prepares for no criterion" in page


def test_publishing_ends_at_the_page_of_the_achievement(author, complete):
    answer = author.post(f"{address(complete)}publication/", follow=True)

    version = AchievementVersion.objects.get()
    assert f"/achievements/{version.achievement_id}/" in answer.content.decode()
    assert "Hinge questions" in author.get("/catalogue/").content.decode()


def test_publishing_too_early_says_what_is_missing(author, draft):
    answer = author.post(f"{address(draft)}publication/")

    assert answer.status_code == 422
    assert "must be mended" in answer.content.decode()
    assert not AchievementVersion.objects.exists()


def test_publishing_twice_is_told_and_publishes_once(author, complete):
    author.post(f"{address(complete)}publication/")

    assert author.post(f"{address(complete)}publication/").status_code == 409
    assert AchievementVersion.objects.count() == 1


def test_pictures_come_in_examined_and_go_out_to_authors_only(author, draft, client, zoe):
    upload = SimpleUploadedFile("Board.png", picture())
    author.post(f"{address(draft)}media/", {"file": upload})

    sent = author.get(f"{address(draft)}media/board.png")
    assert sent["Content-Type"] == "image/png"
    assert b"".join(sent.streaming_content) == picture()
    assert author.get(f"{address(draft)}media/other.png").status_code == 404
    client.force_login(zoe)
    assert client.get(f"{address(draft)}media/board.png").status_code == 404


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [("a.png", b"no picture", "not"), ("a.exe", b"MZ", "Cards show"), ("", b"", "Choose a file")],
)
def test_a_file_that_is_no_picture_is_told(author, draft, name, data, told):
    files = {"file": SimpleUploadedFile(name, data)} if name else {}

    answer = author.post(f"{address(draft)}media/", files)

    assert 400 <= answer.status_code < 500
    assert told in answer.content.decode()


def test_a_draft_goes_out_as_a_pack(author, complete):
    pack = read_pack(author.get(f"{address(complete)}pack.zip").content)

    assert [one.title for one in pack.achievements] == ["Hinge questions"]


def test_an_incomplete_draft_does_not_go_out(author, draft):
    assert author.get(f"{address(draft)}pack.zip").status_code == 422


def test_a_draft_is_thrown_away_on_request(author, draft):
    assert author.post(f"{address(draft)}removal/").url == "/studio/"
    assert author.get(address(draft)).status_code == 404


def test_another_organisations_draft_is_like_a_missing_one(client, zoe, draft):
    client.force_login(zoe)

    for path in ("", "pack.zip", "units/first-steps/", "changes/"):
        assert client.get(f"{address(draft)}{path}").status_code == 404


def test_the_page_takes_as_many_queries_for_many_parts(author, draft, django_assert_num_queries):
    completed(draft)
    author.get(address(draft))
    with django_assert_num_queries(6):
        author.get(address(draft))
    for number in range(10):
        author.post(f"{address(draft)}units/", {"title": f"Unit {number}"})
        author.post(f"{address(draft)}units/first-steps/questions/", {"prompt": f"What {number}?"})
    with django_assert_num_queries(6):
        author.get(address(draft))
