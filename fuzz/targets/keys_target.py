"""
Keys: whatever lies where a key is said to be, it is read, refused, or left open.

The bytes choose the id of the method, and what the documents at its addresses say.
"""

from __future__ import annotations

import json
from typing import Any

from cairn.errors import CairnError, FetchError, KeyRefused, KeyUnresolved
from cairn.openbadges.v2 import is_assertion, verify_assertion
from cairn.openbadges.v2_signed import is_signed, verify_signed
from cairn.vc.did import did_web, resolve_method
from cairn.vc.jwt import Token
from cairn.vc.multibase import encode_base64url
from cairn.vc.report import Outcome
from cairn.vc.trust import TrustList
from fuzz.choices import Choices
from fuzz.documents import value
from fuzz.promises import answer, promise
from tests.moments import MONDAY
from tests.signing import KEY

TEXT = KEY.public.multibase
ISSUER = "did:web:college.example"
HOSTED = "https://college.example/keys"
METHODS = (
    *(f"{ISSUER}#{TEXT}", f"{HOSTED}#1", HOSTED, f"did:key:{TEXT}#{TEXT}", "did:web:a%3A80:b#c"),
    *("did:jwk:", "https://[", "did:ion:x", "did:web:", "", "#", "did:web:127.1#a", "did:key:z"),
)
MEMBERS = (
    *("id", "verificationMethod", "assertionMethod", "authentication", "controller", "type"),
    *("publicKeyMultibase", "publicKeyJwk", "expires", "revoked", "keyAgreement", "@context"),
)
NAMES = (ISSUER, HOSTED, TEXT, f"{ISSUER}#{TEXT}", f"#{TEXT}", "#1", "2026-03-02T09:00:00Z", "")
ASSERTION = ("id", "type", "recipient", "badge", "verification", "verify", "issuedOn", "expires")
BADGE = "https://college.example/badge"
PROFILE = "https://college.example/issuer"
PROFILES = ("id", "publicKey", "revocationList", "owner", "publicKeyPem", "revokedAssertions")


def seeds() -> list[bytes]:
    """Return choices of each kind of method."""
    return [bytes([way, *range(start, start + 60)]) for way in range(5) for start in (0, 100)]


def check(data: bytes) -> None:
    """Resolve a method among hostile documents; verify an old badge among them."""
    choices = Choices(data)
    method_id = choices.one_of(METHODS) + _ending(choices)
    documents = [_controller(choices) for _ in range(2)]
    found = answer(
        lambda: resolve_method(method_id, fetch=_serving(documents)), KeyRefused, KeyUnresolved
    )
    if found is not None and not method_id.startswith("did:jwk:"):
        promise(found.public_key.multibase == TEXT, "a key that nobody named is believed")
    answer(lambda: did_web(method_id), CairnError)
    _check_old_badge(choices)
    _check_signed_badge(choices)


def _ending(choices: Choices) -> str:
    way = choices.number(6)
    if way == 0:
        return encode_base64url(json.dumps(value(choices, 2)).encode())
    return choices.some_bytes(6).decode("latin-1") if way == 1 else ""


def _serving(documents: list[Any]) -> Any:
    left = list(documents)

    def fetch(url: str) -> bytes:
        if not left:
            raise FetchError(f"{url} answered 404")
        return json.dumps(left.pop(0)).encode()

    return fetch


def _controller(choices: Choices) -> Any:
    method: dict[str, Any] = {
        "id": f"{ISSUER}#{TEXT}",
        "controller": ISSUER,
        "publicKeyMultibase": TEXT,
    }
    document = {"id": ISSUER, "verificationMethod": [method], "assertionMethod": [method["id"]]}
    if choices.number(9) == 0:
        return value(choices, 3)
    for _ in range(choices.number(4)):
        target = document if choices.number(2) else method
        target[choices.one_of(MEMBERS)] = _odd(choices)
    return document


def _odd(choices: Choices) -> Any:
    way = choices.number(4)
    if way == 0:
        return choices.one_of(NAMES)
    if way == 1:
        return [choices.one_of(NAMES), value(choices, 1)]
    return {"id": value(choices, 1)} if way == 2 else value(choices, 3)


def _check_old_badge(choices: Choices) -> None:
    address = "https://college.example/assertion"
    assertion = {
        "@context": "https://w3id.org/openbadges/v2",
        "id": address,
        "type": "Assertion",
        "recipient": {"type": "email", "hashed": False, "identity": "ada@college.example"},
        "badge": BADGE,
        "verification": {"type": "hosted"},
        "issuedOn": "2026-03-01T09:00:00Z",
    }
    changed = dict(assertion)
    for _ in range(choices.number(4)):
        changed[choices.one_of(ASSERTION)] = _odd(choices)
    pages = [changed, {"id": BADGE, "type": "BadgeClass", "name": "B", "issuer": _odd(choices)}]
    report = answer(
        lambda: verify_assertion(
            assertion,
            fetch=_serving([*pages, _controller(choices)]),
            trust=TrustList.empty(),
            at=MONDAY,
        )
    )
    if report is not None and report.outcome is Outcome.VALID:
        promise(changed.get("id") == address, "an assertion published elsewhere is called valid")


def _check_signed_badge(choices: Choices) -> None:
    """A signature of nobody's key: whatever is published, the badge is not genuine."""
    claims: dict[str, Any] = {
        "id": "urn:uuid:1",
        "type": "Assertion",
        "recipient": {"type": "email", "hashed": False, "identity": "ada@college.example"},
        "badge": {"name": "B", "issuer": PROFILE},
        "verification": {"type": "SignedBadge"},
        "issuedOn": "2026-03-01T09:00:00Z",
    }
    profile: dict[str, Any] = {"id": PROFILE, "publicKey": {"id": f"{PROFILE}#1"}}
    for _ in range(choices.number(4)):
        target = (claims, profile, profile.get("publicKey"))[choices.number(3)]
        if isinstance(target, dict):
            target[choices.one_of((*ASSERTION[:6], *PROFILES))] = _odd(choices)
    if not (is_assertion(claims) and is_signed(claims)):
        return
    token = Token({"alg": "EdDSA"}, claims, b"a.b", bytes(64))
    report = answer(
        lambda: verify_signed(
            token,
            fetch=_serving([profile, _controller(choices)]),
            trust=TrustList.empty(),
            at=MONDAY,
        )
    )
    promise(report is None or report.outcome is not Outcome.VALID, "nobody's signature is valid")
