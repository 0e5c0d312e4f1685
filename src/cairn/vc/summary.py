"""
The report put together: what was checked, and what the document says of itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from cairn.vc.checks_proof import proof_valid
from cairn.vc.members import OBJECTS, domain_of, id_of, listed, text_of
from cairn.vc.report import (
    ISSUER_RECOGNISED,
    Check,
    CheckOutcome,
    IssuerSummary,
    Outcome,
    VerificationReport,
    outcome_of,
    reasons_of,
)
from cairn.vc.trust import TrustList
from cairn.vc.wording import sentence_for

_KNOWN = {CheckOutcome.PASSED: True, CheckOutcome.UNDETERMINED: False}


class Named(NamedTuple):
    """By whom a credential is, and for what; None where it does not say so."""

    issuer: IssuerSummary | None
    achievement: str | None


def named_in(document: Mapping[str, Any]) -> Named:
    """Return what `document` names, which may be broken in any way."""
    achievement = _subject(document).get("achievement")
    name = text_of(achievement.get("name")) if isinstance(achievement, OBJECTS) else None
    return Named(_issuer(document), name)


def report_of(
    document: Mapping[str, Any],
    checks: list[Check],
    *,
    trust: TrustList,
    enclosed: Sequence[VerificationReport] = (),
    sentence: str | None = None,
    named: Named | None = None,
) -> VerificationReport:
    """
    Return the report on `document`, which may be broken in any way.

    Args:
        checks: all checks that were made, in their order.
        trust: where a recognised issuer has its name.
        enclosed: the reports on credentials inside it.
        sentence: what the checks mean, if it is no credential.
        named: `named_in(document)`, if it is known already.
    """
    issuer, achievement = named or named_in(document)
    whose, outcome = _subject_name(_subject(document)), outcome_of(checks)
    recognised = _recognised(checks)
    known = trust[issuer.id].name if issuer and recognised else None
    return VerificationReport(
        outcome=outcome,
        reasons=[] if outcome is Outcome.VALID else reasons_of(checks),
        checks=checks,
        sentence=sentence
        or sentence_for(
            checks,
            issuer=issuer,
            subject=whose,
            recognised_as=known,
            achievement=achievement,
            asked_for=_purposes(document),
        ),
        proof_valid=proof_valid(checks),
        issuer_recognised=recognised,
        issuer=issuer,
        achievement=achievement,
        subject=whose,
        valid_from=_text(document.get("validFrom", document.get("issuanceDate"))),
        valid_until=_text(document.get("validUntil", document.get("expirationDate"))),
        enclosed=list(enclosed),
        name=text_of(document.get("name")),
    )


def _recognised(checks: Sequence[Check]) -> bool | None:
    for check in checks:
        if check.name == ISSUER_RECOGNISED:
            return _KNOWN.get(check.outcome)
    return None


def _subject(document: Mapping[str, Any]) -> Mapping[str, Any]:
    subjects = listed(document.get("credentialSubject"))
    return subjects[0] if subjects and isinstance(subjects[0], OBJECTS) else {}


def _issuer(document: Mapping[str, Any]) -> IssuerSummary | None:
    issuer = document.get("issuer")
    found = id_of(issuer)
    if found is None:
        return None
    name = text_of(issuer.get("name")) if isinstance(issuer, OBJECTS) else None
    return IssuerSummary(found, name, domain_of(found))


def _subject_name(subject: Mapping[str, Any]) -> str | None:
    return text_of(subject.get("name")) or _stated_name(subject) or id_of(subject)


def _stated_name(subject: Mapping[str, Any]) -> str | None:
    """Return the name in an IdentityObject, where Open Badges 3.0 puts it, if it is in clear."""
    for identity in listed(subject.get("identifier")):
        if isinstance(identity, OBJECTS) and identity.get("identityType") == "name":
            return None if identity.get("hashed") else text_of(identity.get("identityHash"))
    return None


def _purposes(document: Mapping[str, Any]) -> list[str]:
    """Return for what lists are named; those by ids, and of old, say who was revoked."""
    entries = listed(document.get("credentialStatus"))
    found = [one.get("statusPurpose", "revocation") for one in entries if isinstance(one, OBJECTS)]
    return [one for one in found if isinstance(one, str)] if entries else ["revocation"]


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
