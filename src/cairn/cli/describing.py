"""
From what was found in a file to what it says: credentials, presentations, tokens, envelopes.

Nothing is believed and nothing is refused: whatever stands where something else should is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from cairn.cli.describing_assertions import (
    describe_assertion,
    describe_badge_class,
    describe_profile,
)
from cairn.cli.describing_parts import award, first_text, named, objects, party
from cairn.cli.said import (
    Form,
    Identifier,
    Listed,
    Recipient,
    Said,
    Securing,
    Status,
)
from cairn.errors import CairnError, MalformedCredential
from cairn.openbadges.reading import Found
from cairn.openbadges.v2 import is_assertion
from cairn.reading import read_json
from cairn.vc.enclosed import DEEPEST, MAX_ENCLOSED, enclosed_in
from cairn.vc.enveloped import Enveloped, is_enveloped
from cairn.vc.jwt import CLAIMS
from cairn.vc.members import id_of, listed, text_of, types_of
from cairn.vc.moments import moment_text
from cairn.vc.multibase import decode_base64url

KINDS = {
    "ClrCredential": (Form.LEARNER_RECORD, "CLR 2.0"),
    "EndorsementCredential": (Form.ENDORSEMENT, "Open Badges 3.0"),
    "OpenBadgeCredential": (Form.ACHIEVEMENT_CREDENTIAL, "Open Badges 3.0"),
    "AchievementCredential": (Form.ACHIEVEMENT_CREDENTIAL, "Open Badges 3.0"),
    "BitstringStatusListCredential": (Form.STATUS_LIST, "Bitstring Status List 1.0"),
    "StatusList2021Credential": (Form.STATUS_LIST, "Status List 2021"),
}
"""By the type that tells most, in the order in which they are looked for."""

ABOUT_NOBODY = (Form.STATUS_LIST, Form.ENDORSEMENT)
VERSIONS = {
    "https://www.w3.org/ns/credentials/v2": "2.0",
    "https://www.w3.org/2018/credentials/v1": "1.1",
}
_CREDENTIAL = "VerifiableCredential"
_PRESENTATION = "VerifiablePresentation"
_PERIOD = (("nbf", "validFrom", "issuanceDate"), ("exp", "validUntil", "expirationDate"))


def describe(found: Found) -> Said:
    """Return what was found says."""
    if found.address is not None:
        hosted = Securing(type="hosted", address=found.address)
        return Said(kind=Form.ADDRESS, id=found.address, secured_by=(hosted,))
    if found.jwt is not None:
        return describe_token(found.jwt)
    return describe_document(found.document or {})


def content_of(found: Found) -> Any:
    """Return what was found as JSON: the document, the claims of a token; None for an address."""
    if found.jwt is None:
        return found.document
    try:
        return _parts_of(found.jwt)[1]
    except CairnError:
        return None


def describe_document(document: Mapping[str, Any], *, depth: int = 0) -> Said:
    """Return what a JSON object says; `depth` is how many credentials it stands in."""
    for kind in Enveloped:
        if is_enveloped(document, kind):
            return _described_envelope(document, depth)
    if is_assertion(document):
        return describe_assertion(document)
    types = types_of(document)
    if _PRESENTATION in types:
        return _described_presentation(document, types, depth)
    if _CREDENTIAL in types or "credentialSubject" in document:
        return _described_credential(document, types, depth)
    if {"BadgeClass", "Achievement"} & set(types):
        return describe_badge_class(document)
    if {"Profile", "Issuer"} & set(types):
        return describe_profile(document)
    names = ", ".join(sorted(document))[:200]
    problem = f"it is JSON, and no credential that Cairn knows; its members are: {names}"
    return Said(kind=Form.UNKNOWN, problem=problem)


def describe_token(jwt: str, *, depth: int = 0) -> Said:
    """Return what a compact JWT says, with its header."""
    try:
        header, claims = _parts_of(jwt)
    except CairnError as error:
        return Said(kind=Form.UNKNOWN, problem=f"it is no JWT that can be read: {error}")
    said = describe_document(_held(claims), depth=depth)
    created = _moment(claims.get("iat"))
    algorithm, key = text_of(header.get("alg")), text_of(header.get("kid"))
    token = Securing(type="JWT", algorithm=algorithm, key=key, created=created)
    return replace(said, secured_by=(token, *said.secured_by))


def _parts_of(jwt: str) -> list[dict[str, Any]]:
    parts = [read_json(decode_base64url(part)) for part in jwt.split(".")[:2]]
    if len(parts) != 2 or not all(isinstance(part, dict) for part in parts):
        raise MalformedCredential("its header and its claims must be JSON objects")
    return parts


def _held(claims: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the credential or presentation in a token, with the claims that stand for members."""
    held = claims.get("vc", claims.get("vp"))
    if is_assertion(claims) or not isinstance(held, Mapping):
        own = {name: value for name, value in claims.items() if name not in CLAIMS}
        return claims if is_assertion(claims) else own
    who = "holder" if "vp" in claims else "issuer"
    stated = {"id": claims.get("jti"), who: claims.get("iss")}
    stated |= {old: _moment(claims[claim]) for claim, _, old in _PERIOD if claim in claims}
    for _, new, old in _PERIOD:
        if new in held:
            stated.pop(old, None)
    return {name: value for name, value in stated.items() if value is not None} | dict(held)


def _described_envelope(envelope: Mapping[str, Any], depth: int) -> Said:
    media_type, _, content = str(envelope.get("id")).removeprefix("data:").partition(",")
    if not media_type.lower().endswith("jwt") or "sd-jwt" in media_type:
        problem = f"an envelope with {media_type[:60]!r} is not read; JWTs are"
        return Said(kind=Form.UNKNOWN, in_envelope=True, problem=problem)
    return replace(describe_token(content, depth=depth), in_envelope=True)


def _described_presentation(document: Mapping[str, Any], types: Sequence[str], depth: int) -> Said:
    shown = [
        inner
        for one in listed(document.get("verifiableCredential"))
        for inner in listed(one)  # drafts put a list into the list
    ]
    return Said(
        kind=Form.PRESENTATION,
        standard=_standard(document),
        id=text_of(document.get("id")),
        type=tuple(types),
        holder=party(document.get("holder")),
        secured_by=tuple(map(_proof, objects(document.get("proof")))),
        inside=_inside(shown, depth),
        inside_count=len(shown),
    )


def _described_credential(document: Mapping[str, Any], types: Sequence[str], depth: int) -> Said:
    kind, standard = next(
        (known for name, known in KINDS.items() if name in types),
        (Form.CREDENTIAL, _standard(document)),
    )
    subjects = objects(document.get("credentialSubject"))
    subject = subjects[0] if subjects else {}
    enclosed = [one.credential for one in enclosed_in(document)]
    return Said(
        kind=kind,
        standard=standard,
        id=text_of(document.get("id")),
        type=tuple(types),
        name=text_of(document.get("name")),
        issuer=party(document.get("issuer")),
        recipient=None if kind in ABOUT_NOBODY else _recipient(subject),
        assessor=party(subject.get("source")),
        about=text_of(subject.get("id")) if kind is Form.ENDORSEMENT else None,
        comment=text_of(subject.get("endorsementComment")),
        achievements=tuple(map(award, listed(subject.get("achievement")))),
        results=tuple(_results(subject)),
        evidence=tuple(filter(None, map(named, listed(document.get("evidence"))))),
        valid_from=first_text(document, "validFrom", "issuanceDate"),
        valid_until=first_text(document, "validUntil", "expirationDate"),
        awarded=first_text(document, "awardedDate"),
        secured_by=tuple(map(_proof, objects(document.get("proof")))),
        status=tuple(map(_status, objects(document.get("credentialStatus")))),
        listed=_list(subject) if kind is Form.STATUS_LIST else None,
        refresh=tuple(filter(None, map(id_of, listed(document.get("refreshService"))))),
        inside=_inside(enclosed, depth),
        inside_count=len(enclosed),
    )


def _inside(enclosed: Sequence[Any], depth: int) -> tuple[Said, ...]:
    """Return what the credentials inside say, as many and as deep as the verifier looks."""
    if depth >= DEEPEST:
        return ()
    return tuple(_each_inside(enclosed[:MAX_ENCLOSED], depth + 1))


def _each_inside(enclosed: Sequence[Any], depth: int) -> Iterator[Said]:
    for one in enclosed:
        if isinstance(one, str):
            yield describe_token(one, depth=depth)
        elif isinstance(one, Mapping):
            yield describe_document(one, depth=depth)
        else:
            yield Said(kind=Form.UNKNOWN, problem="it is neither an object nor a JWT")


def _standard(document: Mapping[str, Any]) -> str | None:
    first = next(iter(listed(document.get("@context"))), None)
    version = VERSIONS.get(first) if isinstance(first, str) else None
    return version and f"Verifiable Credentials {version}"


def _recipient(subject: Mapping[str, Any]) -> Recipient | None:
    identities = objects(subject.get("identifier"))
    in_clear = next(
        (one for one in identities if one.get("identityType") == "name" and not one.get("hashed")),
        {},
    )
    name = text_of(subject.get("name")) or text_of(in_clear.get("identityHash"))
    found = Recipient(
        id=text_of(subject.get("id")), name=name, identifiers=tuple(map(_identifier, identities))
    )
    return None if found == Recipient() else found


def _identifier(identity: Mapping[str, Any]) -> Identifier:
    hashed = identity.get("hashed")
    return Identifier(
        type=text_of(identity.get("identityType")),
        value=text_of(identity.get("identityHash")),
        hashed=hashed if isinstance(hashed, bool) else None,
    )


def _results(subject: Mapping[str, Any]) -> Iterator[str]:
    """Yield each result: what was looked at, and what was reached of it."""
    described = [
        one
        for achievement in objects(subject.get("achievement"))
        for one in objects(achievement.get("resultDescription"))
    ]
    levels = [level for one in described for level in objects(one.get("rubricCriterionLevel"))]
    names = {id_of(one): text_of(one.get("name")) for one in (*described, *levels)}

    def called(identifier: Any) -> str | None:
        text = text_of(identifier)
        return names.get(text) or text

    for result in objects(subject.get("result")):
        reached = [text_of(result.get("value")), text_of(result.get("status"))]
        reached.append(called(result.get("achievedLevel")))
        told = [called(result.get("resultDescription")), ", ".join(filter(None, reached))]
        if text := ": ".join(filter(None, told)):
            yield text


def _proof(proof: Mapping[str, Any]) -> Securing:
    return Securing(
        type=text_of(proof.get("type")),
        algorithm=text_of(proof.get("cryptosuite")),
        key=id_of(proof.get("verificationMethod")),
        created=text_of(proof.get("created")),
        purpose=text_of(proof.get("proofPurpose")),
    )


def _status(entry: Mapping[str, Any]) -> Status:
    index = entry.get("statusListIndex")
    return Status(
        type=text_of(entry.get("type")),
        purpose=text_of(entry.get("statusPurpose")),
        index=None if index is None else str(index),
        list=text_of(entry.get("statusListCredential")) or text_of(entry.get("id")),
    )


def _list(subject: Mapping[str, Any]) -> Listed:
    from cairn.vc.status_list import decode_bits

    purpose = ", ".join(one for one in listed(subject.get("statusPurpose")) if isinstance(one, str))
    try:
        bits = decode_bits(text_of(subject.get("encodedList")) or "")
    except CairnError:
        return Listed(purpose=purpose)
    count = int.from_bytes(bits, "big").bit_count()
    return Listed(purpose=purpose, places=len(bits) * 8, set=count)


def _moment(claim: Any) -> str | None:
    """Return the moment of a number of seconds; None if it is none."""
    if not isinstance(claim, int | float) or isinstance(claim, bool):
        return None
    try:
        return moment_text(datetime.fromtimestamp(int(claim), tz=UTC))
    except (OverflowError, OSError, ValueError):
        return None
