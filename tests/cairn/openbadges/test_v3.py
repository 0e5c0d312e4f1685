from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from cairn.errors import MalformedCredential
from cairn.openbadges.v3 import (
    Achievement,
    Activity,
    Alignment,
    Criteria,
    Definition,
    Evidence,
    IdentifierEntry,
    Profile,
    Recipient,
    Result,
    ResultDescription,
    achievement_credential,
    as_document,
    timestamp,
)
from cairn.vc.jsonld import to_quads
from cairn.vc.verification import verify
from tests.credentials import ACHIEVEMENT, AT, signed, status_list, unsigned_credential
from tests.json_schema import complaints
from tests.moments import DAY, MONDAY
from tests.shared_data import shared_data

MINIMAL = {
    "id": "urn:uuid:00000000-0000-4000-8000-000000000001",
    "issuer": Profile(id="https://college.example/issuer"),
    "recipient": Recipient(id="urn:uuid:00000000-0000-4000-8000-000000000002"),
    "achievement": Achievement(
        id="urn:uuid:00000000-0000-4000-8000-000000000003",
        name="A",
        description="B",
        criteria=Criteria(narrative="C"),
    ),
    "valid_from": MONDAY,
}


@pytest.fixture(scope="module")
def strict_schema():
    name = "ob_v3p0_achievementcredential_schema.json"
    return json.loads((shared_data("edubadges-obv3") / "schemas" / name).read_text())


def has_empty_member(value):
    if isinstance(value, dict):
        return any(v in (None, [], {}, "") or has_empty_member(v) for v in value.values())
    return isinstance(value, list) and any(map(has_empty_member, value))


def test_the_smallest_credential_is_written_member_by_member():
    """By hand from Open Badges 3.0, "AchievementCredential": required members only."""
    assert achievement_credential(**MINIMAL) == {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "urn:uuid:00000000-0000-4000-8000-000000000001",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "A",
        "issuer": {"id": "https://college.example/issuer", "type": ["Profile"]},
        "validFrom": "2026-03-02T09:00:00Z",
        "credentialSubject": {
            "id": "urn:uuid:00000000-0000-4000-8000-000000000002",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "urn:uuid:00000000-0000-4000-8000-000000000003",
                "type": ["Achievement"],
                "name": "A",
                "description": "B",
                "criteria": {"narrative": "C"},
            },
        },
    }


@pytest.mark.shared
def test_the_full_credential_satisfies_the_strict_schema(strict_schema):
    assert complaints(strict_schema, signed(unsigned_credential())) == []
    assert complaints(strict_schema, achievement_credential(**MINIMAL)) == []


@pytest.mark.shared
def test_the_schema_check_of_these_tests_can_tell_good_from_bad(strict_schema):
    """The examples are valid by their source; 1EdTech's err files are not."""
    good = sorted(shared_data("edubadges-obv3").glob("*.json"))
    fixtures = shared_data("1edtech-validator-fixtures") / "ob30"
    bad = [*fixtures.glob("simple-err-*-type.json")]

    def found(path: Path) -> list[str]:
        return complaints(strict_schema, json.loads(path.read_text()))

    assert {path.name: found(path) for path in good} == {path.name: [] for path in good}
    assert len(bad) == 4
    assert [path.name for path in bad if not found(path)] == []


def test_every_member_is_mapped_by_the_pinned_contexts():
    full = unsigned_credential(
        awarded=MONDAY - DAY,
        activity=Activity(
            started=MONDAY - 9 * DAY,
            ended=MONDAY,
            credits_earned=0.5,
            license_number="L-1",
            role="Facilitator",
            term="Spring",
            narrative="Three sessions.",
        ),
    )

    objects = {quad[2] for quad in to_quads(full)}

    assert any("zQmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n" in term for term in objects)
    assert '"Records the decision"' in objects
    assert '"L-1"' in objects


def test_what_is_not_known_is_left_out():
    assert not has_empty_member(unsigned_credential())
    assert not has_empty_member(achievement_credential(**MINIMAL))
    assert "creditsAvailable" not in json.dumps(achievement_credential(**MINIMAL))


def test_the_name_of_the_learner_is_there_only_by_choice():
    anonymous = Recipient(id="urn:uuid:00000000-0000-4000-8000-000000000002")

    assert '"Ada"' in json.dumps(unsigned_credential())
    assert '"Ada"' not in json.dumps(unsigned_credential(recipient=anonymous))
    assert "ada@college.example" not in json.dumps(unsigned_credential())


def test_a_signed_credential_verifies_and_the_same_input_gives_the_same_bytes():
    once, again = signed(unsigned_credential()), signed(unsigned_credential())
    from cairn.vc.did import resolve_method

    def no_network(url: str) -> bytes:
        raise AssertionError(url)

    report = verify(
        once,
        keys=lambda method: resolve_method(method, fetch=no_network),
        statuses=lambda url: status_list(),
        at=MONDAY,
    )

    assert json.dumps(once) == json.dumps(again)
    assert report.outcome == "valid", report.sentence


def achievement(**changed):
    given = {"id": AT, "name": "A", "description": "B", "criteria": Criteria(narrative="C")}
    return Achievement(**(given | changed))


WORDLESS = Alignment(target_name="a", target_url="https://college.example/a", target_type="Skill")

ODDLY_KNOWN = IdentifierEntry(identifier="7", identifier_type="BRIN")


def describing(**changed):
    return ResultDescription(id=f"{AT}/r", name="R", result_type="RubricScore", **changed)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"id": "credentials/1"}, "not an absolute address"),
        ({"issuer": Profile(id="North College")}, "not an absolute address"),
        ({"recipient": Recipient(name="Ada")}, "needs an id or an identity"),
        ({"recipient": Recipient(id="7")}, "not an absolute address"),
        ({"achievement": achievement(criteria=Criteria())}, "say nothing"),
        ({"achievement": achievement(achievement_type="Nanodegree")}, "begins with ext:"),
        ({"evidence": [Evidence(name="A film")]}, "an address or a narrative"),
        ({"results": [Result(result_description="urn:x:1")]}, "which the achievement lacks"),
        ({"results": [Result(alignments=(WORDLESS,))]}, "targetType has no 'Skill'"),
        ({"achievement": achievement(alignments=(WORDLESS,))}, "targetType has no 'Skill'"),
        (
            {"achievement": achievement(result_descriptions=(describing(alignments=(WORDLESS,)),))},
            "targetType has no 'Skill'",
        ),
        (
            {"achievement": achievement(other_identifiers=(ODDLY_KNOWN,))},
            "identifierType has no 'BRIN'",
        ),
        (
            {"achievement": achievement(result_descriptions=(describing(required_level="urn:x"),))},
            "requires a level that it has not",
        ),
        (
            {"results": [Result(result_description=f"{AT}/results/1", achieved_level="urn:x:9")]},
            "has no level",
        ),
        ({"results": [Result(status="Passed")]}, "no status 'Passed'"),
        ({"valid_until": MONDAY - DAY}, "before it begins"),
        ({"valid_from": datetime(2026, 3, 2)}, "no time zone"),
    ],
)
def test_what_breaks_a_rule_of_the_standard_is_refused(changed, why):
    with pytest.raises(MalformedCredential, match=why):
        unsigned_credential(**changed)


def test_a_result_of_type_status_needs_a_status():
    described = ResultDescription(id=f"{AT}/s", name="Status", result_type="Status")
    given = {"achievement": achievement(result_descriptions=(described,))}

    with pytest.raises(MalformedCredential, match="needs a status"):
        unsigned_credential(results=[Result(result_description=described.id)], **given)
    done = Result(result_description=described.id, status="Completed")
    subject = unsigned_credential(results=[done], **given)["credentialSubject"]
    assert subject["result"][0]["status"] == "Completed"


def test_a_result_may_stand_for_itself():
    result = Result(status="Completed")

    subject = unsigned_credential(results=[result])["credentialSubject"]

    assert subject["result"] == [{"type": ["Result"], "status": "Completed"}]


def test_times_are_written_in_utc_with_whole_seconds():
    at = datetime.fromisoformat("2026-03-02T10:00:00.750+02:00")

    assert timestamp(at) == "2026-03-02T08:00:00Z"


def test_a_definition_written_once_gives_the_same_credentials():
    defined = Definition.of(ACHIEVEMENT)

    assert unsigned_credential(achievement=defined) == unsigned_credential()
    assert defined.document == as_document(ACHIEVEMENT)
    with pytest.raises(MalformedCredential, match="say nothing"):
        Definition.of(achievement(criteria=Criteria()))
