"""What badges of Open Badges 0.5 to 2.1 say: assertions, badge classes, issuers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cairn.cli.describing_parts import award, first_text, named, objects, party
from cairn.cli.said import Form, Identifier, Recipient, Said, Securing, Status
from cairn.openbadges.v2_published import is_revoked
from cairn.vc.members import id_of, listed, text_of, types_of

_OPEN_BADGES = "Open Badges"
_CONTEXTS = {"https://w3id.org/openbadges/v2": "2.0", "https://w3id.org/openbadges/v1": "1.1"}


def describe_assertion(assertion: Mapping[str, Any]) -> Said:
    """Return what an assertion says; its badge class may be inside or only an address."""
    badge = assertion.get("badge")
    issuer = badge.get("issuer") if isinstance(badge, Mapping) else None
    return Said(
        kind=Form.ASSERTION,
        standard=_standard(assertion),
        id=first_text(assertion, "id", "uid"),
        type=tuple(types_of(assertion)),
        issuer=party(issuer),
        recipient=_recipient(assertion.get("recipient")),
        achievements=(award(badge),),
        evidence=tuple(filter(None, map(named, listed(assertion.get("evidence"))))),
        valid_from=first_text(assertion, "issuedOn", "issued_on"),
        valid_until=first_text(assertion, "expires"),
        secured_by=tuple(map(_securing, _verifications(assertion))),
        status=_status(assertion),
    )


def describe_badge_class(badge: Mapping[str, Any]) -> Said:
    """Return what a badge class says, or an achievement of version 3 that stands by itself."""
    return Said(
        kind=Form.ACHIEVEMENT,
        standard=_standard(badge) if "BadgeClass" in types_of(badge) else f"{_OPEN_BADGES} 3.0",
        id=text_of(badge.get("id")),
        type=tuple(types_of(badge)),
        issuer=party(badge.get("issuer", badge.get("creator"))),
        achievements=(award(badge),),
    )


def describe_profile(profile: Mapping[str, Any]) -> Said:
    """Return what the profile of an issuer says."""
    return Said(
        kind=Form.PROFILE,
        id=text_of(profile.get("id")),
        type=tuple(types_of(profile)),
        name=text_of(profile.get("name")),
        issuer=party(profile),
    )


def _standard(document: Mapping[str, Any]) -> str:
    for context in listed(document.get("@context")):
        if isinstance(context, str) and context in _CONTEXTS:
            return f"{_OPEN_BADGES} {_CONTEXTS[context]}"
    return f"{_OPEN_BADGES} {'1.0' if 'verify' in document else '0.5'}"


def _recipient(value: Any) -> Recipient | None:
    """Return who is meant: in version 0.5 a text, the address or its hash; later an object."""
    if isinstance(value, str):
        is_hash = "$" in value
        return Recipient(identifiers=(Identifier(type="email", value=value, hashed=is_hash),))
    identities = tuple(
        Identifier(
            type=first_text(one, "type", "@type"),
            value=text_of(one.get("identity")),
            hashed=hashed if isinstance(hashed := one.get("hashed"), bool) else None,
        )
        for one in objects(value)
    )
    return Recipient(identifiers=identities) if identities else None


def _verifications(assertion: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return how it says that it is to be verified; a hosted one lies at its own address."""
    its_own = {"url": assertion.get("id")}
    found = objects(assertion.get("verification", assertion.get("verify")))
    return [{**its_own, **one} for one in found]


def _securing(verification: Mapping[str, Any]) -> Securing:
    kinds = [kind.lower() for kind in types_of(verification)]
    is_signed = any("signed" in kind for kind in kinds)
    url = text_of(verification.get("url"))
    if is_signed:  # version 1 gave the address of the key as url
        return Securing(type="signed", key=id_of(verification.get("creator")) or url)
    return Securing(type="hosted" if any("hosted" in kind for kind in kinds) else None, address=url)


def _status(assertion: Mapping[str, Any]) -> tuple[Status, ...]:
    if not is_revoked(assertion):
        return ()
    message = text_of(assertion.get("revocationReason"))
    return (Status(type="revoked", purpose="revocation", message=message),)
