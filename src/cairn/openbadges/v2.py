"""
Open Badges 2.0: an assertion is true because its issuer still publishes it at its own address.

What is in a file is compared with what is published; the published copy also tells of a
revocation. An assertion that is signed instead is decided by `cairn.openbadges.v2_signed`.

Source: IMS Global, Open Badges v2.0, "Badge Verification" and "Hosted Verification".
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cairn.errors import CairnError, FetchGone
from cairn.openbadges.reading import Found
from cairn.openbadges.v2_published import (
    Fetch,
    Published,
    host_of,
    node_of,
    object_at,
    recognition_check,
    unchecked,
    validity_check,
)
from cairn.openbadges.v2_signed import is_signed
from cairn.vc.checks_proof import PROOF_CHECKS
from cairn.vc.jwt import read_token
from cairn.vc.members import id_of, listed, text_of, types_of
from cairn.vc.report import Check, VerificationReport
from cairn.vc.summary import report_of
from cairn.vc.trust import TrustList

COMPARED = ("recipient", "badge", "issuedOn", "expires", "evidence", "narrative")


def is_assertion(document: object) -> bool:
    """Tell an assertion of Open Badges 0.5 to 2.1: it names a badge and a recipient."""
    return (
        isinstance(document, Mapping)
        and "credentialSubject" not in document
        and {"badge", "recipient"} <= document.keys()
    )


def is_version_2(found: Found) -> bool:
    """Tell whether what was found is an assertion, as JSON or in a token."""
    if found.jwt is None:
        return is_assertion(found.document)
    try:
        return is_assertion(read_token(found.jwt).claims)
    except CairnError:
        return False


def verify_assertion(
    document: Mapping[str, Any], *, fetch: Fetch, trust: TrustList, at: datetime
) -> VerificationReport:
    """
    Return the report on a hosted assertion of Open Badges 2.0; raises nothing.

    One that is older is undetermined; one that says that it is signed, and is not, is invalid.
    """
    readable = Check.passed("readable")
    if not _is_hosted(document):
        return report_of({}, _not_hosted(document), trust=trust)
    try:
        published = _published(document, fetch)
    except CairnError as error:
        hosted = Check.of_error("hosted", error)
        checks = [readable, hosted, *unchecked(("status", "validity_period", *PROOF_CHECKS))]
        return report_of({}, checks, trust=trust)
    checks = [
        readable,
        _same(document, published.assertion),
        _own_host(published),
        validity_check(published.assertion, at),
        _revoked(published.assertion),
        *unchecked(PROOF_CHECKS, "a hosted badge is not signed"),
        recognition_check(published.issuer, trust),
    ]
    return report_of(published.as_credential(), checks, trust=trust)


def _is_hosted(document: Mapping[str, Any]) -> bool:
    verification = document.get("verification", document.get("verify"))
    hosted = {"hosted", "HostedBadge", "HostedVerification"} & set(types_of(verification))
    return (
        "Assertion" in types_of(document) and bool(hosted) and isinstance(document.get("id"), str)
    )


def _not_hosted(document: Mapping[str, Any]) -> list[Check]:
    if is_signed(document):
        text = "it says that it is signed, and the signature is not there: ask for the whole badge"
        missing = Check.failed("proof", "proof_missing", text)
        return [Check.passed("readable"), missing, *unchecked(("status", *PROOF_CHECKS[1:]))]
    text = "of Open Badges 1 and 2 only the assertions of version 2.0 are checked by Cairn"
    readable = Check.undetermined("readable", "unsupported_format", text)
    return [readable, *unchecked(PROOF_CHECKS)]


def _published(document: Mapping[str, Any], fetch: Fetch) -> Published:
    assertion = object_at(document["id"], _or_gone(fetch))
    if assertion.get("revoked") is True:
        # a revoked assertion may be published without its other members
        assertion = {**document, **assertion}
    badge = node_of(assertion.get("badge"), fetch)
    return Published(assertion, badge, node_of(badge.get("issuer"), fetch))


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


def _own_host(published: Published) -> Check:
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
        own = host_of(id_of(issuer) or "")
        fits = host_of(address) in (hosts or [own])
    if fits and host_of(address):
        return Check.passed("issuer_host")
    text = f"{address} is not where {id_of(issuer)} publishes its badges"
    return Check.failed("issuer_host", "issuer_mismatch", text)


def _revoked(assertion: Mapping[str, Any]) -> Check:
    if assertion.get("revoked") is True:
        reason = text_of(assertion.get("revocationReason")) or "no reason is given"
        return Check.failed("status", "revoked", reason[:200])
    return Check.passed("status", "its issuer still publishes it")
