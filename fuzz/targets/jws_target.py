"""
JWTs: only what the key signed is believed, and every refusal has its reason.

The bytes choose what is changed in a good token: a part, its header, its claims, its key.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from cairn.errors import CairnError, CredentialError
from cairn.openbadges.verifying import verify_file
from cairn.vc.did import did_key, did_key_method
from cairn.vc.jwt import check_signature, credential_in, read_token
from cairn.vc.keys import PublicKey
from cairn.vc.multibase import decode_base64url, encode_base64url
from cairn.vc.report import Outcome
from cairn.vc.rsa import RsaKey
from cairn.vc.trust import TrustList
from fuzz.choices import Choices
from fuzz.documents import value
from fuzz.promises import answer, promise, timely
from tests.moments import MONDAY
from tests.signing import KEY, a_badge, nothing

METHOD = did_key_method(KEY.public)
HEADERS = ("alg", "kid", "typ", "crit", "b64", "jwk", "jku", "x5c", "cty", "iss", "p2c")
CLAIMS = ("iss", "sub", "jti", "nbf", "exp", "iat", "aud", "vc", "vp", "proof", "@context", "id")
VALUES = ("none", "EdDSA", "ES256", "RS256", "HS256", "Ed25519", "JWT", "vc+jwt", METHOD, "", True)


@cache
def good() -> str:
    """Return a token that our own verifier calls valid."""
    header = {"alg": "EdDSA", "kid": METHOD, "typ": "vc+jwt"}
    badge = a_badge()
    claims = {
        **badge,
        "iss": did_key(KEY.public),
        "jti": badge["id"],
        "sub": badge["credentialSubject"]["id"],
        "nbf": 1_772_442_000,
    }
    return _signed(header, claims)


def seeds() -> list[bytes]:
    """Return the good token, and bytes that change it in each way."""
    return [good().encode(), *(bytes([way, *range(7, 40)]) for way in range(6))]


def check(data: bytes) -> None:
    """Read and verify the token that `data` is or chooses."""
    text = data.decode("latin-1") if data.startswith(b"ey") else _changed(Choices(data))
    answer(lambda: _opened(text), CredentialError)
    report = answer(lambda: _verified(text))
    if report is not None and report.outcome is Outcome.VALID:
        promise(_says(text) == _says(good()), "a token that nobody signed is called valid")


def _opened(text: str) -> Any:
    token = read_token(text)
    check_signature(token, KEY.public)
    return credential_in(token)


def _verified(text: str) -> Any:
    data = text.encode("utf-8", "surrogatepass")
    return verify_file(data, fetch=nothing, trust=TrustList.empty(), at=MONDAY)


def _says(text: str) -> tuple[str, str]:
    """Return what is signed; a signature is checked by itself."""
    header, claims, _ = text.strip().split(".")
    return header, claims


def _changed(choices: Choices) -> str:
    parts = good().split(".")
    way = choices.number(6)
    if way == 0:
        return _with_bytes(choices, parts)
    header, claims = (json.loads(decode_base64url(part)) for part in parts[:2])
    if way == 1:
        _set_some(choices, header, HEADERS)
        return ".".join([_part(header), parts[1], parts[2]])
    if way == 2:
        _set_some(choices, claims, CLAIMS)
        return ".".join([parts[0], _part(claims), parts[2]])
    if way == 3:
        return _envelope(choices)
    if way == 4:
        answer(lambda: _key(_jwk(choices)), CairnError)
        return good()
    header.pop("kid")
    _set_some(choices, header, HEADERS)
    return ".".join([_part(header), *parts[1:]])


def _with_bytes(choices: Choices, parts: list[str]) -> str:
    text = ".".join(parts)
    start = choices.number(len(text))
    end = min(len(text), start + choices.number(9))
    return text[:start] + choices.some_bytes(20).decode("latin-1") + text[end:]


def _set_some(choices: Choices, members: dict[str, Any], names: tuple[str, ...]) -> None:
    for _ in range(1 + choices.number(3)):
        members[choices.one_of(names)] = _value(choices)


def _value(choices: Choices) -> Any:
    return value(choices, 3) if choices.number(2) else choices.one_of(VALUES)


def _envelope(choices: Choices) -> str:
    address = f"data:application/vc+jwt,{good()[choices.number(3) :]}"
    envelope = {"@context": value(choices, 2), "id": address, "type": _value(choices)}
    if choices.number(2):
        envelope["type"] = "EnvelopedVerifiableCredential"
    timely(lambda: _quietly(json.dumps(envelope)))
    return good()


def _quietly(text: str) -> None:
    answer(lambda: _verified(text))


def _jwk(choices: Choices) -> dict[str, Any]:
    jwk: dict[str, Any] = {"kty": choices.one_of(("OKP", "EC", "RSA", "oct"))}
    for name in ("crv", "x", "y", "n", "e", "d"):
        if choices.number(4):
            jwk[name] = choices.one_of(("Ed25519", "P-256", "P-384", "AQAB", None, 7))
        else:
            jwk[name] = encode_base64url(choices.some_bytes(300))
    return jwk


def _key(jwk: dict[str, Any]) -> PublicKey | RsaKey:
    return RsaKey.from_jwk(jwk) if jwk["kty"] == "RSA" else PublicKey.from_jwk(jwk)


def _signed(header: dict[str, Any], claims: dict[str, Any]) -> str:
    signing_input = f"{_part(header)}.{_part(claims)}"
    return f"{signing_input}.{encode_base64url(KEY.sign(signing_input.encode()))}"


def _part(members: dict[str, Any]) -> str:
    return encode_base64url(json.dumps(members).encode())
