"""What a newer version adds, removes and changes."""

from dataclasses import replace

import pytest

from cairn.frameworks.comparison import compare
from cairn.frameworks.model import (
    Competency,
    CompetencyKind,
    Framework,
    FrameworkContent,
    Occupation,
    Relation,
)

COOK = Occupation("work/cook", "cook")
FRY = Competency("skill/fry", "fry")
BAKE = Competency("skill/bake", "bake")
HEAT = Competency("skill/heat", "heat", kind=CompetencyKind.KNOWLEDGE)
OLD = FrameworkContent(
    framework=Framework("Kitchen", "1"),
    competencies=(FRY, BAKE, HEAT),
    occupations=(COOK,),
    relations=(
        Relation("work/cook", "skill/fry", is_essential=True),
        Relation("work/cook", "skill/heat", is_essential=True),
    ),
)


def test_the_same_content_changes_nothing():
    found = compare(OLD, replace(OLD))

    assert (found.added, found.removed, found.changed, found.unchanged) == (0, 0, 0, 6)


def test_everything_is_known_by_its_address_alone():
    renamed = replace(FRY, name="fry in oil")
    steam = Competency("skill/steam", "fry")
    new = replace(OLD, competencies=(renamed, HEAT, steam))

    found = compare(OLD, new).competencies

    assert found.added == (steam,)
    assert found.removed == (BAKE,)
    assert found.changed == (renamed,)
    assert found.unchanged == 1


def test_a_relation_that_turns_optional_has_changed():
    optional = Relation("work/cook", "skill/fry", is_essential=False)

    found = compare(OLD, replace(OLD, relations=(optional,)))

    assert found.relations.changed == (optional,)
    assert [one.competency for one in found.relations.removed] == ["skill/heat"]


@pytest.mark.parametrize(("kind", "removed"), [("skill", 0), ("knowledge", 1)])
def test_what_did_not_come_says_nothing_about_what_it_would_have_held(kind, removed):
    only = frozenset({CompetencyKind(kind)})
    partial = replace(
        OLD,
        competencies=(FRY, BAKE),
        occupations=(),
        relations=OLD.relations[:1],
        listed_kinds=only,
        related_kinds=only,
        lists_occupations=False,
    )

    found = compare(OLD, partial)

    assert len(found.competencies.removed) == removed
    assert len(found.relations.removed) == removed
    assert found.occupations.removed == ()
