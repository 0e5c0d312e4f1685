from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.errors import MalformedInput
from cairn.exchange.pack import (
    AchievementKind,
    BlueprintRow,
    Card,
    CardKind,
    GatheringKind,
    Pack,
    PackAchievement,
    PackAlignment,
    PackGathering,
    PackQuiz,
    PackUnit,
    Tier,
)
from cairn.exchange.pack_reading import read_files, read_pack
from cairn.exchange.pack_writing import pack_archive, write_pack, written_files
from cairn.pathways.requirement import AllOf, Attendance, Credential, Quiz
from cairn.psychometrics.questions import Option, Question, QuestionKind

PACKS = Path(__file__).resolve().parents[3] / "src/cairn_server/site/packs"
REAL = sorted(path for path in PACKS.iterdir() if (path / "pack.yaml").exists())


@pytest.mark.parametrize("folder", REAL, ids=lambda folder: folder.name)
def test_a_real_pack_written_and_read_again_is_the_same(folder, tmp_path):
    pack = read_pack(folder)

    write_pack(pack, tmp_path / "again")

    assert read_pack(tmp_path / "again") == pack


ids = st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)
texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cn", "Cc", "Zl", "Zp"]),
    min_size=1,
    max_size=40,
).filter(str.strip)
tricky = st.sampled_from(
    [
        "yes",
        "1.0",
        "1e3",
        "0x1",
        "2026-01-01",
        "null",
        "~",
        "- a",
        "a: b",
        "#x",
        "'",
        "true",
        "a\nb\n",
        "%",
        "@x",
        "! x",
        "& y",
        " x ",
        "…",
        "\\",
    ]
)
words = texts | tricky
question = st.builds(
    lambda id, prompt, options: Question(
        id=id,
        kind=QuestionKind.CHOICE,
        prompt=prompt,
        options=tuple(Option(str(n), text, correct=n == 0) for n, text in enumerate(options)),
    ),
    ids,
    words,
    st.lists(words, min_size=2, max_size=4),
)
unit = st.builds(
    lambda id, title, outcomes, questions: PackUnit(
        id=id,
        title=title,
        minutes=3,
        outcomes=tuple(outcomes),
        cards=tuple(Card(CardKind.QUESTION, question=one.id) for one in questions),
        questions=tuple(questions),
    ),
    ids,
    words,
    st.lists(words, max_size=2),
    st.lists(question, min_size=1, max_size=2, unique_by=lambda one: one.id),
)
quiz = st.builds(
    PackQuiz,
    id=ids,
    title=words,
    minutes=st.integers(1, 600),
    cut_score=st.floats(0.01, 1),
    blueprint=st.lists(
        st.builds(BlueprintRow, words, words, st.integers(1, 200)),
        min_size=1,
        max_size=3,
        unique_by=lambda row: row.criterion,
    ).map(tuple),
    pool=st.lists(ids, max_size=3, unique=True).map(tuple),
    instructions=st.just("") | words,
    attempts=st.none() | st.integers(1, 1000),
    wait_hours=st.integers(0, 10_000),
)
gathering = st.builds(
    PackGathering,
    id=ids,
    title=words,
    kind=st.sampled_from(GatheringKind),
    minutes=st.integers(1, 60_000),
    summary=st.just("") | texts,
)
achievement = st.builds(
    lambda id, title, names, level, tier: PackAchievement(
        id,
        title,
        AchievementKind.MICRO_CREDENTIAL,
        AllOf((Quiz(names[0]), Attendance(names[1]), Credential(f"{names[0]}/{names[1]}"))),
        alignments=(PackAlignment(title, "https://a.example/", level=level),),
        tier=tier,
    ),
    ids,
    words,
    st.tuples(ids, ids),
    st.integers(1, 5),
    st.none() | st.builds(Tier, ids, st.integers(1, 20)),
)


def several(part):
    """Return tuples of up to two parts in the order of their ids, as packs hold them."""
    found = st.lists(part, max_size=2, unique_by=lambda one: one.id)
    return found.map(lambda parts: tuple(sorted(parts, key=lambda one: one.id)))


packs = st.builds(
    lambda id, title, summary, **parts: Pack(id, title, "en", "MIT", "Me", "1.0", summary, **parts),
    ids,
    words,
    words,
    units=several(unit),
    quizzes=several(quiz),
    gatherings=several(gathering),
    achievements=several(achievement),
)


def test_a_text_that_ends_the_front_matter_keeps_the_end_of_its_last_line():
    card = Card(CardKind.TEXT, text="Draw it.")
    one = PackUnit(id="u", title="U", minutes=3, outcomes=("a\nb\n",), cards=(card,))
    pack = Pack("p", "P", "en", "MIT", "Me", "1.0", "S", units=(one,))

    assert read_files(written_files(pack)) == pack


@settings(deadline=None)
@given(packs)
def test_any_texts_come_back_as_they_were(pack):
    assert read_files(written_files(pack)) == pack


@pytest.mark.parametrize("folder", REAL, ids=lambda folder: folder.name)
def test_an_archive_of_a_real_pack_is_the_same_pack_and_the_same_bytes_each_time(folder):
    pack = read_pack(folder)

    assert read_pack(pack_archive(pack)) == pack
    assert pack_archive(read_pack(pack_archive(pack))) == pack_archive(pack)


def test_a_card_that_the_format_cannot_hold_is_refused_and_nothing_written(tmp_path):
    card = Card(CardKind.TEXT, text="one\n---\ntwo")
    pack = Pack("p", "P", "en", "MIT", "Me", "1", units=(PackUnit("u", "U", 1, (card,)),))

    with pytest.raises(MalformedInput, match="cannot express"):
        write_pack(pack, tmp_path / "p")
    assert not (tmp_path / "p").exists()


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    pack = replace(read_pack(REAL[0]), media=())
    bare = replace(pack, units=(), tasks=(), rubrics=())

    with pytest.raises(MalformedInput, match="not empty"):
        write_pack(bare, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_written_unit_reads_like_one_that_a_person_wrote():
    unit = PackUnit("u", "Ask: well", 3, (Card(CardKind.TEXT, text="One *idea*."),), after=("a",))
    files = written_files(Pack("p", "Plain words", "en", "MIT", "Me", "1.0", units=(unit,)))

    assert files["units/u.md"].decode() == (
        '---\ntitle: "Ask: well"\nminutes: 3\nafter:\n- a\n---\nOne *idea*.\n'
    )
    assert files["pack.yaml"].decode().splitlines()[2] == "title: Plain words"
