"""Oracle: joserfc, which reads every token and checks its signature on its own."""

from __future__ import annotations

import json

import pytest
from joserfc import jws
from joserfc.jwk import ECKey, OKPKey, RSAKey

from cairn.errors import FetchError, KeyRefused, MalformedCredential
from cairn.openbadges.verifying import verify_file
from cairn.vc.jwt_signing import JwtKey, JwtProfile, as_jwt
from cairn.vc.keys import PrivateKey
from cairn.vc.trust import TrustList
from tests.moments import DAY, MONDAY
from tests.signing import ISSUER, KEY, a_badge, signed

KEY_URL = "https://college.example/keys/1"
AT_COLLEGE = {"id": "https://college.example/issuer", "type": ["Profile"]}
NINE = 1772442000  # 2026-03-02T09:00:00Z, by `date -ud @1772442000`


@pytest.fixture(scope="module")
def keys():
    """A private JWK of each kind, by its algorithm; made by joserfc."""
    return {
        "EdDSA": OKPKey.generate_key("Ed25519").as_dict(private=True),
        "ES256": ECKey.generate_key("P-256").as_dict(private=True),
        "ES384": ECKey.generate_key("P-384").as_dict(private=True),
        "RS256": RSAKey.generate_key(2048).as_dict(private=True),
    }


IMPORTED = {"EdDSA": OKPKey, "ES256": ECKey, "ES384": ECKey, "RS256": RSAKey}
# RFC 9864 has a new name for it; Open Badges 3.0 and most wallets know the old one.
pytestmark = pytest.mark.filterwarnings("ignore:EdDSA is deprecated")
PRIVATE = {"d", "p", "q", "dp", "dq", "qi"}


def public(jwk):
    return {name: value for name, value in jwk.items() if name not in PRIVATE}


def read_by_others(token, algorithm, jwk):
    found = jws.deserialize_compact(
        token, IMPORTED[algorithm].import_key(public(jwk)), algorithms=[algorithm]
    )
    return found.headers(), json.loads(found.payload)


def verdict(token, *, at=MONDAY, **published):
    def fetch(url):
        if url not in published.get("web", {}):
            raise FetchError(f"{url} is not there")
        return json.dumps(published["web"][url]).encode()

    return verify_file(token.encode(), fetch=fetch, trust=TrustList.empty(), at=at)


@pytest.mark.parametrize("algorithm", ["EdDSA", "ES256", "ES384", "RS256"])
def test_the_profile_of_open_badges_says_everything_twice(keys, algorithm):
    badge = a_badge(issuer=AT_COLLEGE, validUntil="2026-03-04T09:00:00Z")
    key = JwtKey.from_jwk(keys[algorithm])

    token = as_jwt(badge, key=key, key_id=KEY_URL, profile=JwtProfile.OB3)
    header, claims = read_by_others(token, algorithm, keys[algorithm])

    assert header == {"alg": algorithm, "kid": KEY_URL, "typ": "JWT"}
    assert claims == badge | {
        "iss": "https://college.example/issuer",
        "jti": badge["id"],
        "sub": badge["credentialSubject"]["id"],
        "nbf": NINE,
        "exp": NINE + 2 * 24 * 3600,
    }


@pytest.mark.parametrize("algorithm", ["EdDSA", "ES256", "ES384", "RS256"])
def test_what_is_signed_is_genuine_by_our_own_verifier(keys, algorithm):
    badge = a_badge(issuer=AT_COLLEGE, validUntil="2026-03-04T09:00:00Z")
    key = JwtKey.from_jwk(keys[algorithm])
    token = as_jwt(badge, key=key, key_id=KEY_URL, profile=JwtProfile.OB3)
    head, payload, signature = token.split(".")
    web = {KEY_URL: public(keys[algorithm])}

    assert verdict(token, web=web).outcome == "valid"
    assert verdict(token, web=web, at=MONDAY + 3 * DAY).reasons == ["expired"]
    forged = f"{head}.{payload}.{signature[::-1]}"
    assert verdict(forged, web=web).outcome == "invalid"


def test_the_profile_of_the_w3c_is_the_credential_alone(keys):
    badge = a_badge()
    token = as_jwt(
        badge, key=JwtKey.of(KEY), key_id=f"{ISSUER}#{KEY.public.multibase}",
        profile=JwtProfile.VC_JWT,
    )  # fmt: skip
    header, claims = read_by_others(token, "EdDSA", KEY.public.jwk)

    assert (header["typ"], header["cty"]) == ("vc+jwt", "vc")
    assert claims == badge
    assert verdict(token).outcome == "valid"


def test_without_an_end_and_an_id_there_are_no_claims_of_them():
    badge = a_badge(credentialSubject={"type": ["AchievementSubject"]})
    token = as_jwt(badge, key=JwtKey.of(KEY), key_id="#key", profile=JwtProfile.OB3)
    _, claims = read_by_others(token, "EdDSA", KEY.public.jwk)

    assert {"exp", "sub"} & claims.keys() == set()


def test_text_of_every_script_is_signed_as_it_stands():
    name = 'Zoë 王小明 עדה \U0001f98a "quoted" \\ \t \u0007'
    token = as_jwt(a_badge(name=name), key=JwtKey.of(KEY), key_id="#k", profile=JwtProfile.OB3)

    assert read_by_others(token, "EdDSA", KEY.public.jwk)[1]["name"] == name


def test_a_member_that_is_a_claim_is_not_lost_in_silence():
    with pytest.raises(MalformedCredential, match="keeps for itself"):
        as_jwt(a_badge(nonce="7"), key=JwtKey.of(KEY), key_id="#k", profile=JwtProfile.OB3)


def test_a_presentation_is_a_token_of_its_holder():
    shown = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "holder": ISSUER,
        "verifiableCredential": [signed(a_badge())],
    }
    key_id = f"{ISSUER}#{KEY.public.multibase}"
    token = as_jwt(shown, key=JwtKey.of(KEY), key_id=key_id, profile=JwtProfile.VC_JWT)
    header, payload = read_by_others(token, "EdDSA", KEY.public.jwk)

    assert (header["typ"], header["cty"], payload) == ("vp+jwt", "vp", shown)
    assert verdict(token).outcome == "valid"
    with pytest.raises(MalformedCredential, match=r"use vc\+jwt"):
        as_jwt(shown, key=JwtKey.of(KEY), key_id=key_id, profile=JwtProfile.OB3)


def test_a_presentation_is_made_for_whoever_asked_for_it_and_a_credential_for_nobody():
    shown = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "holder": ISSUER,
    }
    how = {"key": JwtKey.of(KEY), "key_id": "#key", "profile": JwtProfile.VC_JWT}

    token = as_jwt(shown, challenge="7f3a", domain="works.example", **how)
    _, payload = read_by_others(token, "EdDSA", KEY.public.jwk)

    assert payload == shown | {"nonce": "7f3a", "aud": "works.example"}
    with pytest.raises(ValueError, match="nobody in particular"):
        as_jwt(a_badge(), domain="works.example", **how)


def test_a_key_of_this_project_is_read_from_its_jwk():
    key = PrivateKey.from_seed(bytes(range(32)))

    assert JwtKey.from_jwk(key.to_jwk()).sign(b"x") == key.sign(b"x")


@pytest.mark.parametrize(
    ("algorithm", "changed"),
    [
        ("EdDSA", {"kty": "oct"}),
        ("EdDSA", {"crv": "X25519"}),
        ("ES256", {"crv": "P-521"}),
        ("ES256", {"d": None}),
        ("ES256", {"d": "AA"}),
        ("ES256", {"d": "AQ"}),
        ("RS256", {"p": None}),
        ("RS256", {"q": "AQAB"}),
        ("RS256", {"n": "AQAB"}),
    ],
)
def test_a_key_that_will_not_do_is_refused(keys, algorithm, changed):
    with pytest.raises(KeyRefused):
        JwtKey.from_jwk(keys[algorithm] | changed)
