from __future__ import annotations

import json

import pytest

from cairn.errors import MalformedCredential
from cairn.openbadges.envelope import Envelope, endorsing
from cairn.openbadges.parts import Profile
from cairn.vc.jsonld import to_quads
from cairn.vc.status_list import status_entry
from tests.credentials import signed, unsigned_credential
from tests.json_schema import complaints
from tests.moments import DAY, MONDAY
from tests.shared_data import shared_data
from tests.signing import ISSUER, LIST_URL, report_on

SUBJECT = {"id": ISSUER, "type": ["EndorsementSubject"]}
ENTRIES = [
    status_entry(list_url=LIST_URL, index=1),
    status_entry(list_url=f"{LIST_URL}-s", index=2, purpose="suspension"),
]


def envelope(**changed):
    given = {
        "id": "urn:x:credential",
        "issuer": Profile(id=ISSUER),
        "name": "A",
        "valid_from": MONDAY,
    }
    return Envelope(**given | changed)


def around(**changed):
    return envelope(**changed).around(SUBJECT, kind="EndorsementCredential")


def test_several_purposes_are_a_list_and_one_is_not():
    assert around(status=ENTRIES[0])["credentialStatus"] == ENTRIES[0]
    assert around(status=ENTRIES[:1])["credentialStatus"] == ENTRIES[0]
    assert around(status=ENTRIES)["credentialStatus"] == ENTRIES
    assert "credentialStatus" not in around(status=[])


def test_the_context_of_extensions_is_there_where_a_word_of_it_is_used():
    plain, refreshed = around(), around(refresh_url="https://a.example/newest")

    assert len(plain["@context"]) == 2
    assert refreshed["@context"][2:] == ["https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"]
    assert refreshed["refreshService"] == {
        "id": "https://a.example/newest",
        "type": "1EdTechCredentialRefresh",
    }
    assert any("1EdTechCredentialRefresh" in quad[2] for quad in to_quads(refreshed))


def test_it_ends_after_it_begins():
    with pytest.raises(MalformedCredential, match="before it begins"):
        around(valid_until=MONDAY - DAY)


@pytest.mark.parametrize("changed", [{"refresh_url": "newest"}, {"schema_url": "a schema"}])
def test_addresses_are_absolute(changed):
    with pytest.raises(MalformedCredential, match="not an absolute address"):
        around(**changed)


def test_an_endorsement_is_signed_and_says_that_it_is_one():
    endorsement = signed(around())

    assert endorsing([endorsement]) == [endorsement]
    for wrong in (around(), signed(unsigned_credential())):
        with pytest.raises(MalformedCredential, match="with its proof"):
            endorsing([wrong])


@pytest.mark.shared
def test_with_everything_in_it_a_credential_satisfies_the_strict_schema_and_verifies():
    name = "schemas/ob_v3p0_achievementcredential_schema.json"
    schema = json.loads((shared_data("edubadges-obv3") / name).read_text())
    endorsement = signed(around())
    full = signed(
        unsigned_credential(
            endorsements=[endorsement],
            issuer=Profile(id=ISSUER, name="North College", endorsements=(endorsement,)),
            refresh_url="https://college.example/newest",
            names_schema=True,
            status=None,
        )
    )

    report = report_on(full)

    assert complaints(schema, full) == []
    assert (report.outcome, [one.outcome for one in report.enclosed]) == ("valid", ["valid"] * 2)
