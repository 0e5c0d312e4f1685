"""A small issuer for tests: one key, one badge, one status list, and a verifier of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cairn.errors import FetchError
from cairn.vc.data_integrity import secure
from cairn.vc.did import VerificationMethod, did_key, did_key_method, resolve_method
from cairn.vc.keys import PrivateKey
from cairn.vc.status_list import bits_with, encode_bits, status_list_credential
from cairn.vc.trust import TrustList
from cairn.vc.verification import VerificationReport, verify
from tests.moments import DAY, MONDAY

KEY = PrivateKey.from_seed(bytes(range(32)))
OTHER_KEY = PrivateKey.from_seed(bytes(32))
ISSUER = did_key(KEY.public)
LIST_URL = "https://college.example/status/1"
ACHIEVEMENT = "https://college.example/achievements/1"
CONTEXTS = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]


def a_badge(**changes: Any) -> dict[str, Any]:
    """Return an unsigned AchievementCredential; a change to None leaves its member out."""
    badge = {
        "@context": CONTEXTS,
        "id": "urn:uuid:0b1a7a3c-55f3-4ad6-9c3e-6d2b4d9c1f10",
        "type": ["VerifiableCredential", "AchievementCredential"],
        "name": "Whiteboards",
        "issuer": {"id": ISSUER, "type": ["Profile"], "name": "North College"},
        "validFrom": "2026-03-02T09:00:00Z",
        "credentialSubject": {
            "id": "urn:uuid:58172aac-d8ba-41ed-83dd-0b3aef56cc33",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": ACHIEVEMENT,
                "type": ["Achievement"],
                "name": "Whiteboards",
                "description": "Explain with a drawing.",
                "criteria": {"narrative": "Drew three explanations that two peers understood."},
                "tag": ["drawing", "teaching"],
            },
            "result": [{"type": ["Result"], "value": "12.5"}],
        },
        **changes,
    }
    return {member: value for member, value in badge.items() if value is not None}


def signed(
    document: Mapping[str, Any], *, key: PrivateKey = KEY, created: datetime = MONDAY
) -> dict[str, Any]:
    method = did_key_method(key.public)
    return secure(document, sign=key.sign, verification_method=method, created=created)


def an_endorsement(of: str = ACHIEVEMENT, **changes: Any) -> dict[str, Any]:
    """Return an unsigned endorsement of what has the id `of`."""
    subject = {"id": of, "type": ["EndorsementSubject"], "endorsementComment": "Worth having."}
    return a_badge(
        id="urn:uuid:0b1a7a3c-55f3-4ad6-9c3e-000000000000",
        type=["VerifiableCredential", "EndorsementCredential"],
        **{"name": "Praise of it", "credentialSubject": subject, **changes},
    )


def a_status_list(*positions: int, purpose: str = "revocation", **changes: Any) -> dict[str, Any]:
    """Return an unsigned list with the bits at `positions` set."""
    made = status_list_credential(
        url=LIST_URL,
        issuer=ISSUER,
        purpose=purpose,
        encoded=encode_bits(bits_with(positions)),
        valid_from=MONDAY,
        valid_until=MONDAY + DAY,
        ttl_minutes=15,
    )
    return {**made, **changes}


def keys(method_id: str) -> VerificationMethod:
    return resolve_method(method_id, fetch=nothing)


def nothing(url: str) -> bytes:
    raise FetchError(f"{url} answered 404")


def lists(*found: Mapping[str, Any]) -> Any:
    """Return a source of status lists by their ids, for which all others are missing."""
    by_id = {entry["id"]: entry for entry in found}

    def source(url: str) -> Mapping[str, Any]:
        if url not in by_id:
            nothing(url)
        return by_id[url]

    return source


def report_on(document: Any, **how: Any) -> VerificationReport:
    """Verify on Monday, with no list and nobody recognised, unless said otherwise."""
    usual = {"keys": keys, "statuses": lists(), "trust": TrustList.empty(), "at": MONDAY}
    return verify(document, **{**usual, **how})
