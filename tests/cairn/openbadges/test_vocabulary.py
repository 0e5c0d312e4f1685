from __future__ import annotations

import json

import pytest

from cairn.openbadges import vocabulary
from tests.shared_data import shared_data


@pytest.mark.shared
@pytest.mark.parametrize(
    ("ours", "part", "member"),
    [
        (vocabulary.ACHIEVEMENT_TYPES, "Achievement", "achievementType"),
        (vocabulary.ALIGNMENT_TARGET_TYPES, "Alignment", "targetType"),
        (vocabulary.IDENTIFIER_TYPES, "IdentifierEntry", "identifierType"),
        (vocabulary.RESULT_TYPES, "ResultDescription", "resultType"),
        (vocabulary.RESULT_STATUSES, "Result", "status"),
    ],
)
def test_the_words_are_those_of_the_published_schema(ours, part, member):
    name = "schemas/ob_v3p0_achievementcredential_schema.json"
    schema = json.loads((shared_data("edubadges-obv3") / name).read_text())
    published = schema["$defs"][part]["properties"][member]

    assert ours == set(published.get("enum") or published["oneOf"][0]["enum"])
