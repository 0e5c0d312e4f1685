"""A pack while it is being written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import cairn_server.site
from cairn.exchange.pack_draft import (
    ids_of,
    manifest,
    name_of,
    parts_of,
    questions_of,
    read_draft,
)
from cairn.exchange.pack_reading import read_pack

PACKS = sorted((Path(cairn_server.site.__file__).parent / "packs").iterdir())
MANIFEST = manifest(id="p", title="P", language="en", licence="CC0-1.0", publisher="Us")


@pytest.mark.parametrize(
    "folder", [one for one in PACKS if (one / "pack.yaml").exists()], ids=lambda one: one.name
)
def test_the_parts_of_a_pack_make_the_same_pack_again(folder):
    pack = read_pack(folder)

    again, findings = read_draft(parts_of(pack), {one.name: one.data for one in pack.media})

    assert again == pack
    assert [one for one in findings if one.severity == "error"] == []


def test_texts_that_yaml_could_take_for_something_else_stay_texts():
    odd = "yes: no\n---\n1.5e5 \u2028 \x85 \ufeff 😀 \"'"
    parts = {"pack.yaml": {**MANIFEST, "title": odd, "version": "1.0"}}

    pack, _ = read_draft(parts)

    assert pack is not None
    assert (pack.title, pack.version) == (odd, "1.0")


def test_a_draft_says_of_each_part_what_it_lacks_in_words():
    parts = {
        "pack.yaml": MANIFEST,
        "units/u.md": {"body": "A card."},
        "questions/u.yaml": {"questions": [{"id": "q", "kind": "choice"}]},
        "rubrics/r.yaml": {"title": "R", "criteria": []},
    }

    pack, findings = read_draft(parts)

    assert pack is None
    assert [(one.where, one.detail) for one in findings] == [
        ("units/u.md", "title is missing"),
        ("units/u.md", "minutes is missing"),
        ("questions/u.yaml q", "prompt is missing"),
        ("rubrics/r.yaml", "criteria is missing"),
    ]


def test_a_question_that_cannot_be_read_is_named_by_its_id():
    questions = [
        {"id": "fine", "kind": "free_recall", "prompt": "?", "answer": "!"},
        {"id": "odd", "kind": "choice", "prompt": "?", "seconds": "soon"},
    ]
    parts = {
        "pack.yaml": MANIFEST,
        "units/u.md": {"title": "U", "minutes": 2, "body": "A\n---\n?: fine\n---\n?: odd"},
        "questions/u.yaml": {"questions": questions},
    }

    pack, findings = read_draft(parts)

    assert pack is None
    assert (findings[0].where, findings[0].detail[:9]) == ("questions/u.yaml odd", "seconds: ")


def test_what_can_be_read_is_checked_as_a_whole():
    parts = {
        "pack.yaml": MANIFEST,
        "units/u.md": {"title": "U", "minutes": 2, "body": "!: board.png | A board"},
    }

    assert [one.code for one in read_draft(parts)[1]] == ["unknown_reference"]
    assert read_draft(parts, ["board.png"])[1] == []


def test_parts_are_named_as_the_files_of_a_pack():
    pack = read_pack(PACKS[0]) if (PACKS[0] / "pack.yaml").exists() else read_pack(PACKS[1])
    parts = parts_of(pack)

    assert {name_of("units", id) for id in ids_of(parts, "units")} <= set(parts)
    assert ids_of(parts, "units") == [unit.id for unit in pack.units]
    assert questions_of(None) == []
    assert replace(pack, media=()).units == pack.units
