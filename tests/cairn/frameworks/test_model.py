"""The one model of every framework."""

import pytest

from cairn.frameworks.model import Competency, CompetencyKind, FrameworkContent


def test_a_competency_is_a_skill_that_grows_old_in_five_years_unless_it_says_otherwise():
    one = Competency(uri="https://skills.example/1", name="cook")

    assert (one.kind, one.half_life_years) == (CompetencyKind.SKILL, 5.0)


def test_what_was_read_cannot_be_changed_afterwards():
    with pytest.raises(AttributeError):
        Competency(uri="https://skills.example/1", name="cook").name = "bake"


def test_content_claims_to_be_complete_unless_its_reader_knows_better():
    content = FrameworkContent(framework=None)

    assert content.listed_kinds == content.related_kinds == set(CompetencyKind)
    assert content.lists_occupations
