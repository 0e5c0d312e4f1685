"""Writing a pack in drafts: nothing is lost while saving, publishing freezes."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from cairn.errors import InputTooLarge, MalformedInput, UnsafeContent
from cairn.exchange.pack_reading import read_pack
from cairn_server.catalog import drafting
from cairn_server.catalog.draft_queries import findings_of
from cairn_server.catalog.drafting import (
    add_part,
    begin_draft,
    discard_draft,
    draft_from_pack,
    keep_draft_media,
    remove_part,
    save_part,
)
from cairn_server.catalog.models import Draft
from cairn_server.catalog.publishing import publish_draft
from cairn_server.errors import StaleDraft, VersionFrozen
from cairn_server.journal.models import Event
from tests.cairn_server.catalog.conftest import completed
from tests.making import PACKS
from tests.moments import MONDAY

UNIT = "units/first-steps.md"


def picture() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (4, 3), "red").save(buffer, "PNG")
    return buffer.getvalue()


def test_a_new_draft_has_all_parts_of_the_template_and_says_what_is_missing(draft):
    assert [one.where for one in findings_of(draft) if one.severity == "error"] == [
        "rubrics/how-it-is-judged.yaml"
    ]
    assert Event.objects.get(kind="draft.begun").owner_id == draft.organisation_id


def test_a_draft_needs_a_title(college, aut):
    with pytest.raises(MalformedInput, match="title"):
        begin_draft(organisation=college, title="  ", language="en", actor=aut, at=MONDAY)


def test_two_drafts_of_one_title_are_two_packs(college, aut, draft):
    second = begin_draft(
        organisation=college, title="Hinge questions", language="en", actor=aut, at=MONDAY
    )

    assert (draft.key, second.key) == ("hinge-questions", "hinge-questions-2")


def test_a_part_is_saved_however_incomplete_it_is(draft):
    saved = save_part(draft=draft, name=UNIT, part={"minutes": "soon"}, sequence=1, at=MONDAY)

    assert saved.content[UNIT] == {"minutes": "soon"}
    assert saved.sequences == {UNIT: 1}


def test_who_saves_from_an_old_copy_is_told_and_overwrites_nothing(draft):
    save_part(draft=draft, name=UNIT, part={"title": "First tab"}, sequence=1, at=MONDAY)

    with pytest.raises(StaleDraft) as stale:
        save_part(draft=draft, name=UNIT, part={"title": "Second tab"}, sequence=1, at=MONDAY)

    assert stale.value.sequence == 1
    draft.refresh_from_db()
    assert draft.content[UNIT] == {"title": "First tab"}
    kept = save_part(draft=draft, name=UNIT, part={"title": "Second tab"}, sequence=2, at=MONDAY)
    assert kept.content[UNIT] == {"title": "Second tab"}


def test_the_same_save_twice_is_one_save(draft):
    for _ in range(2):
        save_part(draft=draft, name=UNIT, part={"title": "Once"}, sequence=1, at=MONDAY)

    draft.refresh_from_db()
    assert draft.sequences == {UNIT: 1}


def test_two_who_work_on_different_parts_never_meet(draft):
    save_part(draft=draft, name=UNIT, part={"title": "Unit"}, sequence=1, at=MONDAY)
    saved = save_part(
        draft=draft, name="tasks/show-it.md", part={"title": "Task"}, sequence=1, at=MONDAY
    )

    assert (saved.content[UNIT]["title"], saved.content["tasks/show-it.md"]["title"]) == (
        "Unit",
        "Task",
    )


def test_a_part_that_was_removed_meanwhile_does_not_come_back_unnoticed(draft):
    remove_part(draft=draft, folder="units", id="first-steps", at=MONDAY)

    with pytest.raises(MalformedInput, match="removed"):
        save_part(draft=draft, name=UNIT, part={"title": "Late"}, sequence=9, at=MONDAY)


def test_a_draft_has_an_end(draft, monkeypatch):
    monkeypatch.setattr(drafting, "MAX_CONTENT", 3_000)

    with pytest.raises(InputTooLarge, match="divide"):
        save_part(draft=draft, name=UNIT, part={"body": "x" * 4_000}, sequence=1, at=MONDAY)


def test_new_parts_get_ids_that_are_free(draft):
    ids = [
        add_part(draft=draft, folder="units", title="Waiting", part={}, at=MONDAY) for _ in range(2)
    ]

    assert ids == ["waiting", "waiting-2"]


def test_a_pack_file_becomes_a_draft(college, aut, settings, tmp_path):
    settings.CAIRN_HOME = tmp_path
    pack = read_pack(PACKS / "data-literacy")

    draft = draft_from_pack(organisation=college, pack=pack, actor=aut, at=MONDAY)
    second = draft_from_pack(organisation=college, pack=pack, actor=aut, at=MONDAY)

    assert (draft.key, second.key) == ("data-literacy", "data-literacy-2")
    assert publish_draft(draft=draft, changes="", actor=aut, at=MONDAY).errors == []


def test_pictures_are_examined_and_kept_by_name(draft):
    kept = keep_draft_media(draft=draft, name="My Board.PNG", data=picture())

    assert (kept.name, kept.media_type) == ("my-board.png", "image/png")
    with pytest.raises(MalformedInput, match=r"cut\.png: The picture is cut off"):
        keep_draft_media(draft=draft, name="cut.png", data=b"GIF89a<script>")
    with pytest.raises(MalformedInput, match="png"):
        keep_draft_media(draft=draft, name="board.exe", data=b"MZ")
    with pytest.raises(UnsafeContent):
        keep_draft_media(
            draft=draft,
            name="x.svg",
            data=b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
        )


def test_a_draft_can_be_thrown_away(draft, aut):
    discard_draft(draft=draft, actor=aut, at=MONDAY)

    assert not Draft.objects.exists()
    with pytest.raises(VersionFrozen, match="thrown away"):
        save_part(draft=draft, name=UNIT, part={}, sequence=1, at=MONDAY)


def test_the_cast_can_complete_a_draft(draft):
    assert [one for one in findings_of(completed(draft)) if one.severity == "error"] == []
