"""Placing parts in an order in which everything named is there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.db import transaction

import cairn_server.site
from cairn.errors import NotPublishable
from cairn.exchange.pack import AchievementKind
from cairn.exchange.pack_reading import read_pack
from cairn.pathways.requirement import Attendance, Credential
from cairn_server.catalog.models import Achievement, AchievementVersion
from cairn_server.catalog.placing import Placing
from tests.making import make_achievement, make_unit
from tests.moments import MONDAY

PACK = Path(cairn_server.site.__file__).parent / "packs" / "checking-for-understanding"


def requiring(requirement):
    pack = read_pack(PACK)
    badge = replace(
        pack.achievements[0], kind=AchievementKind.PARTICIPATION_BADGE, requirements=requirement
    )
    return replace(pack, achievements=(badge,))


def place(college, pack):
    files = {one.name: one.data for one in pack.media}
    placing = Placing(college, pack, files, MONDAY, keep=True)
    with transaction.atomic():
        placing.place()
    return placing


def test_an_achievement_can_build_on_one_that_is_there(college):
    base = make_achievement(college, make_unit(college), key="base")

    place(college, requiring(Credential("base")))

    version = AchievementVersion.objects.get(achievement__key="checking-for-understanding")
    assert version.requirements == {"credential": str(base.achievement_id)}


def test_building_on_what_is_not_there_is_refused_where_it_is_said(college):
    placing = Placing(college, requiring(Credential("none")), {}, MONDAY, keep=True)
    files = {one.name: one.data for one in read_pack(PACK).media}
    placing = Placing(college, requiring(Credential("none")), files, MONDAY, keep=True)

    with pytest.raises(NotPublishable), transaction.atomic():
        placing.place()

    assert placing.where == "achievements/checking-for-understanding.md"
    assert not Achievement.objects.exists()


def test_a_requirement_that_nothing_here_can_judge_is_refused(college):
    with pytest.raises(NotPublishable, match="attendance"):
        place(college, requiring(Attendance("webinar")))


def test_a_missing_picture_is_named(college):
    placing = Placing(college, read_pack(PACK), {}, MONDAY, keep=True)

    with pytest.raises(NotPublishable, match="twelve-boards"), transaction.atomic():
        placing.place()
