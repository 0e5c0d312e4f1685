"""
Envelopes: a credential or presentation as a JWT, inside a JSON object that only carries it.

Nothing of the object itself is signed, so it may say nothing but what it carries.

Source: W3C Verifiable Credentials Data Model 2.0, sections "Enveloped Verifiable Credentials"
and "Enveloped Verifiable Presentations".
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from cairn.errors import MalformedCredential, ProofUnsupported
from cairn.vc.jwt import Token, read_token
from cairn.vc.members import listed, types_of
from cairn.vc.model import VC_V2


class Enveloped(StrEnum):
    """What an envelope carries, by the type of the envelope."""

    CREDENTIAL = "EnvelopedVerifiableCredential"
    PRESENTATION = "EnvelopedVerifiablePresentation"


_MEDIA_TYPES = {
    Enveloped.CREDENTIAL: ("application/vc+jwt", "application/vc-ld+jwt", "application/jwt"),
    Enveloped.PRESENTATION: ("application/vp+jwt", "application/vp-ld+jwt", "application/jwt"),
}
_MEMBERS = frozenset({"@context", "id", "type"})


def is_enveloped(document: Any, kind: Enveloped) -> bool:
    """Return whether `document` is an envelope of that kind, sound or not."""
    return kind in types_of(document)


def enveloped(jwt: str, kind: Enveloped = Enveloped.CREDENTIAL) -> dict[str, str]:
    """Return the envelope that carries the compact JWT of a credential or presentation."""
    return {"@context": VC_V2, "type": kind.value, "id": f"data:{_MEDIA_TYPES[kind][0]},{jwt}"}


def token_in(envelope: Mapping[str, Any], kind: Enveloped) -> Token:
    """
    Return the token that `envelope` carries; nothing of it is believed yet.

    Raises:
        MalformedCredential: if it has another type, another context, an id that is no data
            URL, or a member that nobody signed.
        ProofUnsupported: if it carries something else than a JWT.
    """
    if types_of(envelope) != [kind]:
        raise MalformedCredential(f"an envelope is of the one type {kind}")
    if listed(envelope.get("@context"))[:1] != [VC_V2]:
        raise MalformedCredential(f"the first context of an envelope must be {VC_V2}")
    unsigned = sorted(envelope.keys() - _MEMBERS)
    if unsigned:
        raise MalformedCredential(f"nobody signed the member {unsigned[0]!r} of the envelope")
    address = envelope.get("id")
    if not isinstance(address, str) or not address.startswith("data:"):
        raise MalformedCredential("the id of an envelope must be a data URL with what it carries")
    media_type, comma, content = address.removeprefix("data:").partition(",")
    if not comma or media_type.lower() not in _MEDIA_TYPES[kind]:
        text = f"an envelope with {media_type[:60]!r} is not read; JWTs are"
        raise ProofUnsupported(text)
    return read_token(content)
