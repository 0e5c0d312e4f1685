"""Credentials made of choices: every member and kind of value that JSON-LD treats differently."""

from __future__ import annotations

from typing import Any

from fuzz.choices import Choices

VC_V1 = "https://www.w3.org/2018/credentials/v1"
VC_V2 = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
OB_V2 = "https://w3id.org/openbadges/v2"
DID = "https://www.w3.org/ns/did/v1"
MULTIKEY = "https://w3id.org/security/multikey/v1"
SUITES = "https://w3id.org/security/suites/ed25519-2020/v1"
SECURITY = "https://w3id.org/security/v2"
ODRL = "https://www.w3.org/ns/odrl.jsonld"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
CONTEXTS = (VC_V2, OB, CLR, VC_V1, OB_V2, DID, MULTIKEY, SUITES, SECURITY, ODRL, EXTENSIONS)
USUAL = ([VC_V2, OB], [VC_V2], [VC_V2, CLR, OB], [VC_V1], OB_V2, [DID, MULTIKEY])

MEMBERS = (
    *("id", "type", "name", "description", "issuer", "validFrom", "credentialSubject", "proof"),
    *("credentialStatus", "evidence", "credentialSchema", "termsOfUse", "relatedResource"),
    *("achievement", "alignment", "criteria", "narrative", "image", "tag", "result", "value"),
    *("resultDescription", "allowedValue", "creator", "address", "geo", "latitude", "hashed"),
    *("identifier", "identityHash", "identityType", "salt", "source", "role", "creditsEarned"),
    *("achievedLevel", "rubricCriterionLevel", "related", "inLanguage", "endorsement", "url"),
    *("otherIdentifier", "verifiableCredential", "holder", "verificationMethod", "created"),
    *("proofPurpose", "proofValue", "cryptosuite", "publicKeyMultibase", "publicKeyJwk"),
    *("assertionMethod", "authentication", "service", "serviceEndpoint", "controller", "jws"),
    *("association", "sourceId", "targetId", "digestSRI", "mediaType", "digestMultibase"),
    *("statusPurpose", "statusListIndex", "encodedList", "statusMessage", "message", "status"),
    *("@context", "@id", "@type", "@value", "@language", "@direction", "@list", "@graph"),
    *("@reverse", "@nest", "@included", "@index", "@set", "@json", "@none", "@unknown", ""),
    *("unknown", "https://college.example/word", "ob:name", "schema:name", "_:b", "did:a:b"),
    *("issuanceDate", "expirationDate", "recipient", "badge", "verification", "refreshService"),
)
TYPES = (
    *("VerifiableCredential", "AchievementCredential", "OpenBadgeCredential", "Achievement"),
    *("AchievementSubject", "Profile", "Alignment", "Result", "ResultDescription", "Image"),
    *("Evidence", "Address", "GeoCoordinates", "IdentityObject", "IdentifierEntry", "Criteria"),
    *("ClrCredential", "ClrSubject", "Association", "DataIntegrityProof", "Ed25519Signature2020"),
    *("BitstringStatusListEntry", "BitstringStatusListCredential", "VerifiablePresentation"),
    *("EndorsementCredential", "Assertion", "BadgeClass", "Multikey", "JsonWebKey", "Related"),
    *("JsonSchema", "https://college.example/Type", "Unknown", "@id", "@json", "", "_:type"),
)
TEXTS = (
    *("a", "", "Zo\u00eb", "\U0001f393", "\u202eabc", "two\nlines", 'a "quote"', "back\\slash"),
    *("\u0001", "\t", "\x7f", "\ud800", "<b>", "x" * 300, "1", "1.0", "true", "null", "en"),
    *("https://college.example/1", "did:example:ada", "urn:uuid:0b1a7a3c", "relative", "#a"),
    *("https://college.example/a b", "https://college.example/%zz", "//host", "_:b1", "ob:x"),
    *("2026-03-02T09:00:00Z", "ltr", "rtl", "de-CH", "x y", "@id", "@x", "\u2028", "\uffff"),
)
NUMBERS = (0, 1, -1, 2**53, 0.5, -0.0, 1e21, 1e-7, 1.0, 123456789.125, 5e-324, 1.7e308, 1e16)

DEEPEST = 12


def document(choices: Choices) -> Any:
    """Return a document whose root has contexts, a type and members by choice."""
    root = {"@context": _contexts(choices), "id": "urn:uuid:6f0d3f0e", "type": _types(choices)}
    return {**root, **_members(choices, DEEPEST)}


def _contexts(choices: Choices) -> Any:
    if choices.number(8):
        return choices.one_of(USUAL)
    return [choices.one_of(CONTEXTS) for _ in range(choices.number(6))]


def _types(choices: Choices) -> Any:
    types = [choices.one_of(TYPES) for _ in range(1 + choices.number(3))]
    return types if choices.number(4) else types[0]


def _members(choices: Choices, depth: int) -> dict[str, Any]:
    members = {}
    for _ in range(choices.number(7)):
        if not choices.left:
            break
        name = choices.one_of(MEMBERS)
        members[name] = _types(choices) if name == "type" else value(choices, depth - 1)
    return members


def value(choices: Choices, depth: int = DEEPEST) -> Any:
    """Return a JSON value, at most `depth` levels deep."""
    kind = choices.number(10) if depth > 0 else 0
    if kind < 3:
        return choices.one_of(TEXTS)
    if kind == 3:
        return choices.one_of(NUMBERS)
    if kind == 4:
        return choices.one_of((True, False, None, [], {}))
    if kind == 5:
        return [value(choices, depth - 1) for _ in range(choices.number(4))]
    if kind == 6:
        return _tagged(choices)
    if kind == 7:
        return {**_members(choices, depth), "@context": _contexts(choices)}
    return {"type": _types(choices), **_members(choices, depth)}


def _tagged(choices: Choices) -> dict[str, Any]:
    tagged = {"@value": value(choices, 1)}
    for name in ("@language", "@direction", "@type"):
        if choices.number(3) == 0:
            tagged[name] = choices.one_of(TEXTS)
    return tagged
