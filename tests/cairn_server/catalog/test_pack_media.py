"""The files of a pack: each kept once, a dry run keeps none."""

from __future__ import annotations

import pytest

from cairn.errors import MalformedInput
from cairn.exchange.pack import Card, CardKind
from cairn_server.catalog import pack_media
from cairn_server.catalog.drafting import keep_draft_media
from cairn_server.catalog.models import Draft, MediaFile
from cairn_server.catalog.pack_media import PackFiles
from cairn_server.errors import NotPublishable
from cairn_server.files.storing import path_of
from tests.cairn_server.files.making_files import named_jpeg
from tests.moments import MONDAY
from tests.pictures import png

CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n"


def test_a_card_names_its_file_and_the_captions_beside_it(college):
    files = PackFiles(college, {"board.png": png(), "board.vtt": CAPTIONS}, keep=True)

    card = files.card(Card(CardKind.MEDIA, media="board.png", caption="A board"))

    assert (card["media_type"], card["caption"]) == ("image/png", "A board")
    assert path_of(card["digest"]).read_bytes() == png()
    assert path_of(card["captions"]).read_bytes() == CAPTIONS
    assert files.kept("board.png") is files.kept("board.png")
    assert MediaFile.objects.count() == 2


def test_a_dry_run_keeps_nothing_on_disk(college, settings, tmp_path):
    settings.CAIRN_HOME = tmp_path
    kept = PackFiles(college, {"board.png": png()}, keep=False).kept("board.png")

    assert not path_of(kept.digest).exists()


def test_a_file_that_is_not_there_is_named(college):
    with pytest.raises(NotPublishable, match=r"board\.png, which is not in media/"):
        PackFiles(college, {}, keep=True).kept("board.png")


def test_a_photograph_of_a_pack_names_nobody_and_is_the_same_the_next_time(college):
    photo = {"lesson.jpg": named_jpeg("Ada Lovelace")}

    kept = PackFiles(college, photo, keep=True).kept("lesson.jpg")
    again = PackFiles(college, photo, keep=True).kept("lesson.jpg")
    bare = path_of(kept.digest).read_bytes()

    assert b"Ada Lovelace" not in bare
    assert again == kept == PackFiles(college, {"a.jpg": bare}, keep=True).kept("a.jpg")
    assert MediaFile.objects.get().digest == kept.digest


def test_what_was_cleaned_for_a_draft_is_not_cleaned_again_to_publish_it(college, monkeypatch):
    draft = Draft.objects.create(
        organisation=college, key="a", title="A", content={}, created_at=MONDAY, updated_at=MONDAY
    )
    media = keep_draft_media(draft=draft, name="board.png", data=png())
    bare = path_of(media.digest).read_bytes()
    monkeypatch.delattr(pack_media, "keep_media")

    kept = PackFiles(college, {"board.png": bare}, keep=True).kept("board.png")

    assert (kept.digest, MediaFile.objects.get().digest) == (media.digest, media.digest)


@pytest.mark.parametrize("keep", [True, False])
def test_a_broken_picture_is_refused_by_name_in_a_dry_run_too(college, keep):
    files = PackFiles(college, {"board.png": png()[:40]}, keep=keep)

    with pytest.raises(MalformedInput, match=r"board\.png: The picture is cut off"):
        files.kept("board.png")
