"""Stored cards."""

from __future__ import annotations

from uuid import UUID

from cairn_server.catalog.cards import place_of, question_items, question_versions, shows_media

ITEM, VERSION = UUID(int=1), UUID(int=2)
CARDS = [
    {"kind": "text", "text": "Read this."},
    {"kind": "question", "item": str(ITEM), "version": str(VERSION)},
    {"kind": "media", "digest": "ab" * 32, "captions": "cd" * 32},
]


def test_questions_are_found_by_item_and_by_version():
    assert question_items(CARDS) == [ITEM]
    assert question_versions(CARDS) == [VERSION]


def test_the_place_of_a_question_is_its_number_from_0():
    assert place_of(CARDS, VERSION) == 1
    assert place_of(CARDS, ITEM) is None


def test_pictures_and_captions_are_shown_others_not():
    assert shows_media(CARDS, "ab" * 32)
    assert shows_media(CARDS, "cd" * 32)
    assert not shows_media(CARDS, "ef" * 32)
