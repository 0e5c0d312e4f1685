from __future__ import annotations

import json

import pytest

from cairn.errors import MalformedCredential
from cairn.openbadges.endorsement import endorsement_credential
from cairn.openbadges.parts import Profile
from tests.json_schema import complaints
from tests.moments import MONDAY
from tests.node_oracle import running_oracle
from tests.shared_data import shared_data
from tests.signing import ISSUER, report_on, signed

COLLEGE = "https://college.example/issuers/1"


def endorsement(**changed):
    given = {
        "id": "urn:uuid:5b1b7c4e-6a7c-4c55-b6c1-d2e3f4a5b6c7",
        "issuer": Profile(id=ISSUER, name="State Board"),
        "endorsed": COLLEGE,
        "name": "Endorsement of North College",
        "comment": "In **good** standing since 2019.",
        "valid_from": MONDAY,
    }
    return endorsement_credential(**given | changed)


def test_it_is_written_member_by_member():
    """By hand from Open Badges 3.0, "EndorsementCredential"."""
    assert endorsement() == {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "urn:uuid:5b1b7c4e-6a7c-4c55-b6c1-d2e3f4a5b6c7",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Endorsement of North College",
        "issuer": {"id": ISSUER, "type": ["Profile"], "name": "State Board"},
        "validFrom": "2026-03-02T09:00:00Z",
        "credentialSubject": {
            "id": COLLEGE,
            "type": ["EndorsementSubject"],
            "endorsementComment": "In **good** standing since 2019.",
        },
    }


def test_it_verifies_and_not_after_a_change():
    made = signed(endorsement(names_schema=True))
    changed = json.loads(json.dumps(made).replace("good", "bad"))

    assert report_on(made).outcome == "valid"
    assert report_on(changed).reasons == ["proof_mismatch"]


@pytest.mark.shared
def test_it_satisfies_the_strict_schema_like_the_one_of_1edtech():
    """The schema of an embedded endorsement, out of that of the AchievementCredential."""
    name = "schemas/ob_v3p0_achievementcredential_schema.json"
    whole = json.loads((shared_data("edubadges-obv3") / name).read_text())
    schema = {"$ref": "#/$defs/EndorsementCredential", "$defs": whole["$defs"]}
    fixtures = shared_data("1edtech-validator-fixtures") / "ob30"
    theirs = json.loads((fixtures / "endorsement-valid.json").read_text())

    assert complaints(schema, theirs) == []
    assert complaints(schema, signed(endorsement(names_schema=True))) == []
    assert complaints(schema, endorsement() | {"name": 7}) == ["$.name is not of type string"]


@pytest.mark.node
def test_digital_bazaars_libraries_accept_it_and_not_after_a_change():
    made = signed(endorsement())
    changed = json.loads(json.dumps(made).replace("2019", "1919"))

    with running_oracle() as oracle:
        assert oracle.ask(command="verify", credential=made, documents={}, at="2026-03-03")[
            "verified"
        ]
        assert not oracle.verify(changed)[0]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"name": " "}, "needs a name"),
        ({"endorsed": ISSUER}, "Nobody endorses themself"),
        ({"endorsed": "North College"}, "not an absolute address"),
    ],
)
def test_what_is_no_endorsement_is_refused(changed, why):
    with pytest.raises(MalformedCredential, match=why):
        endorsement(**changed)
