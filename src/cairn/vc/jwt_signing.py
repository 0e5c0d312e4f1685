"""
Credentials as a compact JWT: writing one, by a key of any of the kinds that standards ask for.

Two profiles disagree. Open Badges 3.0 wants the claims of a JWT beside the members of the
credential and `typ` "JWT"; the W3C wants `typ` "vc+jwt" and the credential alone. Presentations
are signed as the W3C has it only: `typ` is "vp+jwt" then.

Sources: RFC 7515, "JSON Web Signature"; RFC 7518, "ECDSA" and "RSASSA-PKCS1-v1_5"; RFC 8037;
1EdTech, Open Badges Specification 3.0, "JSON Web Token Proof Format"; W3C, Securing Verifiable
Credentials using JOSE and COSE, "With JOSE".
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cairn.errors import KeyRefused, MalformedCredential
from cairn.vc.ec_keys import EcPrivateKey
from cairn.vc.jwt import (
    ALGORITHMS,
    Token,
    check_signature,
    credential_in,
    presentation_in,
    read_token,
)
from cairn.vc.keys import PrivateKey, PublicKey
from cairn.vc.members import id_of, listed, types_of
from cairn.vc.moments import read_moment
from cairn.vc.multibase import encode_base64url
from cairn.vc.rsa import RsaKey


class JwtProfile(StrEnum):
    """Whose rules a JWT follows."""

    OB3 = "ob3"
    VC_JWT = "vc+jwt"


@dataclass(frozen=True, slots=True)
class JwtKey:
    """A key that signs JWTs: its algorithm, how it signs, and its public half."""

    algorithm: str
    sign: Callable[[bytes], bytes]
    public: PublicKey | RsaKey

    @classmethod
    def from_jwk(cls, jwk: Mapping[str, Any]) -> JwtKey:
        """
        Return the key of a private JWK: Ed25519 (EdDSA), P-256 (ES256), P-384 (ES384) or RSA
        (RS256).

        Raises:
            KeyRefused: if it is of another kind, incomplete, or too weak.
            MalformedCredential: if an Ed25519 key is malformed.
        """
        kind = jwk.get("kty"), jwk.get("crv")
        if kind == ("OKP", "Ed25519"):
            return cls.of(PrivateKey.from_jwk(jwk))
        if jwk.get("kty") == "EC":
            key = EcPrivateKey.from_jwk(jwk)
            return cls(ALGORITHMS[key.kind][0], key.sign, key.public)
        if kind == ("RSA", None):
            from cairn.vc.rsa_keys import RsaPrivateKey  # slow to load, and seldom needed

            pair = RsaPrivateKey.from_jwk(jwk)
            return cls("RS256", pair.sign, pair.public)
        text = "JWTs are signed with Ed25519, P-256, P-384 or RSA keys; this JWK is of none"
        raise KeyRefused(text)

    @classmethod
    def of(cls, key: PrivateKey) -> JwtKey:
        """Return an Ed25519 key as one that signs JWTs."""
        return cls("EdDSA", key.sign, key.public)


def as_jwt(
    credential: Mapping[str, Any],
    *,
    key: JwtKey,
    key_id: str,
    profile: JwtProfile,
    challenge: str | None = None,
    domain: str | None = None,
) -> str:
    """
    Return `credential` as a compact JWT, read again and found to be signed by `key`.

    Args:
        credential: as it shall be, or a presentation; a proof inside it is signed along.
        key_id: the verification method, or for Open Badges 3.0 the address of a bare JWK.
        challenge, domain: what the verifier of a presentation asked to be signed, and who that
            is; None where nobody asked.

    Raises:
        MalformedCredential: if a member cannot be written as a claim, as a name that a JWT
            keeps for itself; or if it is a presentation, in the profile of Open Badges 3.0.
        ValueError: if a challenge or a domain is given for a credential.
    """
    signing_input = f"{_encoded(_header(credential, key, key_id, profile))}."
    signing_input += _encoded(_payload(credential, profile) | _asked(credential, challenge, domain))
    signature = key.sign(signing_input.encode("ascii"))
    jwt = f"{signing_input}.{encode_base64url(signature)}"
    token = read_token(jwt)
    check_signature(token, key.public)
    if _held(token, credential) != dict(credential):
        raise MalformedCredential("The credential has members that a JWT keeps for itself")
    return jwt


def is_presentation(document: Mapping[str, Any]) -> bool:
    """Return whether `document` shows credentials and is none."""
    return "VerifiablePresentation" in types_of(document)


def _header(
    credential: Mapping[str, Any], key: JwtKey, key_id: str, profile: JwtProfile
) -> dict[str, str]:
    header = {"alg": key.algorithm, "kid": key_id, "typ": "JWT"}
    if profile is JwtProfile.OB3:
        return header
    kind = "vp" if is_presentation(credential) else "vc"
    return header | {"typ": f"{kind}+jwt", "cty": kind}


def _payload(credential: Mapping[str, Any], profile: JwtProfile) -> dict[str, Any]:
    if profile is JwtProfile.VC_JWT:
        return dict(credential)
    if is_presentation(credential):
        raise MalformedCredential("Open Badges 3.0 has no tokens of presentations; use vc+jwt")
    return dict(credential) | _claims(credential)


def _asked(
    credential: Mapping[str, Any], challenge: str | None, domain: str | None
) -> dict[str, str]:
    """Return the claims that bind a presentation to whoever asked for it."""
    found = {"nonce": challenge, "aud": domain}
    claims = {name: value for name, value in found.items() if value is not None}
    if claims and not is_presentation(credential):
        raise ValueError("a credential is made for nobody in particular")
    return claims


def _held(token: Token, credential: Mapping[str, Any]) -> dict[str, Any]:
    return presentation_in(token) if is_presentation(credential) else credential_in(token)


def _claims(credential: Mapping[str, Any]) -> dict[str, Any]:
    """Return the claims that say again what the credential says."""
    subjects = listed(credential.get("credentialSubject"))
    claims: dict[str, Any] = {
        "iss": id_of(credential.get("issuer")),
        "jti": credential.get("id"),
        "sub": id_of(subjects[0]) if len(subjects) == 1 else None,
        "nbf": _seconds(credential.get("validFrom")),
        "exp": _seconds(credential.get("validUntil")),
    }
    return {name: value for name, value in claims.items() if value is not None}


def _seconds(text: Any) -> int | None:
    return None if text is None else int(read_moment(text).timestamp())


def _encoded(part: Mapping[str, Any]) -> str:
    text = json.dumps(part, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return encode_base64url(text.encode("utf-8"))
