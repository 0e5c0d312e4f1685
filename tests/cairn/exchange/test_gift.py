import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.errors import MalformedInput
from cairn.exchange.gift import gift_pack, read_gift
from cairn.exchange.gift_syntax import GiftType, parse_gift
from cairn.exchange.pack import AchievementKind, CardKind, Severity
from cairn.exchange.pack_checking import require_sound
from cairn.exchange.pack_reading import read_files
from cairn.exchange.pack_writing import written_files
from cairn.pathways.requirement import Units
from cairn.psychometrics.questions import Question
from tests.shared_data import SHARED, shared_data

FILES = sorted((SHARED / "gift").glob("*.gift"))
ABOUT = {"title": "Mine", "language": "en", "licence": "MIT", "publisher": "Me"}

TEXT = """$CATEGORY: top/Rivers

// [id:nile] [tag:africa]
Longest river?{=Nile ~Rhine}

Read on.

$CATEGORY: top/Lakes

::Deep:: Deepest lake?{=Baikal =Lake Baikal}

Why so deep?{}
"""


def test_a_file_is_read_with_its_categories_ids_and_tags():
    result = read_gift(TEXT)

    assert result.categories == ("top/Rivers", "top/Lakes")
    assert [(one.line, one.category, one.tags) for one in result.entries] == [
        (4, "top/Rivers", ("africa",)),
        (6, "top/Rivers", ()),
        (10, "top/Lakes", ()),
    ]
    assert [one.id for one in result.questions] == ["nile", "deep"]
    [finding] = result.findings
    assert (finding.where, finding.code) == ("line 12", "not_converted")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_item_of_a_real_file_is_an_entry_or_a_finding(path):
    text = (shared_data("gift") / path.name).read_text()

    result = read_gift(text)

    lines = {item.line for item in parse_gift(text) if item.type is not GiftType.CATEGORY}
    refused = {one.where for one in result.findings if one.severity is Severity.ERROR}
    entries = {entry.line for entry in result.entries}
    assert {f"line {line}" for line in lines - entries} == refused
    for question in result.questions:
        assert Question.from_json(question.to_json()) == question


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_real_file_makes_a_sound_pack_that_can_be_written(path):
    result = read_gift((shared_data("gift") / path.name).read_text())
    pack = gift_pack(result, **ABOUT)

    assert read_files(written_files(pack)) == pack
    if result.entries:
        assert all(one.severity is Severity.WARNING for one in require_sound(pack))
    assert sum(len(unit.questions) for unit in pack.units) == len(result.questions)
    in_order = sorted(pack.units, key=lambda unit: unit.order)
    asked = [Units(tuple(unit.id for unit in in_order))] if result.entries else []
    assert [badge.requirements for badge in pack.achievements] == asked


def test_a_pack_has_a_unit_for_each_category_with_texts_where_they_stood():
    pack = gift_pack(read_gift(TEXT), **ABOUT)

    assert [(unit.id, unit.title, unit.order) for unit in pack.units] == [
        ("lakes", "Lakes", 2),
        ("rivers", "Rivers", 1),
    ]
    rivers = pack.units[1]
    assert [card.kind for card in rivers.cards] == [CardKind.QUESTION, CardKind.TEXT]
    assert rivers.cards[1].text == "Read on."


def test_one_badge_is_for_all_units_and_says_whose_the_questions_are():
    [badge] = gift_pack(read_gift(TEXT), **ABOUT).achievements

    assert (badge.id, badge.title) == ("mine-participation", "Mine")
    assert badge.kind is AchievementKind.PARTICIPATION_BADGE
    assert badge.requirements == Units(("rivers", "lakes"))
    assert "Publisher: Me. Licence: MIT." in badge.about


def test_a_bank_of_one_category_gives_its_badge_that_name():
    [badge] = gift_pack(read_gift("$CATEGORY: top/Rivers\n\nLong?{T}"), **ABOUT).achievements

    assert (badge.id, badge.title) == ("mine-participation", "Rivers")


def test_two_categories_of_one_name_become_two_units_that_can_be_written():
    text = "$CATEGORY: a/Rivers\n\nLong?{T}\n\n$CATEGORY: b/Rivers\n\nDeep?{T}"

    pack = gift_pack(read_gift(text), **ABOUT)

    assert [unit.id for unit in pack.units] == ["rivers", "rivers-2"]
    assert read_files(written_files(pack)) == pack


def test_an_endless_name_of_a_category_is_cut():
    [unit] = gift_pack(read_gift(f"$CATEGORY: {'a' * 999}\n\nLong?{{T}}"), **ABOUT).units

    assert unit.title == "a" * 180


def test_a_bank_without_anything_to_learn_has_no_badge():
    assert gift_pack(read_gift("$CATEGORY: top/Rivers"), **ABOUT).achievements == ()


def test_many_questions_become_units_of_at_most_ten_minutes_in_a_row():
    text = "\n\n".join(f"::Q{n}:: {'word ' * 30} {n}?{{=yes ~no}}" for n in range(100))

    units = {unit.id: unit for unit in gift_pack(read_gift(text), **ABOUT).units}

    assert len(units) == 4  # 100 questions of 21 seconds, 28 of them in ten minutes
    assert max(unit.minutes for unit in units.values()) == 10
    assert units["mine-part-2"].after == ("mine-part-1",)
    assert sum(len(unit.questions) for unit in units.values()) == 100


def test_a_text_that_looks_like_a_card_of_another_kind_stays_a_text():
    pack = gift_pack(read_gift("[markdown]?: not a question card"), **ABOUT)

    assert read_files(written_files(pack)) == pack
    assert pack.units[0].cards[0].kind is CardKind.TEXT


def test_a_character_that_no_text_may_hold_is_refused():
    with pytest.raises(MalformedInput, match=r"U\+0000"):
        read_gift("a\0b")


signs = st.text(alphabet="ab1 {}=~#%->:\\/n.$[]*\n", max_size=60)


@settings(deadline=None)
@given(st.lists(signs, max_size=6).map("\n\n".join))
def test_any_text_is_read_without_a_crash(text):
    result = read_gift(text)

    assert read_files(written_files(gift_pack(result, **ABOUT))).id == "mine"


@pytest.mark.parametrize(
    "text",
    [
        "{\n\n" * 20_000,
        "a{" + "=" * 200_000 + "}",
        "::" * 100_000,
        "[" * 200_000,
        "a{=" + "<" * 100_000 + "}",
        "// [id:" * 50_000,
        "$CATEGORY: x\n" * 50_000,
        "a{#" + "1" * 100_000 + "}",
        "_ " * 100_000,
        "* " * 100_000,
    ],
    ids=range(10),
)
def test_a_hostile_text_takes_no_time(text):
    started = time.process_time()

    read_gift(text)

    assert time.process_time() - started < 5
