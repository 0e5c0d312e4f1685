from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.cli.describing import (
    KINDS,
    content_of,
    describe,
    describe_document,
    describe_token,
)
from cairn.cli.inspecting import told_of
from cairn.cli.said import Form, Identifier, Listed, Party, Securing, Status, to_json
from cairn.openbadges.baking import bake
from cairn.openbadges.reading import find_credential
from cairn.vc.enveloped import Enveloped, enveloped
from cairn.vc.jwt_signing import JwtKey, JwtProfile, as_jwt
from cairn.vc.multibase import encode_base64url
from cairn.vc.status_list import status_entry
from tests.credentials import (
    ACHIEVEMENT,
    ISSUER,
    KEY,
    LIST_URL,
    METHOD,
    POSITION,
    signed,
    unsigned_credential,
)
from tests.pictures import SVG
from tests.shared_data import shared_data
from tests.signed_assertions import KEY_URL, an_assertion, compact
from tests.signing import a_badge, a_status_list, an_endorsement

BOTH = JwtProfile.OB3, JwtProfile.VC_JWT
PROOF = Securing(
    type="DataIntegrityProof",
    algorithm="eddsa-rdfc-2022",
    key=METHOD,
    created="2026-03-02T09:00:00Z",
    purpose="assertionMethod",
)


def token(credential, profile=JwtProfile.OB3):
    return as_jwt(credential, key=JwtKey.of(KEY), key_id=METHOD, profile=profile)


def claims(**said):
    parts = ({"alg": "none", "kid": "k"}, said)
    return ".".join([*(encode_base64url(json.dumps(one).encode()) for one in parts), ""])


def record(*credentials, **more):
    subject = {"id": "urn:uuid:1", "verifiableCredential": list(credentials), **more}
    kinds = ["VerifiableCredential", "ClrCredential"]
    return a_badge(type=kinds, name="Record of Ada", credentialSubject=subject)


def test_a_credential_tells_who_gave_what_to_whom_and_how_it_is_secured():
    said = describe_document(signed(unsigned_credential()))

    assert (said.kind, said.standard) == (Form.ACHIEVEMENT_CREDENTIAL, "Open Badges 3.0")
    assert said.issuer == Party(id=ISSUER, name="North College")
    assert (said.recipient.name, said.recipient.id[:9]) == ("Ada", "urn:uuid:")
    assert [one.hashed for one in said.recipient.identifiers] == [True, False]
    assert (said.achievements[0].id, said.achievements[0].name) == (
        ACHIEVEMENT.id,
        ACHIEVEMENT.name,
    )
    assert said.achievements[0].alignments == ("lead discussions", "document decisions")
    assert said.results == (
        "Frames the question: Shown as an example to others",
        "Brings everybody in: Shown alone",
        "Records the decision: Shown alone",
    )
    assert said.evidence[0].startswith("Recorded session <https://college.example/evidence")
    assert said.secured_by == (PROOF,)
    assert said.status == (
        Status(
            type="BitstringStatusListEntry",
            purpose="revocation",
            index=str(POSITION),
            list=LIST_URL,
        ),
    )
    assert (said.valid_from, said.valid_until[:4]) == ("2026-03-02T09:00:00Z", "2028")


def test_who_assessed_for_the_issuer_is_told():
    subject = {"source": {"id": "https://assessors.example/", "name": "Assessors"}}
    said = describe_document({"credentialSubject": subject})

    assert said.assessor == Party(id="https://assessors.example/", name="Assessors")
    assert dict(told_of(said))["assessed by"] == "Assessors <https://assessors.example/>"


def test_a_result_that_nobody_described_is_told_as_it_stands():
    results = [
        {"value": "85", "status": "Completed"},
        {"achievedLevel": "urn:level", "resultDescription": ["x"]},
        {"value": {}},
        7,
    ]
    said = describe_document({"credentialSubject": {"result": results}})

    assert said.results == ("85, Completed", "x: urn:level")


def test_each_status_has_its_purpose():
    entries = [
        status_entry(list_url=f"{LIST_URL}/{word}", index=7, purpose=word)
        for word in ("revocation", "suspension")
    ]

    said = describe_document(a_badge(credentialStatus=entries))

    assert [one.purpose for one in said.status] == ["revocation", "suspension"]


@pytest.mark.parametrize("profile", BOTH)
def test_a_token_says_what_its_credential_says_and_by_which_key(profile):
    said = describe_token(token(unsigned_credential(), profile))
    inside = describe_document(unsigned_credential())

    assert said.secured_by == (Securing(type="JWT", algorithm="EdDSA", key=METHOD),)
    assert (said.recipient, said.achievements) == (inside.recipient, inside.achievements)
    assert (said.issuer, said.valid_until) == (inside.issuer, inside.valid_until)


def test_claims_stand_for_members_in_a_token_of_version_1():
    held = {"@context": ["https://www.w3.org/2018/credentials/v1"], "type": "VerifiableCredential"}
    jwt = claims(vc=held, iss="did:web:a.example", jti="urn:1", nbf=0, exp=86400, iat=True)
    said = describe_token(jwt)

    assert (said.issuer, said.id) == (Party(id="did:web:a.example"), "urn:1")
    assert (said.valid_from, said.valid_until) == ("1970-01-01T00:00:00Z", "1970-01-02T00:00:00Z")
    assert said.standard == "Verifiable Credentials 1.1"
    assert said.secured_by == (Securing(type="JWT", algorithm="none", key="k"),)


def test_an_envelope_says_what_it_carries():
    said = describe_document(enveloped(token(a_badge())))
    sealed = describe_document({"type": Enveloped.CREDENTIAL, "id": "data:application/vc+cose,xx"})

    assert (said.kind, said.in_envelope) == (Form.ACHIEVEMENT_CREDENTIAL, True)
    assert said.secured_by[0].type == "JWT"
    assert (sealed.kind, sealed.in_envelope) == (Form.UNKNOWN, True)
    assert "'application/vc+cose'" in sealed.problem


def test_a_presentation_says_who_shows_what():
    shown = [signed(a_badge()), enveloped(token(a_badge())), 7]
    held = {"holder": "did:web:ada.example", "verifiableCredential": shown}
    said = describe_document({"type": ["VerifiablePresentation"], **held})
    drafted = describe_token(claims(vp={"type": "VerifiablePresentation"}, iss="did:web:b.example"))

    assert (said.kind, said.holder.id, said.inside_count) == (Form.PRESENTATION, held["holder"], 3)
    assert [one.kind for one in said.inside] == [Form.ACHIEVEMENT_CREDENTIAL] * 2 + [Form.UNKNOWN]
    assert drafted.holder == Party(id="did:web:b.example")


def test_a_learner_record_says_what_lies_in_it_and_what_lies_in_that():
    praised = a_badge(endorsement=[signed(an_endorsement())])
    said = describe_document(record(signed(praised), signed(a_badge())))

    assert (said.kind, said.standard, said.name) == (
        Form.LEARNER_RECORD,
        "CLR 2.0",
        "Record of Ada",
    )
    assert [one.achievements[0].name for one in said.inside] == ["Whiteboards"] * 2
    assert [one.inside_count for one in said.inside] == [1, 0]
    praise = said.inside[0].inside[0]
    assert (praise.kind, praise.name) == (Form.ENDORSEMENT, "Praise of it")
    assert (praise.about[:8], praise.comment, praise.recipient) == (
        "https://",
        "Worth having.",
        None,
    )


def test_no_more_is_described_than_the_verifier_looks_at():
    many = describe_document(record(*[a_badge()] * 250))
    deep = describe_document(record(record(record(a_badge()))))

    assert (many.inside_count, len(many.inside)) == (250, 200)
    assert deep.inside[0].inside[0].inside_count == 1
    assert deep.inside[0].inside[0].inside == ()


def test_a_status_list_says_how_many_bits_are_set():
    said = describe_document(signed(a_status_list(7, 8, 131_071, purpose="suspension")))
    broken = a_status_list()
    broken["credentialSubject"]["encodedList"] = "x"

    assert (said.kind, said.recipient) == (Form.STATUS_LIST, None)
    assert said.listed == Listed(purpose="suspension", places=131_072, set=3)
    assert describe_document(broken).listed == Listed(purpose="revocation")


def test_a_signed_badge_of_version_2_tells_of_its_token_too():
    said = describe(find_credential(compact(an_assertion()).encode()))

    assert said.secured_by == (
        Securing(type="JWT", algorithm="EdDSA"),
        Securing(type="signed", key=KEY_URL),
    )
    assert said.recipient.identifiers == (
        Identifier(type="email", value="ada@college.example", hashed=False),
    )


def test_a_picture_may_hold_an_address_alone():
    address = "https://college.example/badge/1"
    hosted = b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="http://openbadges.org">'
    hosted += f'<openbadges:assertion verify="{address}"/></svg>'.encode()
    found = find_credential(hosted)

    assert describe(found).kind is Form.ADDRESS
    assert describe(found).secured_by == (Securing(type="hosted", address=address),)
    assert content_of(found) is None


def test_the_document_is_what_stands_in_the_file():
    document = signed(unsigned_credential())

    assert content_of(find_credential(bake(SVG, json.dumps(document)))) == document
    assert content_of(find_credential(token(a_badge()).encode()))["name"] == "Whiteboards"
    assert content_of(find_credential(b"e.e.e")) is None


@pytest.mark.parametrize("jwt", ["e.e.e", "e30.MQ.e", "a.b", ""])
def test_what_is_no_token_is_said_to_be_none(jwt):
    assert "no JWT that can be read" in describe_token(jwt).problem


def test_json_of_another_kind_is_told_by_its_members():
    said = describe_document({"kty": "OKP", "d": "secret"})

    assert (said.kind, said.achievements) == (Form.UNKNOWN, ())
    assert said.problem.endswith("its members are: d, kty")


@pytest.mark.parametrize("odd", [None, 7, "x", [], [[7]], {}, {"type": 7}, [{"id": []}], True])
def test_anything_may_stand_where_a_credential_has_something_else(odd):
    members = (
        *("id", "type", "name", "issuer", "holder", "proof", "evidence", "credentialStatus"),
        *("validFrom", "refreshService", "credentialSubject", "verifiableCredential", "@context"),
    )
    for kind in (*KINDS, "VerifiableCredential", "VerifiablePresentation", *map(str, Enveloped)):
        describe_document({**dict.fromkeys(members, odd), "type": kind})
    parts = ("achievement", "identifier", "result", "encodedList", "statusPurpose", "id")
    inner = {"credentialSubject": dict.fromkeys(parts, odd)}
    assert describe_document(inner).kind is Form.CREDENTIAL
    describe_token(claims(**dict.fromkeys(("vc", "iat", "nbf", "exp", "iss"), odd)))


WORDS = (
    *("@context", "id", "type", "name", "issuer", "holder", "recipient", "badge", "proof", "vc"),
    *("credentialSubject", "verifiableCredential", "achievement", "endorsement", "identifier"),
    *("credentialStatus", "statusListIndex", "encodedList", "evidence", "criteria", "alignment"),
    *("verification", "verify", "url", "issuedOn", "revoked", "hashed", "creator", "targetName"),
)
TYPES = (
    *KINDS,
    "VerifiableCredential",
    "VerifiablePresentation",
    "Assertion",
    *map(str, Enveloped),
)
texts = st.sampled_from([*TYPES, "", "x", "e30.e30.x", "data:application/vc+jwt,e30.e30.x"])
plain = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), texts)
values = st.recursive(
    plain,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(WORDS), inner, max_size=6),
    ),
    max_leaves=30,
)


@given(st.dictionaries(st.sampled_from(WORDS), values, max_size=8))
def test_whatever_is_in_a_file_is_described_and_printed(document):
    said = describe_document(document)

    assert json.dumps(to_json(said))
    assert all(isinstance(value, str) for _, value in told_of(said))
    assert json.dumps(to_json(describe_token(claims(**document))))


@pytest.mark.shared
def test_every_credential_of_the_field_says_by_whom_it_is():
    folder = shared_data("dcc-vc-test-fixtures")
    texts = [file.read_text() for file in folder.rglob("*.json")]
    said = [describe_document(json.loads(text)) for text in texts if text]
    credentials = [one for one in said if one.kind is not Form.UNKNOWN]

    assert len(credentials) > 50
    assert all(one.issuer for one in credentials if one.kind is not Form.PRESENTATION)
