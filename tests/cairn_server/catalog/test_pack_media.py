"""The files of a pack: each kept once, a dry run keeps none."""

from __future__ import annotations

import pytest

from cairn.exchange.pack import Card, CardKind
from cairn_server.catalog.models import MediaFile
from cairn_server.catalog.pack_media import PackFiles
from cairn_server.errors import NotPublishable
from cairn_server.files.storing import path_of
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
