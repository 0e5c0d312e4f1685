"""Tokens are made by joserfc, an implementation of JOSE by others."""

from __future__ import annotations

import base64
import json
import warnings
from dataclasses import replace
from datetime import timedelta

import pytest
from joserfc import jws
from joserfc.errors import SecurityWarning
from joserfc.jwk import ECKey, OKPKey, RSAKey

from cairn.errors import FetchError, KeyUnresolved, ProofMismatch
from cairn.vc.checks_jwt import jwt_checks
from cairn.vc.did import VerificationMethod, resolve_method
from cairn.vc.jwt import credential_in, read_token
from cairn.vc.multibase import encode_base64url
from tests.credentials import ISSUER, KEY, METHOD
from tests.moments import DAY, MONDAY

KEYS = "https://college.example/keys/1"
HOSTED = "https://college.example/issuer"
ED25519 = OKPKey.import_key(KEY.to_jwk())
P256 = ECKey.generate_key("P-256")
RSA = RSAKey.generate_key(2048)
PASSED = ["passed"] * 5


def token(key=ED25519, alg="EdDSA", issuer=ISSUER, claims=None, **header):
    payload = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "issuer": {"id": issuer},
        "validFrom": "2026-03-02T09:00:00Z",
        **(claims or {}),
    }
    header = {"alg": alg, **header}
    with warnings.catch_warnings():
        # RFC 9864 gives EdDSA a new name, which issuers of credentials do not use yet
        warnings.simplefilter("ignore", SecurityWarning)
        return jws.serialize_compact(header, json.dumps(payload), key, algorithms=[alg])


def checks(text, web=None, keys=None):
    def fetch(url):
        if url not in (web or {}):
            raise FetchError(f"{url} is not there")
        return json.dumps(web[url]).encode()

    parsed = read_token(text)
    found = jwt_checks(
        parsed,
        credential_in(parsed),
        keys=keys or (lambda method: resolve_method(method, fetch=fetch)),
        fetch=fetch,
        at=MONDAY,
    )
    return [check.outcome for check in found], [check.reason for check in found if check.reason]


@pytest.mark.parametrize("header", [{"kid": METHOD}, {"kid": METHOD.partition("#")[2]}, {}])
def test_a_did_key_issuer_signs_for_itself(header):
    assert checks(token(**header)) == (PASSED, [])


@pytest.mark.parametrize(("key", "alg"), [(P256, "ES256"), (RSA, "RS256"), (ED25519, "EdDSA")])
def test_a_bare_key_on_the_issuers_host_is_the_issuers(key, alg):
    web = {KEYS: key.as_dict(private=False)}

    assert checks(token(key, alg, HOSTED, kid=KEYS), web) == (PASSED, [])


def test_a_bare_key_on_another_host_is_not_the_issuers():
    web = {KEYS: P256.as_dict(private=False)}

    outcomes, reasons = checks(token(P256, "ES256", "https://other.example/issuer", kid=KEYS), web)

    assert (outcomes[0], reasons) == ("passed", ["issuer_mismatch"])


@pytest.mark.parametrize(
    ("text", "web", "outcome", "reason"),
    [
        (token(P256, "ES256", HOSTED, kid=KEYS), {}, "undetermined", "key_unresolved"),
        (token(P256, "ES256", HOSTED), {}, "undetermined", "key_unresolved"),
        (
            token(P256, "ES256", HOSTED, jwk=P256.as_dict(private=False)),
            {},
            "undetermined",
            "key_unresolved",
        ),
        (
            token(P256, "ES256", HOSTED, kid=KEYS),
            {KEYS: RSA.as_dict(private=False)},
            "failed",
            "key_refused",
        ),
        (
            token(P256, "ES256", HOSTED, kid=KEYS),
            {KEYS: ECKey.generate_key("P-256").as_dict(private=False)},
            "failed",
            "proof_mismatch",
        ),
        (
            token(P256, "ES256", HOSTED, kid=KEYS),
            {KEYS: P256.as_dict(private=True)},
            "failed",
            "key_refused",
        ),
        (token(P256, "ES256", ISSUER), {}, "failed", "key_refused"),
        (token(OKPKey.generate_key("Ed25519")), {}, "failed", "proof_mismatch"),
    ],
)
def test_a_key_that_is_not_there_or_does_not_fit_is_told_apart(text, web, outcome, reason):
    outcomes, reasons = checks(text, web)

    assert (outcomes[0], reasons) == (outcome, [reason])
    assert outcomes[2:] == ["not_checked"] * 3


def test_a_key_in_the_header_is_never_believed():
    stranger = OKPKey.generate_key("Ed25519")

    outcomes, reasons = checks(token(stranger, jwk=stranger.as_dict(private=False)))

    assert (outcomes[0], reasons) == ("failed", ["proof_mismatch"])


@pytest.mark.parametrize("kind", ["vc+jwt", "JWT", "vc+ld+jwt", "vc+ld+json+jwt"])
def test_the_type_of_a_credential_is_accepted(kind):
    assert checks(token(typ=kind)) == (PASSED, [])


@pytest.mark.parametrize("kind", ["vp+jwt", "dpop+jwt", "bad+typ"])
def test_a_token_made_for_something_else_is_no_credential(kind):
    assert checks(token(typ=kind))[1] == ["proof_purpose_mismatch"]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"controller": "did:web:other.example"}, "issuer_mismatch"),
        ({"purposes": frozenset({"authentication"})}, "key_purpose_mismatch"),
        ({"revoked": MONDAY - DAY}, "key_revoked"),
        ({"expires": MONDAY - timedelta(hours=1)}, "key_expired"),
    ],
)
def test_what_the_controller_says_of_the_key_counts(changed, reason):
    said = {
        "id": METHOD,
        "controller": ISSUER,
        "public_key": KEY.public,
        "purposes": frozenset({"assertionMethod"}),
    }
    method = VerificationMethod(**(said | changed))

    assert checks(token(), keys=lambda asked: method)[1] == [reason]


def test_the_issuer_of_a_did_jwk_signs_with_its_only_key():
    asked = []

    def keys(method):
        asked.append(method)
        raise KeyUnresolved("not here")

    checks(token(issuer="did:jwk:e30"), keys=keys)
    checks(token(issuer="did:web:college.example", kid="#one"), keys=keys)

    assert asked == ["did:jwk:e30#0", "did:web:college.example#one"]


def test_a_kid_that_is_no_text_is_refused():
    header = {"alg": "EdDSA", "kid": 7}
    made = token(kid=METHOD).split(".")
    made[0] = encode_base64url(json.dumps(header).encode())

    outcomes, reasons = checks(".".join(made))

    assert (outcomes[0], reasons) == ("failed", ["malformed_credential"])


def test_an_address_at_which_a_controller_document_lies_is_asked_for_its_method():
    document = {
        "id": KEYS,
        "type": "Multikey",
        "controller": HOSTED,
        "publicKeyMultibase": KEY.public.multibase,
    }
    web = {KEYS: document, HOSTED: {"id": HOSTED, "assertionMethod": [KEYS]}}

    assert checks(token(issuer=HOSTED, kid=KEYS), web) == (PASSED, [])


def test_an_issuer_whose_address_is_none_is_not_where_the_key_lies():
    web = {KEYS: P256.as_dict(private=False)}

    outcomes, reasons = checks(token(P256, "ES256", "https://[oops", kid=KEYS), web)

    assert (outcomes[0], reasons) == ("passed", ["issuer_mismatch"])


@pytest.mark.parametrize(
    ("key", "alg"),
    [(RSA, "RS256"), (P256, "ES256"), (ECKey.generate_key("P-384"), "ES384"), (ED25519, "EdDSA")],
)
def test_keys_of_every_kind_are_believed_from_a_did_document_and_a_did_jwk(key, alg):
    public = key.as_dict(private=False)
    did = "did:web:college.example"
    listed = {"id": f"{did}#k", "type": "JsonWebKey", "controller": did, "publicKeyJwk": public}
    web = {"https://college.example/.well-known/did.json": {"id": did, "assertionMethod": [listed]}}
    text = base64.urlsafe_b64encode(json.dumps(public).encode()).rstrip(b"=").decode()

    assert checks(token(key, alg, did, kid=f"{did}#k"), web) == (PASSED, [])
    assert checks(token(key, alg, f"did:jwk:{text}", kid=f"did:jwk:{text}#0")) == (PASSED, [])


NOW = int(MONDAY.timestamp())
LAST_DAY = {"validUntil": "2028-03-02T09:00:00Z"}
HOSTED_KEY = {KEYS: P256.as_dict(private=False)}


@pytest.mark.parametrize(
    ("claims", "reasons"),
    [
        ({"exp": NOW + 1}, []),
        (LAST_DAY | {"exp": NOW + 1}, []),
        (LAST_DAY | {"exp": NOW}, ["proof_expired"]),
        ({"exp": NOW - 1}, ["proof_expired"]),
        ({"nbf": NOW - 1, "iat": NOW - 2}, []),
        ({"nbf": NOW + 1}, ["proof_time_invalid"]),
        ({"exp": "tomorrow"}, ["proof_time_invalid"]),
        ({"iat": "today"}, ["malformed_credential"]),
    ],
)
@pytest.mark.parametrize("typ", ["vc+jwt", "VC+LD+JWT"])
def test_for_the_w3c_the_times_of_a_token_are_those_of_its_signature(claims, reasons, typ):
    """Source: W3C, Securing Verifiable Credentials using JOSE and COSE, "With JOSE"."""
    assert checks(token(claims=claims, kid=METHOD, typ=typ))[1] == reasons
    by_bare_key = token(P256, "ES256", HOSTED, claims=claims, kid=KEYS, typ=typ)
    assert checks(by_bare_key, HOSTED_KEY)[1] == reasons


@pytest.mark.parametrize("header", [{}, {"typ": "JWT"}])
@pytest.mark.parametrize("claims", [{"exp": NOW + 1}, LAST_DAY | {"exp": NOW}, {"nbf": NOW - 1}])
def test_in_open_badges_they_say_again_what_the_credential_says(claims, header):
    """Source: 1EdTech, Open Badges Specification 3.0, "JWT Payload Format"."""
    with pytest.raises(ProofMismatch):
        checks(token(claims=claims, kid=METHOD, **header))


@pytest.mark.parametrize(
    ("iat", "claims", "reasons"),
    [
        (NOW - 60, {}, []),
        (NOW + 60, {}, ["key_expired"]),
        (NOW + 60, {"exp": NOW - 1}, ["key_expired"]),
        (NOW - 60, {"validFrom": "2026-03-02T09:01:00Z"}, ["key_expired"]),
    ],
)
def test_a_token_was_not_signed_before_it_says_that_it_was(iat, claims, reasons):
    text = token(claims=claims | {"iat": iat}, kid=METHOD, typ="vc+jwt")
    ended = MONDAY + timedelta(seconds=30)

    def keys(method):
        return replace(resolve_method(method, fetch=None), expires=ended)

    assert checks(text, keys=keys)[1] == reasons


@pytest.mark.parametrize(
    ("said", "reasons"),
    [
        ({"iss": HOSTED, "use": "sig", "key_ops": ["verify"], "alg": "ES256"}, []),
        ({"iss": "https://college.example/other"}, ["issuer_mismatch"]),
        ({"use": "enc"}, ["key_purpose_mismatch"]),
        ({"key_ops": ["sign"]}, ["key_purpose_mismatch"]),
        ({"alg": "ES384"}, ["key_refused"]),
        ({"alg": ["ES256"]}, ["key_refused"]),
        ({"exp": NOW + 1}, []),
        ({"exp": NOW}, ["key_expired"]),
        ({"exp": "soon"}, ["key_refused"]),
        ({"revoked": {"revoked_at": NOW + 1, "reason": "superseded"}}, []),
        ({"revoked": {"revoked_at": NOW}}, ["key_revoked"]),
        ({"revoked": {"revoked_at": None}}, ["key_refused"]),
        ({"revoked": True}, ["key_refused"]),
    ],
)
def test_what_a_bare_key_says_of_itself_is_kept_to(said, reasons):
    """RFC 7517; 1EdTech's Recommended Practices, `iss`; OpenID Federation 1.0, `revoked`."""
    web = {KEYS: {**P256.as_dict(private=False), **said}}

    assert checks(token(P256, "ES256", HOSTED, kid=KEYS), web)[1] == reasons


def test_an_ed25519_key_may_name_its_algorithm_either_way():
    for name in ("EdDSA", "Ed25519"):
        web = {KEYS: {**ED25519.as_dict(private=False), "alg": name}}

        assert checks(token(issuer=HOSTED, kid=KEYS), web) == (PASSED, [])


def test_a_revocation_that_names_no_moment_is_not_overlooked():
    web = {KEYS: {**P256.as_dict(private=False), "revoked": {"reason": "lost"}}}

    assert checks(token(P256, "ES256", HOSTED, kid=KEYS), web)[1] == ["key_refused"]
