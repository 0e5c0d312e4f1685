"""A small Open Badges credential to build on, and its canonical form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cairn.vc.jsonld import to_quads
from cairn.vc.rdfc import canonicalize

V2 = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"


def credential(**members: Any) -> dict[str, Any]:
    return {
        "@context": [V2, OB],
        "id": "urn:uuid:6f0d3f0e-5b8f-4a2e-9a6b-0f7c6f6f0001",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "did:web:college.example", "type": ["Profile"], "name": "North College"},
        "validFrom": "2026-03-02T09:00:00Z",
        "credentialSubject": {
            "id": "did:example:ada",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://college.example/achievements/1",
                "type": ["Achievement"],
                "name": "Checking for Understanding",
                "description": "Can check what every learner understood.",
                "criteria": {"narrative": "Judged on a recorded lesson."},
            },
        },
        **members,
    }


def canonical(document: Mapping[str, Any], **how: Any) -> str:
    return canonicalize(to_quads(document, **how))
