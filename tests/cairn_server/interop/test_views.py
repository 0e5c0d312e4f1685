import json

import pytest

from cairn_server.interop.signing import Profile
from tests.cairn.vc.test_presentation import shown
from tests.signing import a_badge, signed


def post(client, path, **body):
    answer = client.post(f"/vc-api/{path}", json.dumps(body), content_type="application/json")
    return answer.status_code, json.loads(answer.content)


def issued(client, credential, **options):
    status, told = post(client, "credentials/issue", credential=credential, options=options)
    assert status == 201, told
    return told


@pytest.mark.parametrize(
    "path",
    ["", "credentials/issue", "credentials/verify", "presentations/verify", "status/" + "0" * 32],
)
def test_while_it_is_off_nothing_is_there(client, db, path):
    send = client.get if path in ("", "status/" + "0" * 32) else client.post

    assert send(f"/vc-api/{path}").status_code == 404


def test_once_it_is_on_a_token_is_asked_for(client, db, settings):
    settings.CAIRN_VC_API = "on"

    assert post(client, "credentials/issue", credential={})[0] == 401
    assert post(client, "credentials/verify", verifiableCredential={})[0] == 401


def test_it_tells_who_signs(api, key):
    told = json.loads(api.get("/vc-api/").content)

    assert told == {"issuer": key.did, "profiles": [str(profile) for profile in Profile]}


def test_what_is_issued_is_verified(api, credential):
    signed = issued(api, credential)["verifiableCredential"]
    status, told = post(api, "credentials/verify", verifiableCredential=signed)

    assert (status, told["verified"], told["errors"]) == (200, True, [])


def test_an_envelope_is_the_answer_itself(api, credential):
    envelope = issued(api, credential, profile="enveloping")
    options = {"checks": ["proof"]}

    assert envelope["type"] == "EnvelopedVerifiableCredential"
    status, _ = post(api, "credentials/verify", verifiableCredential=envelope, options=options)
    assert status == 200


def test_a_change_is_refused_with_400(api, credential):
    signed = issued(api, credential)["verifiableCredential"]
    changed = signed | {"credentialSubject": {"id": "did:example:eve", "name": "Eve"}}

    status, told = post(api, "credentials/verify", verifiableCredential=changed)
    assert (status, told["verified"], told["errors"]) == (400, False, ["proof_mismatch"])


def test_a_status_is_set_published_and_taken_back(api, credential):
    signed = issued(api, credential, profile="status-list")["verifiableCredential"]
    path = signed["credentialStatus"]["statusListCredential"].partition("/vc-api/")[2]

    def set_to(status):
        entry = {"type": "BitstringStatusListEntry", "status": status}
        body = {"credentialId": credential["id"], "credentialStatus": entry}
        assert post(api, "credentials/status", **body) == (200, {})
        return post(api, "credentials/verify", verifiableCredential=signed)[1]["errors"]

    assert set_to(True) == ["revoked"]
    published = api.get(f"/vc-api/{path}")
    assert published["Content-Type"] == "application/vc"
    assert json.loads(published.content)["type"][1] == "BitstringStatusListCredential"
    assert api.get(f"/vc-api/{path}", headers={"accept": "application/json"})[
        "Content-Type"
    ].startswith("application/json")
    assert set_to(False) == []


def test_an_unknown_list_is_not_there(api):
    assert api.get("/vc-api/status/" + "0" * 32).status_code == 404


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("credentials/issue", {}),
        ("credentials/issue", {"credential": "text"}),
        ("credentials/issue", {"credential": {}, "options": {"profile": "other"}}),
        ("credentials/issue", {"credential": {"@context": {"a": []}, "proof": None}}),
        ("credentials/verify", {"verifiableCredential": None}),
        ("credentials/verify", {"verifiableCredential": "e30.e30.e30"}),
        ("credentials/verify", {"verifiableCredential": {"type": ["NonconformingDocument"]}}),
        ("credentials/verify", {"verifiableCredential": {}, "options": {"checks": "all"}}),
        ("credentials/status", {"credentialId": 7, "credentialStatus": {}}),
        ("credentials/status", {"credentialId": "urn:unknown", "credentialStatus": {}}),
        ("presentations/verify", {"verifiablePresentation": []}),
        ("presentations/verify", {"verifiablePresentation": {"type": ["A"], "proof": [None]}}),
        ("presentations/verify", {"verifiablePresentation": {}, "options": {"challenge": 7}}),
    ],
)
def test_bad_data_is_a_problem_and_never_401_or_a_fault(api, path, body):
    status, told = post(api, path, **body)

    assert status in (400, 422)
    assert told["errors"]
    assert told["detail"]


def test_a_page_elsewhere_cannot_make_a_browser_sign(api, credential):
    body = json.dumps({"credential": credential})

    assert api.post("/vc-api/credentials/issue", body, content_type="text/plain").status_code == 415


def test_stopped_issuing_stops_here_too(api, credential, settings):
    settings.CAIRN_ISSUING = False

    assert post(api, "credentials/issue", credential=credential)[0] == 503


BOUND = {"challenge": "c-1", "domain": "d.example"}


@pytest.mark.parametrize(
    ("asked", "made_for", "reasons"),
    [
        (
            {"challenge": "c-1", "domain": "d.example"},
            {"challenge": "c-1", "domain": "d.example"},
            [],
        ),
        ({"challenge": "c-2"}, {"challenge": "c-1"}, ["challenge_mismatch"]),
        ({"domain": "e.example"}, {"domain": "d.example"}, ["domain_mismatch"]),
        (BOUND, {"challenge": "c-1"}, ["domain_mismatch"]),
        ({"challenge": "c-1"}, {}, ["challenge_mismatch"]),
        ({}, {}, []),
    ],
)
def test_a_presentation_is_one_for_who_asked(api, asked, made_for, reasons):
    document = shown(signed(a_badge()), **made_for)

    status, told = post(api, "presentations/verify", verifiablePresentation=document, options=asked)

    assert status == (400 if reasons else 200)
    assert [
        error["code"] if isinstance(error, dict) else error for error in told["errors"]
    ] == reasons
