"""Checks of a JWT that encloses a credential: the same five that a proof inside it gets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from cairn.errors import (
    CairnError,
    FetchError,
    InputError,
    KeyRefused,
    KeyUnresolved,
    MalformedCredential,
)
from cairn.reading import read_json
from cairn.vc.checks_proof import PROOF_CHECKS, KeyResolver, key_checks
from cairn.vc.did import VerificationMethod
from cairn.vc.jwt import (
    TYPES_OF_W3C,
    Token,
    check_signature,
    has_own_times,
    moment_signed,
    period_of,
)
from cairn.vc.keys import PublicKey
from cairn.vc.members import id_of
from cairn.vc.moments import moment_text, read_moment
from cairn.vc.report import Check, CheckOutcome
from cairn.vc.rsa import RsaKey

MEDIA_TYPES = {
    "assertionMethod": TYPES_OF_W3C | {"jwt"},
    "authentication": frozenset({"jwt", "vp+jwt", "vp+ld+jwt", "vp+ld+json+jwt"}),
}
"""What `typ` may say of a JWT that was signed for each purpose."""


@dataclass(frozen=True, slots=True)
class _BareKey:
    """A JWK alone at an address; only its origin tells whose it is."""

    key: PublicKey | RsaKey
    address: str


def jwt_checks(
    token: Token,
    credential: Mapping[str, Any],
    *,
    keys: KeyResolver,
    fetch: Callable[[str], bytes],
    at: datetime,
    purpose: str = "assertionMethod",
) -> list[Check]:
    """
    Return the five checks of the signature round `credential`, which `token` holds.

    Args:
        credential: or a presentation, whose holder has signed it for `authentication`.
        keys: asked for the verification method that `kid` names.
        fetch: asked for the bare JWK to which Open Badges 3.0 lets `kid` point.
    """
    issuer = id_of(credential.get("issuer" if purpose == "assertionMethod" else "holder"))
    purposed = _purpose(token, purpose)
    try:
        found = _key(token, issuer, keys, fetch)
        check_signature(
            token, found.public_key if isinstance(found, VerificationMethod) else found.key
        )
        signed_at = _signed_at(token, credential)
    except CairnError as error:
        first = Check.of_error("proof", error)
        return [first, purposed, *(Check.not_checked(name) for name in PROOF_CHECKS[2:])]
    if isinstance(found, _BareKey):
        passed = Check.passed("proof", f"{token.header['alg']} by {found.address}")
        return _in_time([passed, purposed, *_bare_key_checks(found, issuer)], token, at)
    passed = Check.passed("proof", f"{token.header['alg']} by {found.id}")
    of_key = key_checks(signed_at, found, issuer=issuer, at=at, purpose=purpose)
    return _in_time([passed, purposed, *of_key], token, at)


def period_check(token: Token, at: datetime) -> Check:
    """Return whether the token itself may be used at `at`: what is shown by it is shown then."""
    try:
        start, end = period_of(token)
    except MalformedCredential as error:
        return Check.of_error("validity_period", error)
    if start is not None and at < start:
        text = f"the token may be used from {moment_text(start)}"
        return Check.failed("validity_period", "not_yet_valid", text)
    if end is not None and at >= end:
        return Check.failed("validity_period", "expired", f"the token ended at {moment_text(end)}")
    return Check.passed("validity_period")


def _signed_at(token: Token, credential: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return when it was signed, as a proof inside it would say: when it becomes valid, if ever.

    What says of itself when it was signed was not signed before that.
    """
    moment = credential.get("validFrom", credential.get("issuanceDate"))
    stated = moment_signed(token) if has_own_times(token) else None
    if stated is not None and (moment is None or read_moment(moment) < stated):
        moment = moment_text(stated)
    return {} if moment is None else {"created": moment}


def _in_time(checks: list[Check], token: Token, at: datetime) -> list[Check]:
    """Return the five checks, failed if the signature itself is over, or is not to be used yet."""
    if not has_own_times(token):
        return checks
    period = period_check(token, at)
    place = PROOF_CHECKS.index("key_validity")
    failed = CheckOutcome.FAILED
    if period.outcome is not failed or checks[place].outcome is failed:
        return checks
    reason = "proof_expired" if period.reason == "expired" else "proof_time_invalid"
    over = Check.failed("key_validity", reason, period.detail)
    return [*checks[:place], over, *checks[place + 1 :]]


def _purpose(token: Token, purpose: str) -> Check:
    stated = token.header.get("typ", "JWT")
    if isinstance(stated, str) and stated.lower() in MEDIA_TYPES[purpose]:
        return Check.passed("proof_purpose")
    text = f"the JWT says that it is {stated!r}, which is not signed for {purpose}"
    return Check.failed("proof_purpose", "proof_purpose_mismatch", text[:200])


def _key(
    token: Token, issuer: str | None, keys: KeyResolver, fetch: Callable[[str], bytes]
) -> VerificationMethod | _BareKey:
    kid = token.header.get("kid")
    if kid is not None and not isinstance(kid, str):
        raise MalformedCredential("the kid of the JWT is no text")
    if kid is None and not (issuer or "").startswith(("did:key:", "did:jwk:")):
        raise KeyUnresolved("the JWT does not say where the key that signed it is to be found")
    if kid is not None and kid.startswith("https://") and "#" not in kid:
        bare = _bare_key(kid, fetch)
        if bare is not None:
            return bare
    return keys(_method_id(kid, issuer or ""))


def _method_id(kid: str | None, issuer: str) -> str:
    """Return the absolute id of the method that `kid` names, maybe within the issuer's own."""
    if kid is not None and ":" in kid:
        return kid
    if kid is not None:
        return f"{issuer}#{kid.removeprefix('#')}"
    fragment = "0" if issuer.startswith("did:jwk:") else issuer.removeprefix("did:key:")
    return f"{issuer}#{fragment}"


def _bare_key(address: str, fetch: Callable[[str], bytes]) -> _BareKey | None:
    """Return the JWK at `address`; None if something else lies there."""
    try:
        found = read_json(fetch(address))
    except (FetchError, InputError) as error:
        raise KeyUnresolved(f"the key at {address} could not be had: {error}") from error
    if not isinstance(found, dict) or "kty" not in found:
        return None
    try:
        key = RsaKey.from_jwk(found) if found["kty"] == "RSA" else PublicKey.from_jwk(found)
    except MalformedCredential as error:
        raise KeyRefused(f"the key at {address} will not do: {error}") from error
    return _BareKey(key, address)


def _bare_key_checks(found: _BareKey, issuer: str | None) -> list[Check]:
    """A bare key has no purpose and no end; it is the issuer's if it lies on their host."""
    ours = [Check.passed("proof_controller"), Check.passed("key_validity")]
    if issuer is not None and _origin(issuer) == _origin(found.address):
        return [*ours, Check.passed("issuer_is_controller")]
    text = f"signed with the key at {found.address}, but it says that {issuer} issued it"
    return [*ours, Check.failed("issuer_is_controller", "issuer_mismatch", text)]


def _origin(address: str) -> tuple[str, str] | None:
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return (parts.scheme, parts.netloc.lower()) if parts.scheme == "https" else None
