"""Examples: the did:web, did:key and did:jwk method specifications; DCC test documents."""

import json
from datetime import UTC, datetime

import pytest

from cairn.errors import FetchError, KeyRefused, KeyUnresolved, MalformedCredential
from cairn.vc.did import (
    MethodRecord,
    controller_document,
    did_key,
    did_key_method,
    did_web,
    did_web_url,
    resolve_method,
)
from cairn.vc.keys import KeyKind, PrivateKey, PublicKey
from cairn.vc.multibase import encode_base64url
from tests.moments import MONDAY
from tests.shared_data import shared_data

TEXT = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
KEY = PublicKey.from_multibase(TEXT)
OTHER = PrivateKey.from_seed(bytes(32)).public
ISSUER = "did:web:college.example:issuers:7"
METHOD = f"{ISSUER}#{TEXT}"
ADDRESS = "https://college.example/issuers/7/did.json"

RFC_8037_KEY = {
    "kty": "OKP",
    "crv": "Ed25519",
    "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
}
WEB = [
    ("https://w3c-ccg.github.io", "did:web:w3c-ccg.github.io", "/.well-known/did.json"),
    ("https://w3c-ccg.github.io/user/alice", "did:web:w3c-ccg.github.io:user:alice", "/did.json"),
    (
        "https://example.com:3000/user/alice/",
        "did:web:example.com%3A3000:user:alice",
        "/did.json",
    ),
]


def no_fetch(url):
    raise AssertionError(f"{url} was asked for")


def serving(documents):
    """Return a fetcher of JSON documents by address, for which all else is missing."""

    def fetch(url):
        if url not in documents:
            raise FetchError(f"{url} answered 404")
        found = documents[url]
        return found if isinstance(found, bytes) else json.dumps(found).encode()

    return fetch


@pytest.mark.parametrize(("url", "did", "ending"), WEB)
def test_did_web_and_its_address_follow_from_each_other(url, did, ending):
    document = url.rstrip("/") + ending

    assert did_web(url) == did_web(document) == did
    assert did_web_url(did) == document


@pytest.mark.parametrize(
    "url",
    [
        "http://college.example",
        "https://192.0.2.7/issuer",
        "https://[2001:db8::7]/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://ada@college.example/",
        "https://college.example/a?b=c",
        "https://college.example/a#b",
        "https://college.example/a//b",
        "https://college.example/../b",
        "https://",
        "https://[oops",
        "ftp://college.example",
    ],
)
def test_an_address_that_cannot_be_a_did_web_is_refused(url):
    with pytest.raises(MalformedCredential):
        did_web(url)


@pytest.mark.parametrize(
    "did",
    [
        "did:key:" + TEXT,
        "did:web:",
        "did:web:127.0.0.1",
        "did:web:127.1",
        "did:web:127.0.0.1%3A8000",
        "did:web:college.example:..:secrets",
        "did:web:college.example:%2e%2e:secrets",
        "did:web:college.example:a%2Fb",
        "did:web:college.example::a",
        "did:web:college.example/a",
        "did:web:ada%40college.example",
        "did:web:college.example%3Aport",
    ],
)
def test_a_did_web_that_leads_elsewhere_is_refused(did):
    with pytest.raises(MalformedCredential):
        did_web_url(did)


def test_a_did_key_is_its_own_document():
    method = resolve_method(did_key_method(KEY), fetch=no_fetch)

    assert method.id == f"did:key:{TEXT}#{TEXT}"
    assert (method.controller, method.public_key) == (did_key(KEY), KEY)
    assert "assertionMethod" in method.purposes


def test_a_key_has_one_name_however_a_proof_spells_it():
    """A list of lost keys is asked by name: another spelling would lead past it."""
    key = resolve_method(did_key(KEY), fetch=no_fetch)
    of_jwk = "did:jwk:" + encode_base64url(json.dumps(RFC_8037_KEY).encode())
    jwk = resolve_method(of_jwk, fetch=no_fetch)

    assert key == resolve_method(did_key_method(KEY), fetch=no_fetch)
    assert jwk == resolve_method(f"{of_jwk}#0", fetch=no_fetch)
    assert jwk.id == f"{of_jwk}#0"


@pytest.mark.parametrize(
    "method_id",
    [
        f"did:key:{TEXT}#{OTHER.multibase}",
        "did:key:z6Mk",
        "did:key:z6Mk0OIl",
        "did:jwk:e30",
        "did:jwk:!",
        "did:jwk:eyJ4IjoxLCJ4IjoyfQ",
        "did:web:127.0.0.1#k",
        "http://college.example/keys/1",
        "xxx:" + TEXT,
        "",
        "#",
    ],
)
def test_a_key_that_cannot_be_one_is_refused_without_asking_anybody(method_id):
    with pytest.raises(KeyRefused):
        resolve_method(method_id, fetch=no_fetch)


def test_the_example_of_did_jwk_is_resolved():
    did = (
        "did:jwk:eyJjcnYiOiJQLTI1NiIsImt0eSI6IkVDIiwieCI6ImFjYklRaXVNczNpOF91c3pFakoydHBUdFJNNEVV"
        "M3l6OTFQSDZDZEgyVjAiLCJ5IjoiX0tjeUxqOXZXTXB0bm1LdG00NkdxRHo4d2Y3NEk1TEtncmwyR3pIM25TRSJ9"
    )
    method = resolve_method(f"{did}#0", fetch=no_fetch)

    assert method.controller == did
    assert method.public_key.kind is KeyKind.P256
    assert method.public_key.jwk["x"] == "acbIQiuMs3i8_uszEjJ2tpTtRM4EU3yz91PH6CdH2V0"


def test_a_did_jwk_with_a_private_key_is_refused():
    jwk = json.dumps(PrivateKey.from_seed(bytes(32)).to_jwk()).encode()

    with pytest.raises(KeyRefused, match="private"):
        resolve_method(f"did:jwk:{encode_base64url(jwk)}#0", fetch=no_fetch)


def test_our_own_document_lists_keys_in_use_retired_and_revoked():
    records = [MethodRecord(KEY), MethodRecord(OTHER, revoked=MONDAY, expires=MONDAY)]
    fetch = serving({ADDRESS: controller_document(ISSUER, records)})

    current = resolve_method(METHOD, fetch=fetch)
    revoked = resolve_method(f"{ISSUER}#{OTHER.multibase}", fetch=fetch)

    assert (current.public_key, current.controller, current.revoked) == (KEY, ISSUER, None)
    assert current.purposes == revoked.purposes == {"assertionMethod"}
    assert (revoked.public_key, revoked.revoked, revoked.expires) == (OTHER, MONDAY, MONDAY)


@pytest.mark.parametrize("name", ["legacy", "oidf"])
def test_the_documents_of_the_dcc_are_read(name):
    path = shared_data("dcc-vc-test-fixtures") / "dids" / name / "did.json"
    did = f"did:web:digitalcredentials.github.io:vc-test-fixtures:dids:{name}"
    text = "z6MkjXe1vZvPRqFuc9nRBtZ3e1Y9XKDFSbjFAfzLfW2bD6cZ"

    method = resolve_method(f"{did}#{text}", fetch=serving({did_web_url(did): path.read_bytes()}))

    assert method.public_key.multibase == text
    assert method.purposes == {"assertionMethod"}


@pytest.mark.parametrize("served", [{}, {ADDRESS: b"<html>"}, {ADDRESS: []}, {ADDRESS: b""}])
def test_a_document_that_cannot_be_had_leaves_it_open(served):
    with pytest.raises(KeyUnresolved):
        resolve_method(METHOD, fetch=serving(served))


def test_an_unknown_did_method_leaves_it_open():
    with pytest.raises(KeyUnresolved, match="did:ebsi"):
        resolve_method("did:ebsi:zabc#1", fetch=no_fetch)


LISTED = controller_document(ISSUER, [MethodRecord(KEY)])
FOREIGN = {**LISTED["verificationMethod"][0], "controller": "did:web:victim.example"}


@pytest.mark.parametrize(
    "document",
    [
        {**LISTED, "id": "did:web:other.example"},
        controller_document(ISSUER, [MethodRecord(OTHER)]),
        {**LISTED, "verificationMethod": [{**LISTED["verificationMethod"][0], "controller": 7}]},
        {**LISTED, "verificationMethod": [{"id": METHOD, "controller": ISSUER}]},
        {**LISTED, "verificationMethod": "none"},
        {**LISTED, "verificationMethod": [{**LISTED["verificationMethod"][0], "revoked": "then"}]},
    ],
)
def test_a_document_that_does_not_vouch_for_the_key_is_refused(document):
    with pytest.raises(KeyRefused):
        resolve_method(METHOD, fetch=serving({ADDRESS: document}))


def test_a_key_that_claims_another_controller_needs_to_be_listed_there():
    thief = {**LISTED, "verificationMethod": [FOREIGN]}
    victim = {"id": "did:web:victim.example", "assertionMethod": []}
    at_victim = "https://victim.example/.well-known/did.json"

    method = resolve_method(METHOD, fetch=serving({ADDRESS: thief, at_victim: victim}))
    assert method.purposes == frozenset()

    with pytest.raises(KeyUnresolved):
        resolve_method(METHOD, fetch=serving({ADDRESS: thief}))


@pytest.mark.parametrize("listed", ["#k", {"id": "#k", "publicKeyMultibase": TEXT}])
def test_a_bare_fragment_names_a_key_of_its_own_document_alone(listed):
    """A thief's `#k` that names the victim as its controller is not the victim's `#k`."""
    own = {"id": "#k", "controller": ISSUER, "publicKeyMultibase": TEXT}
    victim = {"id": ISSUER, "verificationMethod": [own], "assertionMethod": [listed]}
    thief = {"id": "#k", "controller": ISSUER, "publicKeyMultibase": OTHER.multibase}
    theirs = "https://evil.example/keys"
    web = serving({ADDRESS: victim, theirs: thief})

    assert resolve_method(f"{ISSUER}#k", fetch=web).purposes == {"assertionMethod"}
    with pytest.raises(KeyRefused):
        resolve_method(f"{theirs}#k", fetch=web)
    web = serving({ADDRESS: victim, theirs: {"verificationMethod": [thief]}})
    assert resolve_method(f"{theirs}#k", fetch=web).purposes == frozenset()


def test_a_multikey_at_an_address_of_its_own_is_vouched_for_by_its_controller():
    owner, key_address = "https://college.example/issuers/7", "https://college.example/keys/1"
    multikey = {"id": key_address, "controller": owner, "publicKeyMultibase": TEXT}
    documents = {key_address: multikey, owner: {"id": owner, "assertionMethod": key_address}}

    method = resolve_method(key_address, fetch=serving(documents))

    assert (method.controller, method.public_key) == (owner, KEY)
    assert method.purposes == {"assertionMethod"}


def test_a_key_listed_for_sign_in_only_has_that_purpose_only():
    document = {**LISTED, "assertionMethod": [], "authentication": [f"#{TEXT}"]}

    method = resolve_method(METHOD, fetch=serving({ADDRESS: document}))

    assert method.purposes == {"authentication"}


def test_a_did_that_is_its_key_signs_for_all_purposes_and_agrees_on_no_secret():
    method = resolve_method(did_key_method(KEY), fetch=serving({}))

    assert method.purposes == {
        "assertionMethod",
        "authentication",
        "capabilityInvocation",
        "capabilityDelegation",
    }


def test_a_document_of_keys_names_the_contexts_of_its_words():
    document = controller_document(ISSUER, [MethodRecord(KEY)])

    assert document["@context"] == [
        "https://www.w3.org/ns/did/v1",
        "https://w3id.org/security/multikey/v1",
    ]


def test_moments_of_a_key_are_written_in_utc():
    record = MethodRecord(KEY, revoked=datetime(2026, 3, 2, 9, tzinfo=UTC))

    (method,) = controller_document(ISSUER, [record])["verificationMethod"]

    assert method["revoked"] == "2026-03-02T09:00:00Z"
    assert "expires" not in method


@pytest.mark.parametrize(
    "method_id",
    [
        "did:jwk:eyJrdHkiOiJPS1AifQ#1",
        f"did:jwk:{encode_base64url(b'[]')}#0",
        f"did:jwk:{encode_base64url(b'{')}",
    ],
)
def test_a_did_jwk_that_holds_no_key_of_that_name_is_refused(method_id):
    with pytest.raises(KeyRefused, match=r"#0|no JSON Web Key"):
        resolve_method(method_id, fetch=no_fetch)


def test_a_listed_jwk_is_read_like_a_multikey():
    method = {"id": METHOD, "controller": ISSUER, "publicKeyJwk": KEY.jwk}
    document = {"id": ISSUER, "verificationMethod": [method], "assertionMethod": [METHOD]}

    assert resolve_method(METHOD, fetch=serving({ADDRESS: document})).public_key == KEY


@pytest.mark.parametrize("odd", [[], {}, 7, None])
def test_a_document_with_odd_ids_does_not_break_the_search(odd):
    named = {"id": METHOD, "controller": ISSUER, "publicKeyMultibase": TEXT}
    document = {
        "id": ISSUER,
        "verificationMethod": [{"id": odd}, odd, named],
        "assertionMethod": [odd, {"id": odd}, METHOD],
    }

    found = resolve_method(METHOD, fetch=serving({ADDRESS: document}))

    assert (found.public_key, found.purposes) == (KEY, {"assertionMethod"})
