from __future__ import annotations

import json
import os
from pathlib import Path
from time import process_time
from uuid import UUID

import pytest

from cairn.errors import MalformedCredential
from cairn.openbadges.clr import Association, clr_credential, why_not_enclosed
from cairn.openbadges.identity import hashed_identity
from cairn.openbadges.parts import Achievement, Criteria, Image, Profile, Recipient
from cairn.openbadges.verifying import verify_file
from cairn.vc.checks_document import MAX_RECORD_MEMBERS
from cairn.vc.did import did_key_method
from cairn.vc.enveloped import enveloped
from cairn.vc.jwt_signing import JwtKey, JwtProfile, as_jwt
from cairn.vc.multibase import encode_base64url
from cairn.vc.trust import TrustList
from tests.json_schema import complaints
from tests.moments import DAY, MONDAY
from tests.node_oracle import running_oracle
from tests.pace import at_most
from tests.shared_data import shared_data
from tests.signing import (
    ISSUER,
    KEY,
    LIST_URL,
    OTHER_KEY,
    a_badge,
    a_status_list,
    an_endorsement,
    lists,
    nothing,
    report_on,
    signed,
)

WHOLE = Achievement(
    id="https://college.example/achievements/whole",
    name="Whole",
    description="Both halves.",
    criteria=Criteria(narrative="Earn both."),
)


def half(number: int, **changes):
    badge = a_badge(id=UUID(int=number).urn, **changes)
    badge["credentialSubject"]["achievement"]["id"] = f"https://college.example/halves/{number}"
    return badge


HALVES = [signed(half(1)), signed(half(2))]


def record(**changed):
    given = {
        "id": "urn:uuid:5b1b7c4e-6a7c-4c55-b6c1-d2e3f4a5b6c7",
        "issuer": Profile(id=ISSUER, name="North College"),
        "recipient": Recipient(id="urn:uuid:7f4fd2f5-5f6c-4f37-8d0d-3a8a0a1f2b3c"),
        "name": "Record of Ada",
        "credentials": HALVES,
        "achievements": [WHOLE],
        "associations": [
            Association("isChildOf", f"https://college.example/halves/{number}", WHOLE.id)
            for number in (1, 2)
        ],
        "valid_from": MONDAY,
    }
    return clr_credential(**given | changed)


def test_it_is_written_member_by_member():
    """By hand from CLR 2.0, "ClrCredential", "ClrSubject" and "Association"."""
    made = record(credentials=HALVES[:1], associations=[], achievements=[], is_partial=False)

    assert made == {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "urn:uuid:5b1b7c4e-6a7c-4c55-b6c1-d2e3f4a5b6c7",
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": "Record of Ada",
        "issuer": {"id": ISSUER, "type": ["Profile"], "name": "North College"},
        "validFrom": "2026-03-02T09:00:00Z",
        "credentialSubject": {
            "id": "urn:uuid:7f4fd2f5-5f6c-4f37-8d0d-3a8a0a1f2b3c",
            "type": ["ClrSubject"],
            "verifiableCredential": HALVES[:1],
        },
    }


def test_associations_and_what_they_name_are_in_it():
    made = record()

    assert made["partial"] is True
    assert made["credentialSubject"]["achievement"][0]["id"] == WHOLE.id
    assert made["credentialSubject"]["association"][0] == {
        "type": "Association",
        "associationType": "isChildOf",
        "sourceId": "https://college.example/halves/1",
        "targetId": WHOLE.id,
    }


def test_all_that_a_credential_may_say_of_itself_is_signed_with_the_record():
    praise = signed(an_endorsement(record()["id"]))
    said = {
        "image": Image(id="https://college.example/record.png"),
        "awarded": MONDAY - DAY,
        "refresh_url": "https://college.example/refresh/1",
        "endorsements": [praise],
    }

    made = signed(record(**said))
    report = report_on(made)

    assert made["awardedDate"] == "2026-03-01T09:00:00Z"
    assert made["refreshService"]["type"] == "1EdTechCredentialRefresh"
    assert (made["image"]["type"], made["endorsement"]) == ("Image", [praise])
    assert report.outcome == "valid"
    assert [one.outcome for one in report.enclosed] == ["valid"] * 3  # two halves, the praise
    for name in ("image", "awardedDate", "refreshService", "endorsement"):
        fewer = {key: value for key, value in made.items() if key != name}
        assert report_on(fewer).reasons == ["proof_mismatch"]


def test_each_enclosed_credential_has_a_verdict_of_its_own():
    """One of another issuer, one sound, one revoked: the record itself stays valid."""
    status = {
        "id": f"{LIST_URL}#7",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": LIST_URL,
    }
    revoked = signed(half(3, credentialStatus=status))
    forged = signed(half(4), key=OTHER_KEY)
    made = signed(record(credentials=[*HALVES, revoked, forged]))

    report = report_on(made, statuses=lists(signed(a_status_list(7))))

    assert report.outcome == "valid"
    assert [(one.outcome, one.reasons) for one in report.enclosed] == [
        ("valid", []),
        ("valid", []),
        ("invalid", ["revoked"]),
        ("invalid", ["issuer_mismatch"]),
    ]


def test_nothing_can_be_taken_out_or_put_in_after_it_was_signed():
    made = signed(record())
    fewer = json.loads(json.dumps(made))
    fewer["credentialSubject"]["verifiableCredential"].pop()
    more = json.loads(json.dumps(made))
    more["credentialSubject"]["verifiableCredential"].append(signed(half(5)))

    assert report_on(made).outcome == "valid"
    assert report_on(fewer).reasons == ["proof_mismatch"]
    assert report_on(more).reasons == ["proof_mismatch"]


@pytest.mark.node
def test_digital_bazaars_libraries_accept_it_and_not_after_a_change():
    from cairn.vc.documents import pinned_context

    made = signed(record())
    context = made["@context"][1]
    documents = {context: dict(pinned_context(context))}
    changed = json.loads(json.dumps(made).replace("isChildOf", "isPeerOf"))

    with running_oracle() as oracle:
        asked = {"command": "verify", "documents": documents, "at": "2026-03-03"}
        assert oracle.ask(credential=made, **asked) == {"verified": True}
        assert oracle.ask(credential=changed, **asked)["verified"] is False


@pytest.mark.shared
def test_a_credential_of_the_older_version_cannot_stand_inside():
    path = shared_data("1edtech-validator-fixtures") / "ob30" / "simple_v1.json"
    older = json.loads(path.read_text())

    assert "older version" in (why_not_enclosed(older) or "")
    assert why_not_enclosed(HALVES[0]) is None


def test_a_token_stands_in_its_envelope_and_has_a_verdict_of_its_own():
    """Of one by another key than its issuer's the record says so, and stays valid itself."""
    token, forged = (
        as_jwt(
            half(number),
            key=JwtKey.of(key),
            key_id=did_key_method(key.public),
            profile=JwtProfile.VC_JWT,
        )
        for number, key in ((3, KEY), (4, OTHER_KEY))
    )
    part = Association("isPartOf", "https://college.example/halves/3", WHOLE.id)

    made = record(credentials=[enveloped(token), enveloped(forged)], associations=[part])
    report = report_on(signed(made))

    assert report.outcome == "valid"
    assert [(one.achievement, one.reasons) for one in report.enclosed] == [
        ("Whiteboards", []),
        ("Whiteboards", ["issuer_mismatch"]),
    ]
    assert "an older version" in (why_not_enclosed(enveloped(token_of({"@context": []}))) or "")
    assert "cannot be opened" in (why_not_enclosed(enveloped("a.b.c")) or "")


def token_of(claims):
    parts = [encode_base64url(json.dumps(part).encode()) for part in ({"alg": "EdDSA"}, claims)]
    return ".".join([*parts, encode_base64url(bytes(64))])


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"name": ""}, "needs a name"),
        ({"credentials": []}, "at least one"),
        ({"credentials": [half(1)]}, "no proof of its own"),
        ({"credentials": [HALVES[0], HALVES[0]]}, "stands twice"),
        ({"credentials": [signed(half(number)) for number in (1, 2)] * 101}, "at most 200"),
        ({"recipient": Recipient(name="Ada")}, "needs an id or an identity"),
        ({"associations": [Association("isUncleOf", WHOLE.id, WHOLE.id)]}, "no 'isUncleOf'"),
        ({"associations": [Association("isPartOf", WHOLE.id, "urn:x:1")]}, "the record lacks"),
    ],
)
def test_what_is_no_record_is_refused(changed, why):
    with pytest.raises(MalformedCredential, match=why):
        record(**changed)


def test_a_record_is_not_put_into_another():
    with pytest.raises(MalformedCredential, match="a record itself"):
        record(credentials=[signed(record())])


def in_words_of_version_1(value):
    """Return `value` with its two dates under the names that they had in data model 1.1."""
    older = {"validFrom": "issuanceDate", "validUntil": "expirationDate"}
    if isinstance(value, dict):
        return {older.get(name, name): in_words_of_version_1(one) for name, one in value.items()}
    return [in_words_of_version_1(one) for one in value] if isinstance(value, list) else value


@pytest.mark.oracles
def test_a_record_satisfies_the_published_schema():
    """`CLR_SCHEMA` names the file; docs/standards/conformance.md says where one can be had."""
    if "CLR_SCHEMA" not in os.environ:
        pytest.skip("needs the JSON Schema of CLR 2.0; CLR_SCHEMA names the file")
    schema = json.loads(Path(os.environ["CLR_SCHEMA"]).read_text())
    identity = hashed_identity("ada@college.example", "salt")
    made = signed(record(recipient=Recipient(identity=identity), valid_until=MONDAY + DAY))

    found = complaints(schema, in_words_of_version_1(made))
    broken = [
        in_words_of_version_1(made | changed)
        for changed in ({"name": 7}, {"partial": "yes"}, {"issuer": {}}, {"proof": {}})
    ]

    assert schema["$id"].endswith("/clr_v2p0_clrcredential_schema.json")
    assert found == []
    assert all(complaints(schema, one) for one in broken)


def large_record(count, **changed):
    """Return a signed record with more members than any other credential may have."""
    tags = [f"tag {number}" for number in range(1_000)]
    held = [half(number) for number in range(3, 3 + count)]
    for one in held:
        one["credentialSubject"]["achievement"]["tag"] = tags
    made = record(credentials=list(map(signed, held)), achievements=[], associations=[])
    return signed(made | changed)


def test_a_record_of_many_credentials_is_verified_with_each_of_them():
    """SAFETY C4: 16 MiB a record; everything else keeps to the limits of one credential."""
    document = large_record(11)
    data, at = json.dumps(document).encode(), MONDAY

    report = verify_file(data, fetch=nothing, trust=TrustList.empty(), at=at)
    changed = verify_file(
        data.replace(b"tag 999", b"tag 998", 1), fetch=nothing, trust=TrustList.empty(), at=at
    )

    assert (report.outcome, [one.outcome for one in report.enclosed]) == ("valid", ["valid"] * 11)
    assert changed.reasons == ["proof_mismatch"]
    assert report_on(document).reasons == ["input_too_large"]
    assert report_on(document, max_record_members=MAX_RECORD_MEMBERS).outcome == "valid"
    other = document | {"type": ["VerifiableCredential", "AchievementCredential"]}
    assert report_on(other, max_record_members=MAX_RECORD_MEMBERS).reasons == ["input_too_large"]


def test_a_credential_in_a_large_record_keeps_to_its_own_limit():
    one = half(3)
    one["credentialSubject"]["achievement"]["tag"] = [f"tag {number}" for number in range(10_001)]
    made = signed(record(credentials=[signed(one)], achievements=[], associations=[]))

    report = report_on(made, max_record_members=MAX_RECORD_MEMBERS)

    assert (report.proof_valid, report.enclosed[0].reasons) == (True, ["input_too_large"])


@pytest.mark.parametrize(
    "evidence",
    [
        [{"type": ["Evidence"], "name": str(number)} for number in range(19_500)],
        [{"id": "urn:x:1", "type": ["Evidence"], "name": str(one)} for one in range(15_500)],
    ],
    ids=["unnamed", "one-id"],
)
def test_a_hostile_record_ends_within_a_second(evidence):
    data = json.dumps(signed(record()) | {"evidence": evidence}).encode()
    started = process_time()

    report = verify_file(data, fetch=nothing, trust=TrustList.empty(), at=MONDAY)

    assert report.outcome != "valid"
    assert process_time() - started < at_most(1)
