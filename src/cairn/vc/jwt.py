"""
Credentials as a compact JWT: reading one, and whether a key signed it.

The algorithm follows from the key; the header may only agree with it. Keys that a token brings
along prove nothing about who signed it and are never used.

Source: RFC 7515, "JSON Web Signature"; W3C, Securing Verifiable Credentials using JOSE and COSE,
"With JOSE"; 1EdTech, Open Badges Specification 3.0, "JSON Web Token Proof Format".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cairn.errors import (
    InputError,
    KeyRefused,
    MalformedCredential,
    ProofMismatch,
    ProofUnsupported,
)
from cairn.reading import read_json
from cairn.vc.keys import KeyKind, PublicKey
from cairn.vc.members import id_of, listed
from cairn.vc.model import VC_V2
from cairn.vc.moments import read_moment
from cairn.vc.multibase import decode_base64url
from cairn.vc.rsa import RsaKey

ALGORITHMS = {
    KeyKind.ED25519: ("EdDSA", "Ed25519"),
    KeyKind.P256: ("ES256",),
    KeyKind.P384: ("ES384",),
}
KNOWN = {"RS256", *(name for names in ALGORITHMS.values() for name in names)}
_NO_CLAIM = "a JWT of version 2 is what it holds, without a claim vc or vp"
TYPES_OF_W3C = frozenset({"vc+jwt", "vc+ld+jwt", "vc+ld+json+jwt"})
"""What `typ` says of a credential that the W3C's way of signing is used for, now or in drafts."""

CLAIMS = frozenset({"iss", "jti", "sub", "aud", "nbf", "exp", "iat", "nonce"})


@dataclass(frozen=True, slots=True)
class Token:
    """A compact JWT taken apart; nothing of it is believed yet."""

    header: Mapping[str, Any]
    claims: Mapping[str, Any]
    signing_input: bytes
    signature: bytes


def read_token(text: str) -> Token:
    """
    Return the parts of a compact JWT.

    Raises:
        MalformedCredential: if it has not three parts in strict base64url, or the first two
            are not JSON objects.
        ProofUnsupported: if it demands an extension, or an algorithm not checked here.
    """
    parts = text.strip().split(".")
    if len(parts) != 3:
        raise MalformedCredential("a signed JWT has three parts")
    header, claims = (_object(decode_base64url(part)) for part in parts[:2])
    if "crit" in header or header.get("b64", True) is not True:
        raise ProofUnsupported("the JWT demands an extension that is not known here")
    algorithm = header.get("alg")
    if algorithm == "none" or not isinstance(algorithm, str):
        raise MalformedCredential("the JWT is not signed: it names no algorithm")
    if algorithm not in KNOWN:
        raise ProofUnsupported(f"the JWT is signed with {algorithm[:20]!r}, not checked here")
    signing_input = ".".join(parts[:2]).encode("ascii")
    return Token(header, claims, signing_input, decode_base64url(parts[2]))


def check_signature(token: Token, key: PublicKey | RsaKey) -> None:
    """
    Return if `key` signed `token`.

    Raises:
        KeyRefused: if the header names an algorithm that is not the key's.
        ProofMismatch: if the signature does not fit.
    """
    fitting = ("RS256",) if isinstance(key, RsaKey) else ALGORITHMS[key.kind]
    if token.header["alg"] not in fitting:
        text = f"the JWT says {token.header['alg']}, but its key signs with {fitting[0]}"
        raise KeyRefused(text)
    if not key.verify(token.signature, token.signing_input):
        raise ProofMismatch("the signature does not fit: the text was changed after it was signed")


def credential_in(token: Token, *, allow_claim: bool = False) -> dict[str, Any]:
    """
    Return the credential that the token holds, without the claims of the JWT itself.

    Version 2 and Open Badges 3.0 make the payload the credential; version 1.1 put it into the
    claim `vc`, and let claims stand for its members.

    Args:
        allow_claim: let a credential of version 2 stand in the claim too, as drafts did.

    Raises:
        MalformedCredential: if it is in neither form.
        ProofMismatch: if a claim says something else than the credential; about time, unless
            the claim is about the signature, see `has_own_times`.
    """
    claims = token.claims
    if "vc" not in claims and "vp" not in claims:
        credential = {name: value for name, value in claims.items() if name not in CLAIMS}
        if not has_own_times(token):
            _compare_times(claims, credential, "validFrom", "validUntil")
        _compare(claims, credential)
        return credential
    held = claims.get("vc")
    if "vp" in claims or not isinstance(held, Mapping):
        raise MalformedCredential(_NO_CLAIM)
    is_version_2 = VC_V2 in listed(held.get("@context"))
    if is_version_2 and not allow_claim:
        raise MalformedCredential(_NO_CLAIM)
    period = ("validFrom", "validUntil") if is_version_2 else ("issuanceDate", "expirationDate")
    credential = {**_stated(claims, *period), **held}
    if not is_version_2:
        credential = _with_subject(credential, claims.get("sub"))
    _compare(claims, credential)
    _compare_times(claims, credential, *period)
    return credential


def presentation_in(token: Token, *, allow_claim: bool = False) -> dict[str, Any]:
    """
    Return the presentation that the token holds, without the claims of the JWT itself.

    Args:
        allow_claim: let it stand in the claim `vp`, as drafts did, with a list of credentials
            in a list, which is the same set to JSON-LD.

    Raises:
        MalformedCredential: if it stands inside a claim and may not.
        ProofMismatch: if the claim `iss` names another holder.
    """
    claims = token.claims
    if "vc" not in claims and "vp" not in claims:
        presentation = {name: value for name, value in claims.items() if name not in CLAIMS}
    elif allow_claim and "vc" not in claims and isinstance(claims["vp"], Mapping):
        shown = [
            inner
            for one in listed(claims["vp"].get("verifiableCredential"))
            for inner in listed(one)
        ]
        presentation = {**claims["vp"], "verifiableCredential": shown}
    else:
        raise MalformedCredential(_NO_CLAIM)
    if "iss" in claims and claims["iss"] != id_of(presentation.get("holder")):
        raise ProofMismatch("the claim iss differs from the holder of the presentation")
    return presentation


def has_own_times(token: Token) -> bool:
    """
    Return whether `iat`, `nbf` and `exp` are of the signature, and not of the credential.

    So the W3C has it; in Open Badges 3.0 and in version 1.1 they say again what it says.

    Source: W3C, Securing Verifiable Credentials using JOSE and COSE, "With JOSE"; 1EdTech,
    Open Badges Specification 3.0, "JWT Payload Format".
    """
    stated = token.header.get("typ")
    return isinstance(stated, str) and stated.lower() in TYPES_OF_W3C and "vc" not in token.claims


def moment_signed(token: Token) -> datetime | None:
    """Return when `token` says that it was signed; MalformedCredential if that is no moment."""
    return numeric_date(token.claims["iat"], "iat") if "iat" in token.claims else None


def period_of(token: Token) -> tuple[datetime | None, datetime | None]:
    """
    Return from when and until when the token itself may be used; None where it does not say.

    Source: RFC 7519, "nbf" and "exp".

    Raises:
        MalformedCredential: if one is no moment.
    """
    start, end = (
        numeric_date(token.claims[name], name) if name in token.claims else None
        for name in ("nbf", "exp")
    )
    return start, end


def _stated(claims: Mapping[str, Any], start: str, end: str) -> dict[str, Any]:
    """Return the members for which claims may stand."""
    stated = {"id": claims.get("jti"), "issuer": claims.get("iss")}
    for member, claim in ((start, "nbf"), (end, "exp")):
        if claim in claims:
            stated[member] = numeric_date(claims[claim], claim).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {member: value for member, value in stated.items() if value is not None}


def _with_subject(credential: dict[str, Any], stated: Any) -> dict[str, Any]:
    """
    Return `credential` with the id of its subject, where the claim sub stands for it.

    Source: W3C, Verifiable Credentials Data Model 1.1, 6.3.1, "JWT Decoding".
    """
    subject = credential.get("credentialSubject")
    only = subject[0] if isinstance(subject, list) and len(subject) == 1 else subject
    if stated is None or not isinstance(only, Mapping) or "id" in only:
        return credential
    named = {"id": stated, **only}
    return {**credential, "credentialSubject": [named] if only is not subject else named}


def _compare(claims: Mapping[str, Any], credential: Mapping[str, Any]) -> None:
    subject = credential.get("credentialSubject")
    said = {
        "iss": id_of(credential.get("issuer")),
        "jti": credential.get("id"),
        "sub": id_of(subject[0] if isinstance(subject, list) and len(subject) == 1 else subject),
    }
    for claim, value in said.items():
        if claim in claims and claims[claim] != value:
            raise ProofMismatch(f"the claim {claim} differs from what the credential says")


def _compare_times(
    claims: Mapping[str, Any], credential: Mapping[str, Any], start: str, end: str
) -> None:
    for claim, member in (("nbf", start), ("exp", end)):
        if claim in claims and not _same_second(claims[claim], claim, credential.get(member)):
            raise ProofMismatch(f"the claim {claim} differs from {member} of the credential")


def _same_second(claim: Any, name: str, member: Any) -> bool:
    stated = numeric_date(claim, name)
    return isinstance(member, str) and read_moment(member).replace(microsecond=0) == stated


def numeric_date(claim: Any, name: str) -> datetime:
    """Return the moment that a number of seconds stands for; MalformedCredential if none is."""
    if isinstance(claim, bool) or not isinstance(claim, int | float):
        raise MalformedCredential(f"the claim {name} is no number of seconds")
    try:
        return datetime.fromtimestamp(int(claim), tz=UTC)
    except (OverflowError, OSError, ValueError) as error:
        raise MalformedCredential(f"the claim {name} is no date") from error


def _object(data: bytes) -> dict[str, Any]:
    try:
        found = read_json(data)
    except InputError as error:
        raise MalformedCredential(f"a part of the JWT is not sound JSON: {error}") from error
    if not isinstance(found, dict):
        raise MalformedCredential("a part of the JWT is no JSON object")
    return found
