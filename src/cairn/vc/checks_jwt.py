"""Checks of a JWT that encloses a credential: the same five that a proof inside it gets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
from cairn.vc.did import SELF_CONTAINED_PURPOSES, VerificationMethod
from cairn.vc.jwt import (
    KNOWN,
    TYPES_OF_W3C,
    Token,
    check_signature,
    has_own_times,
    moment_signed,
    numeric_date,
    period_of,
)
from cairn.vc.keys import PublicKey
from cairn.vc.members import id_of, listed
from cairn.vc.moments import moment_text, read_moment
from cairn.vc.report import Check, CheckOutcome
from cairn.vc.rsa import RsaKey

MEDIA_TYPES = {
    "assertionMethod": TYPES_OF_W3C | {"jwt"},
    "authentication": frozenset({"jwt", "vp+jwt", "vp+ld+jwt", "vp+ld+json+jwt"}),
}
"""What `typ` may say of a JWT that was signed for each purpose."""

_NAMES = {**{name: name for name in KNOWN}, "Ed25519": "EdDSA"}
"""Algorithms by their names, of which one has two."""


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
        check_signature(token, found.public_key)
        signed_at = _signed_at(token, credential)
    except CairnError as error:
        first = Check.of_error("proof", error)
        return [first, purposed, *(Check.not_checked(name) for name in PROOF_CHECKS[2:])]
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
) -> VerificationMethod:
    kid = token.header.get("kid")
    if kid is not None and not isinstance(kid, str):
        raise MalformedCredential("the kid of the JWT is no text")
    if kid is None and not (issuer or "").startswith(("did:key:", "did:jwk:")):
        raise KeyUnresolved("the JWT does not say where the key that signed it is to be found")
    if kid is not None and kid.startswith("https://") and "#" not in kid:
        bare = _bare_key(kid, issuer, token.header["alg"], fetch)
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


def _bare_key(
    address: str, issuer: str | None, algorithm: str, fetch: Callable[[str], bytes]
) -> VerificationMethod | None:
    """Return the key of the JWK at `address`; None if something else lies there."""
    try:
        found = read_json(fetch(address))
    except (FetchError, InputError) as error:
        raise KeyUnresolved(f"the key at {address} could not be had: {error}") from error
    if not isinstance(found, dict) or "kty" not in found:
        return None
    try:
        key = RsaKey.from_jwk(found) if found["kty"] == "RSA" else PublicKey.from_jwk(found)
        if _NAMES.get(str(found.get("alg", algorithm))) != _NAMES[algorithm]:
            raise MalformedCredential(f"it is for {found['alg']!r}, not for {algorithm}")
        return VerificationMethod(
            id=address,
            controller=_owner(found, address, issuer),
            public_key=key,
            purposes=_uses(found),
            expires=numeric_date(found["exp"], "exp") if "exp" in found else None,
            revoked=_revoked_at(found["revoked"]) if "revoked" in found else None,
        )
    except MalformedCredential as error:
        raise KeyRefused(f"the key at {address} will not do: {error}") from error


def _owner(jwk: Mapping[str, Any], address: str, issuer: str | None) -> str:
    """
    Return the issuer whose key it is; its own address if it is not the one who was named.

    It is theirs if it lies on their host, unless it says whose it is, which keeps the issuers of
    one host apart.

    Source: 1EdTech, Open Badges Recommended Practices, "Issuing platforms with multiple issuers".
    """
    is_ours = issuer is not None and _origin(issuer) == _origin(address) is not None
    if issuer is None or not is_ours or jwk.get("iss", issuer) != issuer:
        return address
    return issuer


def _uses(jwk: Mapping[str, Any]) -> frozenset[str]:
    """Return what a JWK may be used for: anything that is signed, unless it says otherwise."""
    is_for_signing = jwk.get("use", "sig") == "sig" and "verify" in listed(
        jwk.get("key_ops", "verify")
    )
    return SELF_CONTAINED_PURPOSES if is_for_signing else frozenset()


def _revoked_at(said: Any) -> datetime:
    """
    Return since when a key is not to be believed.

    Source: OpenID Federation 1.0, "Federation Historical Keys Response".
    """
    moment = said.get("revoked_at") if isinstance(said, Mapping) else None
    return numeric_date(moment, "revoked_at")


def _origin(address: str) -> tuple[str, str] | None:
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return (parts.scheme, parts.netloc.lower()) if parts.scheme == "https" else None
