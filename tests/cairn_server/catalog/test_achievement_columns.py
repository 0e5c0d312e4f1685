"""What a pack states of an achievement."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import cairn_server.site
from cairn.exchange.pack import Tier
from cairn.exchange.pack_reading import read_pack
from cairn_server.catalog.achievement_columns import achievement_columns, template_of

PACK = Path(cairn_server.site.__file__).parent / "packs" / "checking-for-understanding"


@pytest.fixture(scope="module")
def pack():
    return read_pack(PACK)


def whole_lesson(pack):
    [found] = [one for one in pack.achievements if one.id == pack.id]
    return found


def test_every_stated_element_has_its_column(pack):
    columns = achievement_columns(whole_lesson(pack))

    assert columns["title"] == "Checking for Understanding"
    assert (columns["credits_value"], columns["credits_system"]) == (0.1, "ECTS")
    assert (columns["level_framework"], columns["level_value"]) == ("EQF", "6")
    assert len(columns["learning_outcomes"]) == 5
    assert columns["half_life_years"] == 5


def test_a_tier_says_of_which_badge_it_is_one(pack):
    plain = whole_lesson(pack)
    tiered = replace(plain, tier=Tier("Mentor", 2))

    stated = [(one["tier_of"], one["tier"]) for one in map(achievement_columns, (plain, tiered))]

    assert stated == [("", None), ("Mentor", 2)]


def test_the_template_keeps_the_method_the_research_and_whom_it_is_owed_to(pack):
    template = template_of(whole_lesson(pack), pack)

    assert len(template["method_components"]) == 5
    assert template["research"][0]["source"].startswith("Rowe")
    assert template["licence"] == "CC-BY-4.0"
    assert template["attributions"][0]["name"].startswith("ESCO")
