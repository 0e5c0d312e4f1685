"""Oracle: the JSON Schema of 1EdTech for an AchievementCredential."""

import json

import pytest

from cairn.vc.achievement_shapes import EXTENSIBLE, SHAPES, WORDS
from tests.shared_data import shared_data

PLAIN = {"text", "url", "moment", "day", "number", "boolean", "name"}


def schema():
    folder = shared_data("edubadges-obv3") / "schemas"
    return json.loads((folder / "ob_v3p0_achievementcredential_schema.json").read_text())["$defs"]


def test_every_kind_that_is_named_exists():
    for name, shape in SHAPES.items():
        for member, kind in shape.members.items():
            assert kind.rstrip("*") in {*PLAIN, *SHAPES, *WORDS}, (name, member)
    assert WORDS.keys() >= EXTENSIBLE


@pytest.mark.shared
def test_every_class_has_the_members_of_the_schema():
    definitions = schema()
    for name in SHAPES.keys() & definitions.keys():
        ours, theirs = SHAPES[name], definitions[name]
        if name == "EndorsementCredential":
            continue  # judged by the rules of the data model
        assert {*ours.members, "type"} == {*theirs["properties"], "type"}, name
        assert ours.closed is not theirs["additionalProperties"], name
        assert set(ours.required) == set(theirs.get("required", ())), name
        several = {member for member, kind in ours.members.items() if kind.endswith("*")}
        arrays = {
            member
            for member, wanted in theirs["properties"].items()
            if wanted.get("type") == "array" and member != "type"
        }
        assert several == arrays, name


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "class_name", "member"),
    [
        ("IdentifierType", "IdentityObject", "identityType"),
        ("AchievementType", "Achievement", "achievementType"),
        ("TargetType", "Alignment", "targetType"),
        ("ResultType", "ResultDescription", "resultType"),
        ("ResultStatus", "Result", "status"),
    ],
)
def test_the_words_are_those_of_the_schema(name, class_name, member):
    wanted = schema()[class_name]["properties"][member]
    (closed,) = [part["enum"] for part in wanted.get("oneOf", [wanted]) if "enum" in part]

    assert WORDS[name] == set(closed)
    assert (name in EXTENSIBLE) is ("oneOf" in wanted)
