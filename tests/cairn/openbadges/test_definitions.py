from __future__ import annotations

import json

import pytest

from cairn.errors import MalformedCredential
from cairn.openbadges.definitions import read_achievement, read_profile
from cairn.openbadges.v3 import as_document
from tests.credentials import ACHIEVEMENT
from tests.shared_data import shared_data

SMALLEST = {
    "id": "urn:uuid:1",
    "type": ["Achievement"],
    "name": "A",
    "description": "B",
    "criteria": {"narrative": "C"},
}


def test_a_definition_that_was_written_is_read_again():
    assert read_achievement(as_document(ACHIEVEMENT)) == ACHIEVEMENT


def test_the_smallest_definition_is_read():
    achievement = read_achievement(SMALLEST)

    assert (achievement.name, achievement.criteria.narrative) == ("A", "C")
    assert achievement.tags == ()


@pytest.mark.shared
def test_a_definition_by_others_comes_out_as_it_went_in():
    path = shared_data("1edtech-validator-fixtures") / "ob30" / "simple.json"
    achievement = json.loads(path.read_text())["credentialSubject"]["achievement"]

    assert as_document(read_achievement(achievement)) | {"achievementType": None} == achievement | {
        "achievementType": None
    }


def test_a_profile_is_read_with_its_other_identifiers():
    document = {
        "id": "did:web:college.example",
        "type": ["Profile"],
        "name": "North College",
        "otherIdentifier": [
            {"type": "IdentifierEntry", "identifier": "42NB", "identifierType": "ext:BRIN"}
        ],
    }

    assert as_document(read_profile(document)) == document


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"name": None}, r"achievement\.name must be a text"),
        ({"tag": "a"}, r"achievement\.tag must be a list"),
        ({"tag": ["a", 7]}, r"achievement\.tag\[1\] must be a text"),
        ({"criteria": {}}, "say nothing"),
        ({"criteria": "Do it"}, r"achievement\.criteria must be an object"),
        ({"alignment": [{"targetName": "x"}]}, r"alignment\[0\]\.targetUrl is missing"),
        ({"creditsAvailable": True}, "must be a number"),
        ({"creditsAvailable": "1"}, "must be a number"),
        ({"achievmentType": "Badge"}, r"achievement\.achievmentType is not a member"),
        ({"achievementType": "Nanodegree"}, "begins with ext:"),
    ],
)
def test_a_member_that_is_wrong_is_named(changed, why):
    with pytest.raises(MalformedCredential, match=why):
        read_achievement(SMALLEST | changed)


@pytest.mark.parametrize("missing", ["id", "name", "description", "criteria"])
def test_a_member_that_is_missing_is_named(missing):
    document = {key: value for key, value in SMALLEST.items() if key != missing}

    with pytest.raises(MalformedCredential, match=f"{missing} is missing"):
        read_achievement(document)


@pytest.mark.parametrize("document", [None, [], "x", 7])
def test_what_is_no_object_is_refused(document):
    with pytest.raises(MalformedCredential, match="must be an object"):
        read_profile(document)


def test_whole_credits_and_signed_endorsements_are_read_as_they_are():
    endorsement = {"type": ["VerifiableCredential", "EndorsementCredential"], "proof": [{}]}

    read = read_achievement(SMALLEST | {"creditsAvailable": 3, "endorsement": [endorsement]})

    assert (read.credits_available, read.endorsements) == (3, (endorsement,))
