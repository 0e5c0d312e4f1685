"""
Tokens of what was signed, as they are downloaded.

Oracle: joserfc, which reads every token and checks its signature on its own.
"""

from __future__ import annotations

import json

import pytest
from joserfc import jws
from joserfc.jwk import OKPKey

from cairn.errors import CairnError, InputTooLarge
from cairn.vc.did import did_web_url
from cairn.vc.jwt_signing import JwtKey, JwtProfile, as_jwt
from cairn.vc.keys import PublicKey
from cairn_server.accounts.models import Organisation
from cairn_server.credentials.endorsing import endorse, withdraw
from cairn_server.credentials.holding import erase, switch_page
from cairn_server.credentials.jwt_signing import credential_jwt, endorsement_jwt, jwt_of
from cairn_server.credentials.keeping_keys import (
    compromise_key,
    establish_issuer,
    retire_key,
    rotate_key,
    signer,
    succeed_issuer,
)
from cairn_server.credentials.models import Credential, Issuer, IssuerKey
from cairn_server.credentials.revoking import revoke
from cairn_server.credentials.suspending import reinstate, suspend
from cairn_server.credentials.verifying import nobody, report_on
from cairn_server.errors import IssuingStopped, JwtRefused, KeyUnavailable, UnsoundCredential
from tests.cairn_server.credentials.conftest import make_credential
from tests.making import join
from tests.moments import DAY, MONDAY

AT = MONDAY + 3 * DAY
# RFC 9864 has a new name for EdDSA; Open Badges 3.0 and most wallets know the old one.
pytestmark = pytest.mark.filterwarnings("ignore:EdDSA is deprecated")


@pytest.fixture
def works(db):
    return Organisation.objects.create(name="Works", slug="works", kind="employer")


@pytest.fixture
def owner(works):
    return join("Olga", works, "owner")


@pytest.fixture
def endorsed(works, owner, checking):
    return endorse(organisation=works, target=checking, comment="Good.", actor=owner, at=MONDAY)


@pytest.fixture
def on_the_web(settings):
    settings.CAIRN_BASE_URL = "https://cairn.example.org"


def download(client, credential):
    return client.get(f"/credentials/{credential.pk}/credential.jwt")


def verdict(token, *, at=AT):
    return report_on(token, at=at, ask=nobody)


def read_by_others(token, key):
    """Return header and payload as joserfc reads them, once it has checked the signature."""
    read = jws.deserialize_compact(token, OKPKey.import_key(key.jwk), algorithms=["EdDSA"])
    return read.headers(), json.loads(read.payload)


def unsigned(document):
    return {name: value for name, value in json.loads(document).items() if name != "proof"}


def public(credential):
    return PublicKey.from_multibase(credential.key.multibase)


def test_anybody_gets_the_credential_as_a_token_that_is_genuine(client, credential):
    answer = download(client, credential)
    header, payload = read_by_others(answer.text, public(credential))
    said = unsigned(credential.document)

    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain")
    assert answer["Content-Disposition"] == (
        f'attachment; filename="credential-{credential.pk}.jwt"'
    )
    assert header == {"alg": "EdDSA", "kid": credential.key.method_id, "typ": "JWT"}
    assert payload == said | {
        "iss": said["issuer"]["id"],
        "jti": said["id"],
        "sub": said["credentialSubject"]["id"],
        "nbf": int(credential.valid_from.timestamp()),
    }
    report = verdict(answer.text)
    assert (report.outcome, report.reasons) == ("valid", [])
    assert "status" in {one.name for one in report.checks if one.outcome == "passed"}


def test_on_the_web_the_key_is_found_in_the_document_of_the_issuer(
    client, ada, checking, on_the_web
):
    credential = make_credential(ada, checking)
    token = download(client, credential).text
    issuer = credential.status_list.issuer
    kid = read_by_others(token, public(credential))[0]["kid"]
    document = client.get(f"/issuers/{issuer.pk}/did.json").json()

    assert kid.partition("#")[0] == issuer.did
    assert did_web_url(issuer.did) == f"https://cairn.example.org/issuers/{issuer.pk}/did.json"
    assert kid in document["assertionMethod"]
    assert verdict(token).outcome == "valid"


def test_it_is_the_same_token_each_time(credential):
    assert credential_jwt(credential, at=AT) == credential_jwt(credential, at=AT + 300 * DAY)


def test_taking_the_credential_back_takes_back_its_token(client, credential, ida):
    token = download(client, credential).text
    revoke(credential, actor=ida, reason_code="superseded", at=AT)
    refused = download(client, credential)

    assert verdict(token).reasons == ["revoked"]
    assert (refused.status_code, "was taken back" in refused.text) == (409, True)
    assert client.get(f"/credentials/{credential.pk}/credential.json").status_code == 200


def test_a_suspended_credential_is_not_signed_once_more_until_that_has_ended(credential, ida):
    token = credential_jwt(credential, at=AT)
    suspend(credential, actor=ida, reason_code="under-review", at=AT)

    with pytest.raises(JwtRefused, match="suspended at present"):
        credential_jwt(credential, at=AT)
    assert verdict(token).reasons == ["suspended"]
    reinstate(credential, actor=ida, at=AT + DAY)
    assert credential_jwt(credential, at=AT + DAY) == token


def test_one_that_has_ended_says_when(credential):
    document = unsigned(credential.document) | {"validUntil": "2026-03-04T09:00:00Z"}

    token = jwt_of(document, key=credential.key, at=AT)

    # 2026-03-04T09:00:00Z by `date -ud @1772614800`
    assert read_by_others(token, public(credential))[1]["exp"] == 1772614800
    assert verdict(token).reasons == ["expired"]


def test_a_retired_key_still_gives_what_it_signed_as_a_token(ada, checking, college, on_the_web):
    credential = make_credential(ada, checking)
    token = credential_jwt(credential, at=AT)
    issuer = establish_issuer(organisation=college, at=AT)
    rotate_key(issuer=issuer, at=AT)
    rotated = Credential.objects.select_related("key").get()
    retire_key(issuer=issuer, at=AT)

    assert rotated.key.state == "retired"
    assert credential_jwt(rotated, at=AT) == token
    assert verdict(token).outcome == "valid"


def test_an_issuer_whose_place_was_taken_still_gives_its_own(credential, college):
    token = credential_jwt(credential, at=AT)
    succeed_issuer(issuer=Issuer.objects.get(organisation=college), at=AT)

    assert credential_jwt(Credential.objects.get(), at=AT) == token
    assert verdict(token).outcome == "valid"


def test_a_lost_key_signs_nothing_and_what_it_signed_before_stands_here(
    client, ada, checking, on_the_web
):
    credential = make_credential(ada, checking)
    token = download(client, credential).text
    compromise_key(key=credential.key, since=AT, at=AT)
    refused = download(client, credential)
    page = client.get(f"/credentials/{credential.pk}/").text

    assert (refused.status_code, "came into other hands" in refused.text) == (409, True)
    assert "credential.jwt" not in page
    assert report_on(credential.document, at=AT + DAY, ask=nobody).outcome == "valid"
    assert verdict(token, at=AT + DAY).outcome == "valid"


def test_what_a_lost_key_signs_in_other_hands_is_not_believed(ada, checking, on_the_web):
    credential = make_credential(ada, checking)
    compromise_key(key=credential.key, since=AT, at=AT)

    def forged(**changes):
        stolen = JwtKey("EdDSA", signer().signing(credential.key.ref), public(credential))
        return as_jwt(
            unsigned(credential.document) | changes,
            key=stolen,
            key_id=credential.key.method_id,
            profile=JwtProfile.OB3,
        )

    assert verdict(forged(), at=AT + DAY).outcome == "valid"  # word for word what we said
    for changes in (
        {"name": "Surgery"},
        {"id": "urn:uuid:1"},
        {"validUntil": "2036-01-01T00:00:00Z"},
    ):
        assert "key_revoked" in verdict(forged(**changes), at=AT + DAY).reasons


def test_a_credential_signed_after_its_key_was_lost_has_no_sound_token(ada, checking, on_the_web):
    credential = make_credential(ada, checking)
    token = credential_jwt(credential, at=AT)
    compromise_key(key=credential.key, since=MONDAY, at=AT)

    assert verdict(token).reasons == ["key_revoked"]


def test_while_issuing_is_stopped_no_token_is_made(client, credential, settings):
    settings.CAIRN_ISSUING = False

    assert download(client, credential).status_code == 503
    with pytest.raises(IssuingStopped):
        credential_jwt(credential, at=AT)


def test_a_key_that_is_missing_says_so(credential):
    credential.key.ref = "0190-not-there"

    with pytest.raises(KeyUnavailable, match="missing"):
        credential_jwt(credential, at=AT)


def test_what_would_not_verify_is_not_given(credential):
    another = unsigned(credential.document) | {"issuer": "did:web:elsewhere.example"}

    with pytest.raises(UnsoundCredential, match="would not verify"):
        jwt_of(another, key=credential.key, at=AT)


@pytest.mark.parametrize(("size", "refused"), [(3 << 18, InputTooLarge), (1 << 20, CairnError)])
def test_what_is_too_large_for_a_token_is_refused(credential, size, refused):
    with pytest.raises(refused, match=r"larger than|more than 1 MiB"):
        jwt_of(unsigned(credential.document) | {"name": "x" * size}, key=credential.key, at=AT)


def test_whoever_may_not_see_it_gets_no_token(client, ada, ida, credential):
    switch_page(person=ada, credential=credential, on=False, at=AT)
    stranger = download(client, credential)
    client.force_login(ada)
    own = download(client, credential)
    erase(credential=credential, actor=None, at=AT)

    assert (stranger.status_code, stranger.content) == (403, b"")
    assert (own.status_code, own["Cache-Control"]) == (200, "private, no-store")
    assert download(client, credential).status_code == 410


def test_what_is_not_signed_yet_has_no_token(client, ada, earned):
    client.force_login(ada)

    assert download(client, earned.credential).status_code == 404


def test_an_endorsement_is_given_as_a_token_until_it_is_withdrawn(client, endorsed, owner):
    url = f"/endorsements/{endorsed.pk}/endorsement.jwt"
    answer = client.get(url)
    key = IssuerKey.objects.get(issuer=endorsed.status_list.issuer)
    header, payload = read_by_others(answer.text, PublicKey.from_multibase(key.multibase))
    before = verdict(answer.text)
    linked = "endorsement.jwt" in client.get(f"/endorsements/{endorsed.pk}/").text
    withdraw(endorsement=endorsed, actor=owner, at=AT)
    refused = client.get(url)

    assert header["kid"] == key.method_id
    assert {name: payload[name] for name in unsigned(endorsed.document)} == unsigned(
        endorsed.document
    )
    assert (before.outcome, verdict(answer.text).reasons) == ("valid", ["revoked"])
    assert (refused.status_code, "was taken back" in refused.text) == (409, True)
    assert linked
    assert "endorsement.jwt" not in client.get(f"/endorsements/{endorsed.pk}/").text


def test_an_endorsement_by_a_lost_key_has_no_token(client, endorsed):
    compromise_key(key=IssuerKey.objects.get(), since=AT, at=AT)

    with pytest.raises(JwtRefused, match="other hands"):
        endorsement_jwt(endorsed, at=AT)
    assert client.get("/endorsements/" + "0" * 32 + "/endorsement.jwt").status_code == 404


def test_the_page_leads_to_the_token_while_it_stands(client, credential, ida):
    url = f"/credentials/{credential.pk}/"
    before = client.get(url).text
    revoke(credential, actor=ida, reason_code="superseded", at=AT)

    assert 'href="credential.jwt"' in before
    assert "credential.jwt" not in client.get(url).text


def test_the_verify_page_takes_the_token(client, credential):
    page = client.post("/verify/", {"text": download(client, credential).text})

    assert "Genuine" in page.text
