"""
Open Badges 2.0: an assertion is true because its issuer still publishes it at its own address.

Only hosted assertions are decided here. What is in a file is compared with what is published; the
published copy also tells of a revocation.

Source: IMS Global, Open Badges v2.0, "Badge Verification" and "Hosted Verification".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from cairn.errors import CairnError, FetchError, FetchGone, InputError, MalformedCredential
from cairn.reading import read_json
from cairn.vc.checks_proof import PROOF_CHECKS
from cairn.vc.members import id_of, listed, text_of, types_of
from cairn.vc.moments import read_moment
from cairn.vc.report import ISSUER_RECOGNISED, Check, CheckOutcome, VerificationReport
from cairn.vc.summary import report_of
from cairn.vc.trust import TrustList

Fetch = Callable[[str], bytes]
COMPARED = ("recipient", "badge", "issuedOn", "expires", "evidence", "narrative")


@dataclass(frozen=True, slots=True)
class _Published:
    """What the issuer publishes: the assertion, its badge class, the issuer's profile."""

    assertion: Mapping[str, Any]
    badge: Mapping[str, Any]
    issuer: Mapping[str, Any]


def is_assertion(document: object) -> bool:
    """Tell an assertion of Open Badges 0.5 to 2.1: it names a badge and a recipient."""
    return (
        isinstance(document, Mapping)
        and "credentialSubject" not in document
        and {"badge", "recipient"} <= document.keys()
    )


def verify_assertion(
    document: Mapping[str, Any], *, fetch: Fetch, trust: TrustList, at: datetime
) -> VerificationReport:
    """
    Return the report on an assertion of Open Badges 2.0; raises nothing.

    One that is signed, or older than 2.0, is undetermined.
    """
    unsupported = _unsupported(document)
    if unsupported is not None:
        return report_of({}, [unsupported, *_unchecked(PROOF_CHECKS)], trust=trust)
    readable = Check.passed("readable")
    try:
        published = _published(document, fetch)
    except CairnError as error:
        hosted = Check.of_error("hosted", error)
        checks = [readable, hosted, *_unchecked(("status", "validity_period", *PROOF_CHECKS))]
        return report_of({}, checks, trust=trust)
    checks = [
        readable,
        _same(document, published.assertion),
        _own_host(published),
        _validity(published.assertion, at),
        _revoked(published.assertion),
        *_unchecked(PROOF_CHECKS, "a hosted badge is not signed"),
        _recognised(published.issuer, trust),
    ]
    return report_of(_as_credential(published), checks, trust=trust)


def _unsupported(document: Mapping[str, Any]) -> Check | None:
    verification = document.get("verification", document.get("verify"))
    kinds = types_of(verification)
    hosted = {"hosted", "HostedBadge", "HostedVerification"} & set(kinds)
    if "Assertion" in types_of(document) and hosted and isinstance(document.get("id"), str):
        return None
    text = "of Open Badges 1 and 2 only the hosted assertions of version 2.0 are checked by Cairn"
    return Check.undetermined("readable", "unsupported_format", text)


def _published(document: Mapping[str, Any], fetch: Fetch) -> _Published:
    assertion = _object_at(document["id"], _or_gone(fetch))
    if assertion.get("revoked") is True:
        # a revoked assertion may be published without its other members
        assertion = {**document, **assertion}
    badge = _node(assertion.get("badge"), fetch)
    return _Published(assertion, badge, _node(badge.get("issuer"), fetch))


def _or_gone(fetch: Fetch) -> Fetch:
    """A revoked assertion may be answered with 410; what is said then is read like any other."""

    def fetch_what_is_said(address: str) -> bytes:
        try:
            return fetch(address)
        except FetchGone as gone:
            if not gone.content.lstrip().startswith(b"{"):
                raise
            return gone.content

    return fetch_what_is_said


def _node(value: Any, fetch: Fetch) -> Mapping[str, Any]:
    """Return a badge class or profile as it is published; a copy of it is worth nothing."""
    address = id_of(value)
    if address is not None and address.startswith(("https://", "http://")):
        return _object_at(address, fetch)
    if isinstance(value, Mapping):
        return value
    raise MalformedCredential("the badge or its issuer is neither an object nor an address")


def _object_at(address: str, fetch: Fetch) -> Mapping[str, Any]:
    try:
        found = read_json(fetch(address))
    except InputError as error:
        raise FetchError(f"what is published at {address} cannot be read: {error}") from error
    if not isinstance(found, Mapping) or id_of(found) != address:
        raise MalformedCredential(f"what is published at {address} is not what bears that id")
    return found


def _same(document: Mapping[str, Any], published: Mapping[str, Any]) -> Check:
    def said(source: Mapping[str, Any], member: str) -> Any:
        value = source.get(member)
        return id_of(value) or value if member == "badge" else value

    recipient = published.get("recipient")
    if not (isinstance(recipient, Mapping) and isinstance(recipient.get("identity"), str)):
        return Check.failed("hosted", "malformed_credential", "it names no recipient")
    for member in COMPARED:
        if said(document, member) != said(published, member):
            text = f"its {member} is not what the issuer publishes at {document['id']}"
            return Check.failed("hosted", "hosted_mismatch", text)
    return Check.passed("hosted", f"published at {document['id']}")


def _own_host(published: _Published) -> Check:
    """The issuer may say where its assertions lie; else they lie on its own host."""
    address, issuer = published.assertion["id"], published.issuer
    rules = issuer.get("verification")
    rules = rules if isinstance(rules, Mapping) else {}
    starts = [start for start in listed(rules.get("startsWith")) if isinstance(start, str)]
    hosts: list[str | None] = [
        host for host in listed(rules.get("allowedOrigins")) if isinstance(host, str)
    ]
    if starts:
        fits = any(address.startswith(start) for start in starts)
    else:
        own = _host(id_of(issuer) or "")
        fits = _host(address) in (hosts or [own])
    if fits and _host(address):
        return Check.passed("issuer_host")
    text = f"{address} is not where {id_of(issuer)} publishes its badges"
    return Check.failed("issuer_host", "issuer_mismatch", text)


def _validity(assertion: Mapping[str, Any], at: datetime) -> Check:
    try:
        starts = read_moment(assertion.get("issuedOn"))
        ends = read_moment(assertion["expires"]) if "expires" in assertion else None
    except CairnError as error:
        return Check.of_error("validity_period", error)
    if at < starts:
        return Check.failed("validity_period", "not_yet_valid", f"issued on {starts:%Y-%m-%d}")
    if ends is not None and at > ends:
        return Check.failed("validity_period", "expired", f"it ran out on {ends:%Y-%m-%d}")
    return Check.passed("validity_period")


def _revoked(assertion: Mapping[str, Any]) -> Check:
    if assertion.get("revoked") is True:
        reason = text_of(assertion.get("revocationReason")) or "no reason is given"
        return Check.failed("status", "revoked", reason[:200])
    return Check.passed("status", "its issuer still publishes it")


def _recognised(issuer: Mapping[str, Any], trust: TrustList) -> Check:
    known = trust.get(id_of(issuer) or "")
    if known is not None:
        return Check.passed(ISSUER_RECOGNISED, f"{known.name}, {known.standing}")
    if not trust:
        return Check.not_checked(ISSUER_RECOGNISED, "no list of recognised issuers was given")
    text = f"{id_of(issuer)} is not on the list of recognised issuers"
    return Check.undetermined(ISSUER_RECOGNISED, "issuer_not_recognised", text)


def _as_credential(published: _Published) -> dict[str, Any]:
    """Return what the report shows, in the members of a credential of today."""
    return {
        "issuer": {"id": id_of(published.issuer), "name": published.issuer.get("name")},
        "credentialSubject": {"achievement": {"name": published.badge.get("name")}},
        "validFrom": published.assertion.get("issuedOn"),
        "validUntil": published.assertion.get("expires"),
    }


def _unchecked(names: tuple[str, ...], why: str = "an earlier check did not pass") -> list[Check]:
    return [Check(name, CheckOutcome.NOT_CHECKED, None, why) for name in names]


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None
