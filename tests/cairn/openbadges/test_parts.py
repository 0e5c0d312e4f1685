from __future__ import annotations

import dataclasses

import pytest

from cairn.openbadges import parts
from cairn.openbadges.v3 import Alignment, Criteria, Image, RubricLevel, as_document


def test_parts_are_written_under_the_names_of_the_standard():
    """Member names by hand from Open Badges 3.0, "RubricCriterionLevel" and "Alignment"."""
    level = RubricLevel(
        id="urn:x:3",
        name="Alone",
        level="3",
        alignments=(Alignment(target_name="lead", target_url="https://a.example/s"),),
    )

    assert as_document(level) == {
        "id": "urn:x:3",
        "type": ["RubricCriterionLevel"],
        "name": "Alone",
        "level": "3",
        "alignment": [
            {"type": ["Alignment"], "targetName": "lead", "targetUrl": "https://a.example/s"}
        ],
    }


def test_a_picture_is_a_closed_object_with_one_type():
    assert as_document(Image(id="https://a.example/b.png")) == {
        "id": "https://a.example/b.png",
        "type": "Image",
    }


def test_criteria_have_no_type():
    assert as_document(Criteria(narrative="Do it")) == {"narrative": "Do it"}


def test_no_part_can_be_changed_after_it_was_made():
    kinds = [kind for kind in vars(parts).values() if dataclasses.is_dataclass(kind)]

    assert len(kinds) == 15
    assert all(kind.__dataclass_params__.frozen for kind in kinds)
    with pytest.raises(dataclasses.FrozenInstanceError):
        Criteria(narrative="A").narrative = "B"
