"""Published versions as the parts of a pack."""

from __future__ import annotations

import pytest

from cairn.exchange.pack_reading import read_pack
from cairn_server.catalog.exporting import export_pack
from tests.making import PACKS, import_real_pack

NAME = "checking-for-understanding"


@pytest.fixture
def before_and_after(college, settings, tmp_path):
    settings.CAIRN_HOME = tmp_path
    import_real_pack(college, NAME)
    return read_pack(PACKS / NAME), export_pack(college, NAME)


def test_tasks_rubrics_media_and_questions_are_what_they_were(before_and_after):
    before, after = before_and_after

    assert after.tasks == before.tasks
    assert after.rubrics == before.rubrics
    assert after.media == before.media
    for old, new in zip(before.units, after.units, strict=True):
        assert (new.title, new.minutes, new.cards, new.outcomes) == (
            old.title,
            old.minutes,
            old.cards,
            old.outcomes,
        )
        assert {q.id: q for q in new.questions} == {q.id: q for q in old.questions}


def test_an_achievement_states_all_that_it_stated(before_and_after):
    before, after = before_and_after
    by_id = {one.id: one for one in after.achievements}
    for old in before.achievements:
        new = by_id[old.id]
        names = [n for n in type(old).__slots__ if n not in ("alignments", "requirements")]
        assert {n: getattr(new, n) for n in names} == {n: getattr(old, n) for n in names}
        assert {one.target_url: one for one in new.alignments} == {
            one.target_url: one for one in old.alignments
        }
        assert new.requirements == old.requirements
