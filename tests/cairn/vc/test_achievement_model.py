import copy
import json

import pytest

from cairn.vc.achievement_model import achievement_violations
from tests.shared_data import shared_data
from tests.signing import a_badge

DESCRIPTION = {
    "id": "urn:uuid:d1",
    "type": ["ResultDescription"],
    "name": "Clarity",
    "resultType": "RubricCriterionLevel",
    "rubricCriterionLevel": [{"id": "urn:uuid:l1", "type": ["RubricCriterionLevel"], "name": "A"}],
}
RESULT = {"type": ["Result"], "resultDescription": "urn:uuid:d1", "achievedLevel": "urn:uuid:l1"}


def full_badge():
    """Return a badge in which every class of the specification stands once."""
    badge = a_badge()
    image = {"id": "https://college.example/b.png", "type": "Image", "caption": "A board"}
    alignment = {
        "type": ["Alignment"],
        "targetName": "Teaching",
        "targetUrl": "https://college.example/skills/1",
        "targetType": "ext:Skill",
    }
    address = {
        "type": ["Address"],
        "geo": {"type": "GeoCoordinates", "latitude": 48.2, "longitude": 16},
    }
    entry = {"type": "IdentifierEntry", "identifier": "7", "identifierType": "sourcedId"}
    badge["issuer"] |= {"image": image, "address": address, "otherIdentifier": [entry]}
    badge["evidence"] = [{"type": ["Evidence"], "name": "Drawing"}]
    badge["image"] = image
    badge["credentialSubject"] |= {
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": True,
                "identityHash": "sha256$ab",
                "identityType": "emailAddress",
                "salt": "Kosher",
            }
        ],
        "creditsEarned": 1.5,
        "activityStartDate": "2026-03-01T09:00:00Z",
        "result": [RESULT],
    }
    badge["credentialSubject"]["achievement"] |= {
        "achievementType": "MicroCredential",
        "alignment": [alignment],
        "image": image,
        "creator": {"id": "https://college.example/", "type": ["Profile"]},
        "related": [{"id": "urn:uuid:r", "type": ["Related"], "version": "1"}],
        "resultDescription": [DESCRIPTION],
    }
    return copy.deepcopy(badge)


def codes(document, *, tolerable):
    found = achievement_violations(document)
    return [violation.code for violation in found if violation.tolerable is tolerable]


def changed(path, value):
    badge = full_badge()
    *parents, last = path.split("/")
    node = badge
    for step in parents:
        node = node[int(step) if step.isdigit() else step]
    if value is None:
        del node[last]
    else:
        node[last] = value
    return badge


def test_a_badge_with_every_class_is_accepted():
    assert achievement_violations(full_badge()) == []


SUBJECT, ACHIEVEMENT = "credentialSubject", "credentialSubject/achievement"


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("id", None, "member_missing"),
        ("image", {"id": "urn:a", "type": "Picture"}, "type_missing"),
        ("image", "a picture", "member_invalid"),
        ("image", {"id": "urn:a", "type": "Image", "alt": "b"}, "member_unknown"),
        ("evidence", [{"type": ["Proof"]}], "type_missing"),
        ("evidence", [7], "member_invalid"),
        ("awardedDate", "yesterday", "member_invalid"),
        ("issuer/url", "college", "member_invalid"),
        ("issuer/type", ["Person"], "type_missing"),
        ("issuer/parentOrg", {"id": "urn:a", "type": ["Org"]}, "type_missing"),
        ("issuer/dateOfBirth", "1815-13-10", "member_invalid"),
        ("issuer/address/geo", {"type": "GeoCoordinates", "latitude": 1}, "member_missing"),
        ("issuer/otherIdentifier/0/type", "Entry", "type_missing"),
        (f"{SUBJECT}/type", ["Person"], "type_missing"),
        (f"{SUBJECT}/achievement", None, "member_missing"),
        (f"{SUBJECT}/achievement", "https://college.example/1", "member_invalid"),
        (f"{SUBJECT}/achievement", [], "member_invalid"),
        (f"{SUBJECT}/creditsEarned", "3", "member_invalid"),
        (f"{SUBJECT}/creditsEarned", True, "member_invalid"),
        (f"{SUBJECT}/identifier/0/hashed", "true", "member_invalid"),
        (f"{SUBJECT}/identifier/0/pepper", "a", "member_unknown"),
        (f"{SUBJECT}/identifier/0/type", ["InvalidIdentityObject"], "type_missing"),
        (f"{SUBJECT}/result/0/value", 12, "member_invalid"),
        (f"{SUBJECT}/result/0/status", 12, "member_invalid"),
        (f"{ACHIEVEMENT}/criteria", None, "member_missing"),
        (f"{ACHIEVEMENT}/criteria", "Drew it.", "member_invalid"),
        (f"{ACHIEVEMENT}/name", {"en": "A"}, "member_invalid"),
        (f"{ACHIEVEMENT}/name", ["A"], "member_invalid"),
        (f"{ACHIEVEMENT}/tag", ["a", 7], "member_invalid"),
        (f"{ACHIEVEMENT}/alignment/0/targetUrl", None, "member_missing"),
        (f"{ACHIEVEMENT}/alignment/0/targetUrl", "skill", "member_invalid"),
        (f"{ACHIEVEMENT}/resultDescription/0/resultType", None, "member_missing"),
    ],
)
def test_a_member_of_a_wrong_kind_is_found(path, value, code):
    assert codes(changed(path, value), tolerable=False) == [code]


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("image", "https://college.example/b.png", "member_invalid"),
        (f"{ACHIEVEMENT}/achievementType", "Program", "word_unknown"),
        (f"{ACHIEVEMENT}/alignment/0/targetType", "Skill", "word_unknown"),
        (f"{SUBJECT}/result/0/status", "ext:Done", "word_unknown"),
        (f"{SUBJECT}/result/0/resultDescription", "urn:uuid:d2", "result_unresolved"),
        (f"{SUBJECT}/result/0/achievedLevel", "urn:uuid:l2", "result_unresolved"),
        (f"{ACHIEVEMENT}/resultDescription/0/resultType", "Status", "result_status_missing"),
    ],
)
def test_what_many_get_wrong_is_told_and_tolerated(path, value, code):
    document = changed(path, value)

    assert codes(document, tolerable=False) == []
    assert codes(document, tolerable=True) == [code]


def test_nothing_that_the_schema_refuses_is_tolerated_where_the_issuer_names_the_schema():
    schema = {"id": "https://purl.imsglobal.org/schema", "type": "1EdTechJsonSchemaValidator2019"}
    document = changed(f"{ACHIEVEMENT}/achievementType", "Program")
    document["credentialSchema"] = [schema]

    assert codes(document, tolerable=False) == ["word_unknown"]


def test_a_subject_that_nobody_can_recognise_is_told():
    badge = a_badge()
    del badge["credentialSubject"]["id"]

    assert codes(badge, tolerable=True) == ["subject_unidentified"]


def test_lone_values_are_read_where_several_may_stand():
    badge = full_badge()
    badge["evidence"] = badge["evidence"][0]
    badge["credentialSubject"]["achievement"]["tag"] = "drawing"

    assert achievement_violations(badge) == []


def test_an_endorsement_needs_a_name_and_its_own_subject():
    endorsement = a_badge(
        type=["VerifiableCredential", "EndorsementCredential"],
        credentialSubject={"id": "urn:a", "type": ["EndorsementSubject"]},
    )

    assert achievement_violations(endorsement) == []
    del endorsement["name"]
    assert codes(endorsement, tolerable=False) == ["member_missing"]


def test_a_learning_record_holds_credentials():
    record = a_badge(
        type=["VerifiableCredential", "ClrCredential"],
        credentialSubject={
            "id": "urn:a",
            "type": ["ClrSubject"],
            "verifiableCredential": [a_badge()],
            "association": [{"type": "Association", "associationType": "isPartOf"}],
        },
    )

    assert codes(record, tolerable=False) == ["member_missing", "member_missing"]


def test_other_credentials_have_no_such_shape():
    assert achievement_violations({"type": ["VerifiableCredential"], "image": 7}) == []


@pytest.mark.shared
@pytest.mark.parametrize("name", ["minimal_valid_obv3", "full_ex"])
def test_the_reference_badges_of_edubadges_are_accepted(name):
    text = (shared_data("edubadges-obv3") / "ref" / f"{name}.json").read_text()

    assert codes(json.loads(text), tolerable=False) == []


def test_the_document_is_left_alone():
    badge = full_badge()
    before = copy.deepcopy(badge)

    achievement_violations(badge)

    assert badge == before


def test_a_badge_says_from_when_on_it_is_valid():
    found = achievement_violations(a_badge(validFrom=None))

    assert [(one.code, one.where, one.tolerable) for one in found] == [
        ("member_missing", "validFrom", False)
    ]


def test_a_badge_of_version_1_1_says_it_by_another_word():
    contexts = ["https://www.w3.org/2018/credentials/v1", a_badge()["@context"][1]]
    badge = a_badge(**{"@context": contexts, "validFrom": None})

    assert achievement_violations({**badge, "issuanceDate": "2026-03-02T09:00:00Z"}) == []


def a_record(**changes):
    """Return a learner record whose subject says `changes` too."""
    subject = {"id": "urn:uuid:2", "type": ["ClrSubject"], "verifiableCredential": [a_badge()]}
    return a_badge(
        type=["VerifiableCredential", "ClrCredential"], credentialSubject=subject | changes
    )


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        ({}, []),
        ({"verifiableCredential": []}, ["member_missing"]),
        ({"verifiableCredential": ["eyJ.eyJ.x", a_badge()]}, ["member_invalid"]),
        ({"association": {"associationType": "isUncleOf"}}, ["word_unknown"]),
        ({"association": {"associationType": "isPartOf"}}, []),
    ],
)
def test_a_record_holds_credentials_and_relates_them_by_the_words_of_the_standard(changes, broken):
    if association := changes.get("association"):
        ends = {"type": "Association", "sourceId": "urn:a:1", "targetId": "urn:a:2"}
        changes = {"association": [ends | association]}

    violations = achievement_violations(a_record(**changes))

    assert [one.code for one in violations if not one.tolerable] == broken
