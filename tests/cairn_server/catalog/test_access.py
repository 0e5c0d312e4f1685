"""An id from outside: open to anybody, or answered like a missing one."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.http import Http404

from cairn_server.catalog.access import (
    media_of_unit_or_404,
    open_unit_or_404,
    practice_item_for,
    published_achievement_or_404,
)
from cairn_server.catalog.models import (
    AchievementVersion,
    Item,
    ItemVersion,
    MediaFile,
    UnitVersion,
)
from tests.making import import_real_pack, make_achievement, make_item, make_unit


def drafted(item):
    ItemVersion.objects.update(published_at=None)


def made_an_assessment(item):
    Item.objects.update(use="assessment")


def in_a_draft_achievement(item):
    AchievementVersion.objects.update(published_at=None)


def test_a_practice_item_is_open_to_members_strangers_and_passers_by(college, ada, zoe):
    item = make_item(college)

    assert {practice_item_for(person, item.pk) for person in (ada, zoe, None)} == {item}


@pytest.mark.parametrize("hide", [drafted, made_an_assessment, in_a_draft_achievement])
def test_a_hidden_item_is_like_a_missing_one(college, ada, hide):
    item = make_item(college)
    hide(item)

    for version_id in (item.pk, uuid4()):
        with pytest.raises(Http404):
            practice_item_for(ada, version_id)


def test_a_unit_is_open_through_a_published_achievement_only(college):
    unit = make_unit(college)
    with pytest.raises(Http404):
        open_unit_or_404(unit.unit_id)

    make_achievement(college, unit)

    assert open_unit_or_404(unit.unit_id) == unit


def test_a_draft_achievement_is_like_a_missing_one(college):
    version = make_achievement(college, make_unit(college), published=False)

    for achievement_id in (version.achievement_id, uuid4()):
        with pytest.raises(Http404):
            published_achievement_or_404(achievement_id)


def test_a_picture_is_open_where_a_card_shows_it(college):
    import_real_pack(college)
    file = MediaFile.objects.get()
    shown = UnitVersion.objects.get(unit__key="checking-for-understanding/whiteboards").unit_id
    elsewhere = UnitVersion.objects.get(unit__key="checking-for-understanding/asking").unit_id

    assert media_of_unit_or_404(shown, file.digest) == file
    with pytest.raises(Http404):
        media_of_unit_or_404(elsewhere, file.digest)
