"""Reading ESCO: a small copy of its files, and the real ones where they are."""

from pathlib import Path

import pytest

from cairn.errors import MalformedInput
from cairn.frameworks.esco import read_esco
from cairn.frameworks.model import CompetencyKind, Relation
from tests.shared_data import shared_data

SKILL = "http://data.europa.eu/esco/skill/"
WORK = "http://data.europa.eu/esco/occupation/"
FILES = {
    "skills_en.csv": (
        "conceptType,conceptUri,skillType,preferredLabel,altLabels,description\n"
        f"K,{SKILL}1,skill/competence,count birds,"
        '"bird counting\ncount birds\nornithometry",Do it.\n'
        f"K,{SKILL}2,knowledge,Haskell,,A language.\n"
        f"K,{SKILL}3,,Latin,,\n"
    ),
    "occupations_en.csv": (
        "conceptUri,iscoGroup,preferredLabel,altLabels,description,code\n"
        f"{WORK}1,2131,ornithologist,bird scientist,Studies birds.,2131.4\n"
    ),
    "digitalSkillsCollection_en.csv": f"conceptUri,preferredLabel\n{SKILL}2,Haskell\n",
    "broaderRelationsSkillPillar.csv": (
        "conceptType,conceptUri,broaderType,broaderUri\n"
        f"K,{SKILL}2,K,{SKILL}1\nK,{SKILL}2,SkillGroup,{SKILL}S5\n"
    ),
    "occupationSkillRelations.csv": (
        "occupationUri,relationType,skillType,skillUri\n"
        f"{WORK}1,essential,skill/competence,{SKILL}1\n"
        f"{WORK}1,optional,knowledge,{SKILL}2\n"
    ),
}


@pytest.fixture
def folder(tmp_path) -> Path:
    home = tmp_path / "esco-1.2.0"
    home.mkdir()
    for name, text in FILES.items():
        (home / name).write_text(text)
    return home


def append(folder: Path, name: str, line: str) -> None:
    with (folder / name).open("a") as file:
        file.write(line + "\n")


def test_skills_occupations_and_relations_are_read(folder):
    content = read_esco(folder)
    birds, haskell, latin = content.competencies

    assert (content.framework.title, content.framework.version) == ("ESCO", "1.2.0")
    assert "European Commission" in content.framework.attribution
    assert birds.alternative_names == ("bird counting", "ornithometry")
    assert (birds.kind, haskell.kind, latin.kind) == (
        CompetencyKind.SKILL,
        CompetencyKind.KNOWLEDGE,
        CompetencyKind.SKILL,
    )
    assert haskell.broader == (SKILL + "1",)
    assert (content.occupations[0].code, content.occupations[0].name) == ("2131.4", "ornithologist")
    assert content.relations == (
        Relation(WORK + "1", SKILL + "1", is_essential=True),
        Relation(WORK + "1", SKILL + "2", is_essential=False),
    )
    assert content.problems == ()


def test_digital_skills_grow_old_twice_as_fast(folder):
    assert [one.half_life_years for one in read_esco(folder).competencies] == [5.0, 2.5, 5.0]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (f"{WORK}9,essential,knowledge,{SKILL}1", "dangling_relation"),
        (f"{WORK}1,essential,knowledge,{SKILL}9", "dangling_relation"),
        (f"{WORK}1,useful,knowledge,{SKILL}3", "unknown_relation"),
        (f"{WORK}1,optional,knowledge,{SKILL}1", "repeated"),
    ],
)
def test_a_relation_that_cannot_stand_is_named_with_its_line(folder, line, code):
    append(folder, "occupationSkillRelations.csv", line)

    content = read_esco(folder)

    assert len(content.relations) == 2
    assert [(one.where, one.code) for one in content.problems] == [
        ("occupationSkillRelations line 4", code)
    ]


def test_a_skill_that_stands_twice_or_has_no_name_is_named(folder):
    append(folder, "skills_en.csv", f"K,{SKILL}1,knowledge,again,,")
    append(folder, "skills_en.csv", f"K,{SKILL}4,knowledge,,,")

    content = read_esco(folder)

    assert len(content.competencies) == 3
    assert [one.code for one in content.problems] == ["repeated", "name_missing"]


def test_cells_longer_than_the_limit_of_python_are_read(folder):
    append(folder, "skills_en.csv", f'K,{SKILL}5,knowledge,long,,"{"x" * 700_000}"')

    assert len(read_esco(folder).competencies[-1].description) == 700_000


@pytest.mark.parametrize(
    "name", ["skills_en.csv", "occupations_en.csv", "occupationSkillRelations.csv"]
)
def test_a_table_that_is_needed_and_missing_is_named(folder, name):
    (folder / name).unlink()

    with pytest.raises(MalformedInput, match=name.removesuffix("_en.csv")):
        read_esco(folder)


def test_a_table_with_other_columns_is_named(folder):
    (folder / "skills_en.csv").write_text("uri,label\n1,count birds\n")

    with pytest.raises(MalformedInput, match="no column conceptUri"):
        read_esco(folder)


@pytest.mark.shared
@pytest.mark.thorough
def test_the_whole_of_esco_is_read_with_its_67_dangling_relations():
    content = read_esco(shared_data("esco-1.1.1"))

    assert content.framework.version == "1.1.1"
    assert len(content.competencies) == 13_896
    assert len(content.occupations) == 3_007
    assert len(content.relations) == 123_855 - 67
    assert {one.code for one in content.problems} == {"dangling_relation"}
    assert len(content.problems) == 67
    assert sum(one.half_life_years == 2.5 for one in content.competencies) == 1_201
