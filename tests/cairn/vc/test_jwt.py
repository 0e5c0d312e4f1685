from __future__ import annotations

import base64
import json

import pytest

from cairn.errors import (
    CairnError,
    KeyRefused,
    MalformedCredential,
    ProofMismatch,
    ProofUnsupported,
)
from cairn.vc.jwt import check_signature, credential_in, presentation_in, read_token
from cairn.vc.keys import PrivateKey, PublicKey
from cairn.vc.rsa import RsaKey
from tests.shared_data import shared_data

# RFC 7515, appendix A.2: a token signed with RS256, and the key that signed it.
RFC_7515_TOKEN = (
    "eyJhbGciOiJSUzI1NiJ9"
    ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0"
    "cnVlfQ"
    ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W"
    "2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkS"
    "jtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnv"
    "Wh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"
)
RFC_7515_KEY = {
    "kty": "RSA",
    "n": "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEz"
    "P1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSH"
    "SXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5"
    "IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ",
    "e": "AQAB",
}
V2 = "https://www.w3.org/ns/credentials/v2"
V1 = "https://www.w3.org/2018/credentials/v1"
CREDENTIAL = {
    "@context": [V2],
    "id": "urn:uuid:1",
    "issuer": {"id": "https://a.example/issuer"},
    "validFrom": "2026-03-02T09:00:00Z",
    "credentialSubject": {"id": "urn:uuid:2"},
}
NINE = 1772442000  # 2026-03-02T09:00:00Z, by `date -ud @1772442000`


def part(value) -> str:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def token_of(claims, header=None):
    return read_token(f"{part(header or {'alg': 'EdDSA'})}.{part(claims)}.{part(b'x' * 64)}")


@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "key"),
    [
        ("credential-jose-minimal.txt", "vm-p256.json"),
        ("credential-issuer-match-signed.txt", "vm-ed25519.json"),
    ],
)
def test_signatures_of_the_w3c_suite_fit_their_key_and_no_other(file, key):
    folder = shared_data("w3c-vc-jose-cose")
    token = read_token((folder / file).read_text())
    public = PublicKey.from_jwk(json.loads((folder / key).read_text())["publicKeyJwk"])

    check_signature(token, public)

    assert credential_in(token)["id"] == "http://university.example/credentials/1872"
    with pytest.raises(CairnError):
        check_signature(token, PrivateKey.from_seed(bytes(32)).public)


def test_the_signature_of_the_rfc_fits_its_rsa_key():
    key = RsaKey.from_jwk(RFC_7515_KEY)

    check_signature(read_token(RFC_7515_TOKEN), key)

    changed = RFC_7515_TOKEN.replace(".eyJp", ".eyJq")
    with pytest.raises(CairnError):
        check_signature(read_token(changed), key)


def test_the_algorithm_is_the_keys_and_not_the_headers():
    """The classic confusions: another family, and the public key as a shared secret."""
    key = PrivateKey.from_seed(bytes(32)).public

    with pytest.raises(KeyRefused):
        check_signature(token_of({}, {"alg": "RS256"}), key)
    with pytest.raises(KeyRefused):
        check_signature(token_of({}, {"alg": "ES256"}), key)
    with pytest.raises(ProofUnsupported):
        token_of({}, {"alg": "HS256"})
    with pytest.raises(MalformedCredential):
        token_of({}, {"alg": "none"})


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", MalformedCredential),
        ("a.b", MalformedCredential),
        ("e30.e30", MalformedCredential),
        ("e30.e30.e30.e30", MalformedCredential),
        (f"{part({'alg': 'EdDSA'})}=.e30.eA", MalformedCredential),
        (f"{part([])}.e30.eA", MalformedCredential),
        (f"{part({'alg': 'EdDSA'})}.{part([1])}.eA", MalformedCredential),
        (f"{part(b'{' + b'{}')}.e30.eA", MalformedCredential),
        (f"{part(b'{} {}')}.e30.eA", MalformedCredential),
        (f"{part({'alg': 7})}.e30.eA", MalformedCredential),
        (f"{part({'alg': 'EdDSA', 'crit': ['b64']})}.e30.eA", ProofUnsupported),
        (f"{part({'alg': 'EdDSA', 'b64': False})}.e30.eA", ProofUnsupported),
        (f"{part({'alg': 'ES512'})}.e30.eA", ProofUnsupported),
    ],
)
def test_a_token_that_cannot_be_read_strictly_is_refused(text, error):
    with pytest.raises(error):
        read_token(text)


def test_claims_that_repeat_the_credential_are_left_out_of_it():
    """Open Badges 3.0: iss, jti, sub and nbf mirror members of the payload."""
    mirrored = {
        "iss": "https://a.example/issuer",
        "jti": "urn:uuid:1",
        "sub": "urn:uuid:2",
        "nbf": NINE,
    }

    assert credential_in(token_of(CREDENTIAL | mirrored)) == CREDENTIAL


@pytest.mark.parametrize(
    "claim",
    [
        {"iss": "https://b.example/issuer"},
        {"jti": "urn:uuid:9"},
        {"sub": "urn:uuid:9"},
        {"nbf": NINE + 1},
        {"exp": NINE},
    ],
)
def test_a_claim_that_says_something_else_is_refused(claim):
    with pytest.raises(ProofMismatch):
        credential_in(token_of(CREDENTIAL | claim))


@pytest.mark.parametrize("value", ["2026", True, None, 1e300, -1e30])
def test_a_claim_that_is_no_date_is_refused(value):
    with pytest.raises(MalformedCredential):
        credential_in(token_of(CREDENTIAL | {"nbf": value}))


def test_in_version_1_claims_stand_for_members():
    held = {"@context": [V1], "credentialSubject": {"id": "urn:uuid:2"}}
    claims = {"vc": held, "iss": "https://a.example/", "jti": "urn:uuid:1", "nbf": NINE}

    credential = credential_in(token_of(claims | {"exp": NINE + 60}))

    assert credential == held | {
        "id": "urn:uuid:1",
        "issuer": "https://a.example/",
        "issuanceDate": "2026-03-02T09:00:00Z",
        "expirationDate": "2026-03-02T09:01:00Z",
    }
    with pytest.raises(ProofMismatch):
        credential_in(token_of({**claims, "vc": held | {"id": "urn:uuid:9"}}))


@pytest.mark.parametrize(
    "claims", [{"vc": "oops"}, {"vc": CREDENTIAL}, {"vp": {}}, {**CREDENTIAL, "vc": {}, "vp": {}}]
)
def test_a_credential_of_version_2_stands_in_no_claim(claims):
    with pytest.raises(MalformedCredential):
        credential_in(token_of(claims))


def test_a_credential_of_version_2_stands_in_a_claim_where_drafts_are_read():
    token = token_of({"vc": CREDENTIAL, "sub": "urn:uuid:2"})

    assert credential_in(token, allow_claim=True) == CREDENTIAL
    with pytest.raises(ProofMismatch, match="sub"):
        credential_in(token_of({"vc": CREDENTIAL, "sub": "urn:uuid:9"}), allow_claim=True)


def test_a_presentation_stands_in_a_claim_only_where_drafts_are_read():
    held = {"@context": [V2], "verifiableCredential": [["one"], "two"]}
    token = token_of({"iss": "did:key:a", "vp": {**held, "holder": "did:key:a"}})

    shown = presentation_in(token, allow_claim=True)

    assert shown == {**held, "holder": "did:key:a", "verifiableCredential": ["one", "two"]}
    with pytest.raises(MalformedCredential, match="without a claim"):
        presentation_in(token)


@pytest.mark.parametrize("claims", [{"vc": {}}, {"vp": []}, {"vp": {}, "vc": {}}])
def test_a_claim_that_holds_no_presentation_is_refused(claims):
    with pytest.raises(MalformedCredential, match="without a claim"):
        presentation_in(token_of(claims), allow_claim=True)


def test_a_presentation_of_another_holder_than_the_claim_says_is_refused():
    assert presentation_in(token_of({"iss": "urn:a", "holder": {"id": "urn:a"}}))
    with pytest.raises(ProofMismatch, match="holder"):
        presentation_in(token_of({"iss": "urn:a", "holder": {"id": "urn:b"}}))


@pytest.mark.parametrize("listed", [False, True])
def test_in_version_1_sub_stands_for_the_id_of_a_subject_that_has_none(listed):
    """VC Data Model 1.1, 6.3.1, JWT Decoding: sub gives the subject its id."""
    subject = {"degree": "BSc"}
    held = {
        "@context": [V1],
        "issuer": "https://a.example/issuer",
        "issuanceDate": "2026-03-02T09:00:00Z",
        "credentialSubject": [subject] if listed else subject,
    }

    found = credential_in(token_of({"vc": held, "sub": "did:example:ada"}))["credentialSubject"]

    named = {"id": "did:example:ada", "degree": "BSc"}
    assert found == ([named] if listed else named)


def test_in_version_1_sub_may_not_name_another_subject_than_the_credential():
    held = {"@context": [V1], "credentialSubject": {"id": "did:example:ada"}}

    with pytest.raises(ProofMismatch, match="sub"):
        credential_in(token_of({"vc": held, "sub": "did:example:bea"}))
