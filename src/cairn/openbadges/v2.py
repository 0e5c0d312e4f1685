"""
Open Badges 2.0: an assertion is true because its issuer still publishes it at its own address.

What is in a file is compared with what is published; the published copy also tells of a
revocation. An assertion that is signed instead is decided by `cairn.openbadges.v2_signed`.

Source: IMS Global, Open Badges v2.0, "Badge Verification" and "Hosted Verification".
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import unquote, urlsplit

from cairn.errors import CairnError, FetchGone, InputError
from cairn.openbadges.reading import Found
from cairn.openbadges.v1 import as_version_2, is_version_1, object_of_version_1
from cairn.openbadges.v2_published import (
    Fetch,
    Published,
    Read,
    host_of,
    is_revoked,
    issuer_of,
    node_of,
    object_at,
    recognition_check,
    unchecked,
    validity_check,
)
from cairn.openbadges.v2_signed import is_signed
from cairn.reading import read_json
from cairn.vc.checks_proof import PROOF_CHECKS
from cairn.vc.jwt import read_token
from cairn.vc.members import id_of, listed, text_of, types_of
from cairn.vc.report import ISSUER_RECOGNISED, Check, CheckOutcome, VerificationReport
from cairn.vc.summary import report_of
from cairn.vc.trust import TrustList

COMPARED = ("uid", "recipient", "badge", "issuedOn", "expires", "evidence", "narrative")


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
    Return the report on a hosted assertion of Open Badges 1.0 to 2.1; raises nothing.

    One that is older is undetermined; one that says that it is signed, and is not, is invalid.
    """
    is_old = is_version_1(document)
    if not (is_old or _is_hosted(document)):
        return report_of({}, _not_hosted(document), trust=trust)
    read = partial(object_of_version_1 if is_old else object_at, fetch=fetch)
    try:
        document = as_version_2(document) if is_old else document
        assertion = _assertion_at(document["id"], read)
    except CairnError as error:
        return report_of({}, _unpublished(Check.of_error("hosted", error)), trust=trust)
    if is_revoked(assertion):
        # a revoked assertion may be published without its other members
        assertion = {**document, **assertion}
    try:
        badge = node_of(assertion.get("badge"), read)
        published = Published(assertion, badge, issuer_of(badge, read))
    except CairnError as error:
        hosted = Check.of_error("hosted", error)
        return report_of({}, _unpublished(hosted, _revoked(assertion)), trust=trust)
    checks = _checks(document, published, trust=trust, at=at)
    return report_of(published.as_credential(), checks, trust=trust)


def verify_gone(gone: FetchGone, *, trust: TrustList) -> VerificationReport:
    """Return the report on an assertion of which only its address is left, and that says 410."""
    status = _revoked({"revoked": True, "revocationReason": _reason(gone)})
    return report_of({}, [Check.passed("readable"), status, *unchecked(PROOF_CHECKS)], trust=trust)


def _checks(
    document: Mapping[str, Any], published: Published, *, trust: TrustList, at: datetime
) -> list[Check]:
    hosted = [_same(document, published.assertion), _own_host(published)]
    return [
        Check.passed("readable"),
        *hosted,
        validity_check(published.assertion, at),
        _revoked(published.assertion),
        *unchecked(PROOF_CHECKS, "a hosted badge is not signed"),
        _recognition(hosted, published, trust),
    ]


def _recognition(hosted: list[Check], published: Published, trust: TrustList) -> Check:
    """Whoever only is named by a badge is not recognised by it."""
    if any(check.outcome is not CheckOutcome.PASSED for check in hosted):
        return Check.not_checked(ISSUER_RECOGNISED, "it is not known to be the issuer's badge")
    return recognition_check(published.issuer, trust)


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
    text = (
        "of Open Badges before 3.0, Cairn checks hosted assertions of version 1 and 2 that say "
        "where they are published, and signed ones of version 2"
    )
    readable = Check.undetermined("readable", "unsupported_format", text)
    return [readable, *unchecked(PROOF_CHECKS)]


def _unpublished(hosted: Check, status: Check | None = None) -> list[Check]:
    """Return the checks where something was not to be had; that it was revoked counts still."""
    if status is None or status.outcome is CheckOutcome.PASSED:
        status = Check.not_checked("status")
    ending = unchecked(("validity_period", *PROOF_CHECKS))
    return [Check.passed("readable"), hosted, status, *ending]


def _assertion_at(address: str, read: Read) -> Mapping[str, Any]:
    """
    Return the assertion that is published at `address`; 410 Gone alone says that it is revoked.

    Source: Open Badges v2.0, "Hosted Badges", "Revoking": either the status or `revoked`.
    """
    try:
        return read(address)
    except FetchGone as gone:
        return {"id": address, "revoked": True, "revocationReason": _reason(gone)}


def _reason(gone: FetchGone) -> str:
    """Return why it was revoked, if that is said in a way that can be read."""
    try:
        said = read_json(gone.content)
    except InputError:
        said = None
    found = text_of(said.get("revocationReason")) if isinstance(said, Mapping) else None
    return found or "its address answers that it is gone, and gives no reason"


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
        fits = any(_begins(address, start) for start in starts)
    else:
        own = host_of(id_of(issuer) or "")
        fits = host_of(address) in (hosts or [own])
    if fits and host_of(address):
        return Check.passed("issuer_host")
    text = f"{address} is not where {id_of(issuer)} publishes its badges"
    return Check.failed("issuer_host", "issuer_mismatch", text)


def _begins(address: str, start: str) -> bool:
    """
    Return whether an address lies below `start`, and leads nowhere else: many hosts resolve `..`.

    A beginning without a slash after its host would let in other hosts that begin so.
    """
    try:
        lies, begins = urlsplit(address), urlsplit(start)
    except ValueError:
        return False
    segments = unquote(lies.path).replace("\\", "/").split("/")
    is_straight = not {".", ".."} & set(segments) and len(segments) == lies.path.count("/") + 1
    return is_straight and address.startswith(start) and lies[:2] == begins[:2]


def _revoked(assertion: Mapping[str, Any]) -> Check:
    if is_revoked(assertion):
        reason = text_of(assertion.get("revocationReason")) or "no reason is given"
        return Check.failed("status", "revoked", reason[:200])
    return Check.passed("status", "its issuer still publishes it")
