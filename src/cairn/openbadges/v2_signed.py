"""
Open Badges 2.0: a signed assertion is true because a key of its issuer signed it.

The signature is a compact JWS round the assertion. Whose key it is says the profile of the
issuer, which is always asked for at its own address: whoever forges a badge can enclose a
profile as well. A badge class that is enclosed is signed with the assertion, so on the
issuer's own host it needs no second look.

Source: IMS Global, Open Badges v2.0, "SignedBadge Verification", "Revocation List".
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from cairn.errors import (
    CairnError,
    KeyUnresolved,
    MalformedCredential,
    ProofMismatch,
    StatusListInvalid,
)
from cairn.openbadges.v2_keys import candidates, method_of
from cairn.openbadges.v2_published import (
    Fetch,
    Published,
    host_of,
    is_revoked,
    is_web_address,
    node_of,
    object_at,
    recognition_check,
    unchecked,
    validity_check,
)
from cairn.vc.checks_proof import PROOF_CHECKS, key_checks
from cairn.vc.did import VerificationMethod
from cairn.vc.ids import comparable
from cairn.vc.jwt import Token, check_signature
from cairn.vc.members import id_of, listed, text_of, types_of
from cairn.vc.report import ISSUER_RECOGNISED, Check, CheckOutcome, VerificationReport
from cairn.vc.summary import report_of
from cairn.vc.trust import TrustList

_SIGNED = frozenset({"signed", "SignedBadge", "SignedVerification"})


def is_signed(assertion: Mapping[str, Any]) -> bool:
    """Tell an assertion of version 2.0 that says that it is signed."""
    kinds = types_of(assertion.get("verification"))
    return "Assertion" in types_of(assertion) and not _SIGNED.isdisjoint(kinds)


def verify_signed(
    token: Token, *, fetch: Fetch, trust: TrustList, at: datetime
) -> VerificationReport:
    """
    Return the report on the signed assertion that `token` holds; raises nothing.

    Args:
        fetch: asked for the badge class, the issuer, its key, and its list of revoked badges.
    """
    assertion = token.claims
    readable = _readable(assertion)
    if readable.outcome is not CheckOutcome.PASSED:
        return report_of({}, [readable, *unchecked(PROOF_CHECKS)], trust=trust)
    try:
        published = _published(assertion, fetch)
    except CairnError as error:
        checks = [readable, *_only(Check.of_error("proof", error)), validity_check(assertion, at)]
        return report_of({}, [*checks, *unchecked(("status",))], trust=trust)
    proof = _proof_checks(token, published, fetch, at)
    genuine = all(check.outcome is CheckOutcome.PASSED for check in proof)
    checks = [
        readable,
        *proof,
        validity_check(assertion, at),
        _status(published, fetch) if genuine else Check.not_checked("status"),
        _recognition(published, trust, is_genuine=genuine),
    ]
    return report_of(published.as_credential(), checks, trust=trust)


def _recognition(published: Published, trust: TrustList, *, is_genuine: bool) -> Check:
    """Whoever only is named by a badge is not recognised by it."""
    if is_genuine:
        return recognition_check(published.issuer, trust)
    return Check.not_checked(ISSUER_RECOGNISED, "it is not known to be the issuer's badge")


def _readable(assertion: Mapping[str, Any]) -> Check:
    recipient = assertion.get("recipient")
    if not isinstance(assertion.get("id"), str):
        return Check.failed("readable", "malformed_credential", "the assertion has no id")
    if not (isinstance(recipient, Mapping) and isinstance(recipient.get("identity"), str)):
        return Check.failed("readable", "malformed_credential", "it names no recipient")
    return Check.passed("readable")


def _published(assertion: Mapping[str, Any], fetch: Fetch) -> Published:
    badge = assertion["badge"]
    if not _is_signed_with_it(badge):
        badge = node_of(badge, partial(object_at, fetch=fetch))
    issuer = id_of(badge.get("issuer"))
    if issuer is None:
        raise MalformedCredential("the badge does not say who issues it")
    if not is_web_address(issuer):
        raise KeyUnresolved(f"nobody can be asked for the keys of {issuer[:200]}")
    return Published(assertion, badge, object_at(issuer, fetch))


def _is_signed_with_it(badge: Any) -> bool:
    """Return whether the badge class stands inside and belongs where its issuer is at home."""
    if not isinstance(badge, Mapping):
        return False
    address = id_of(badge) or ""
    issuer = id_of(badge.get("issuer")) or ""
    return not is_web_address(address) or host_of(address) == host_of(issuer)


def _proof_checks(token: Token, published: Published, fetch: Fetch, at: datetime) -> list[Check]:
    issuer = published.issuer
    try:
        keys = candidates(issuer, published.assertion["verification"].get("creator"))
        method = _signer(token, keys, issuer, fetch)
    except CairnError as error:
        return _only(Check.of_error("proof", error))
    created = {"created": published.assertion.get("issuedOn")}
    return [
        Check.passed("proof", f"{token.header['alg']} by {method.id}"),
        Check.passed("proof_purpose", "it says that it is signed"),
        *key_checks(created, method, issuer=id_of(issuer), at=at),
    ]


def _signer(
    token: Token, keys: list[Any], issuer: Mapping[str, Any], fetch: Fetch
) -> VerificationMethod:
    """Return the first key that fits; else raise why the most hopeful one does not."""
    failures: list[CairnError] = []
    for key in keys:
        try:
            method = method_of(key, issuer, fetch)
            check_signature(token, method.public_key)
        except CairnError as error:
            failures.append(error)
        else:
            return method
    raise min(failures, key=_doubt)


def _doubt(failure: CairnError) -> int:
    """Order failures: a key that could not be had may yet fit, one of another kind never will."""
    if isinstance(failure, KeyUnresolved):
        return 0
    return 1 if isinstance(failure, ProofMismatch) else 2


def _status(published: Published, fetch: Fetch) -> Check:
    assertion, issuer = published.assertion, published.issuer
    if is_revoked(assertion):
        return _revoked(assertion)
    if issuer.get("revocationList") is None:
        return Check.not_applicable("status", "its issuer keeps no list of revoked badges")
    try:
        found = _revocation(assertion, _list_of(issuer, fetch))
    except CairnError as error:
        return Check.of_error("status", error)
    if found is not None:
        return _revoked(found)
    return Check.passed("status", "it is not on its issuer's list of revoked badges")


def _list_of(issuer: Mapping[str, Any], fetch: Fetch) -> list[Any]:
    """Return the entries of the list that `issuer` names; StatusListInvalid if it is none."""
    address = id_of(issuer["revocationList"])
    if address is None or not is_web_address(address):
        raise StatusListInvalid("its issuer does not say where its list of revoked badges lies")
    try:
        found = object_at(address, fetch)
    except MalformedCredential as error:
        raise StatusListInvalid(str(error)) from error
    if found.get("issuer") is not None and id_of(found["issuer"]) != id_of(issuer):
        raise StatusListInvalid(f"the list at {address} is by another issuer")
    if "revokedAssertions" not in found:
        raise StatusListInvalid(f"what lies at {address} is no list of revoked badges")
    return listed(found["revokedAssertions"])


def _revocation(assertion: Mapping[str, Any], entries: list[Any]) -> Mapping[str, Any] | None:
    """Return the entry that revokes `assertion`, by its id or by the `uid` of old."""
    for entry in entries:
        node = {"id": entry} if isinstance(entry, str) else entry
        if not isinstance(node, Mapping) or not (_named(node, "id") or _named(node, "uid")):
            raise StatusListInvalid("the list of revoked badges has an entry that names none")
        same = any(
            _named(node, name) and _named(node, name) == _named(assertion, name)
            for name in ("id", "uid")
        )
        if same and node.get("revoked", True) is not False:
            return node
    return None


def _named(node: Mapping[str, Any], member: str) -> str | None:
    value = node.get(member)
    return comparable(value) if isinstance(value, str) else None


def _revoked(node: Mapping[str, Any]) -> Check:
    reason = text_of(node.get("revocationReason")) or "no reason is given"
    return Check.failed("status", "revoked", reason[:200])


def _only(check: Check) -> list[Check]:
    return [check, *unchecked(PROOF_CHECKS[1:])]
