"""
What a verifier expects of what was handed over: about whom it is, and for whom it was shown.

A genuine badge says nothing of who brings it. A presentation that was signed for the challenge
of one verifier is a copy for every other.

Sources: W3C, Verifiable Credential Data Integrity 1.0, section 2.1, `challenge` and `domain`;
Securing Verifiable Credentials using JOSE and COSE, `nonce` and `aud`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from cairn.openbadges.recipient import recipient_check
from cairn.vc.report import Check, Outcome, VerificationReport, outcome_of, reasons_of
from cairn.vc.wording import sentence_for

BINDINGS = ("challenge", "domain")


class Expected(NamedTuple):
    """
    What is expected; None is not asked.

    Attributes:
        recipient: about whom it is said to be: an e-mail address, an id such as a DID, or any
            other identifier.
        challenge: what the verifier gave whoever shows it to sign along.
        domain: the verifier for whom it must have been made.
    """

    recipient: str | None = None
    challenge: str | None = None
    domain: str | None = None

    @property
    def is_nothing(self) -> bool:
        return self == NOTHING


NOTHING = Expected()


def held_against(
    report: VerificationReport, document: Mapping[str, Any], expected: Expected
) -> VerificationReport:
    """
    Return the report on a credential by itself with the checks of what was expected of it.

    Args:
        document: the credential or the assertion that the report is on.
    """
    shown = [_unshown(name) for name in BINDINGS if getattr(expected, name) is not None]
    return with_checks(report, [*shown, *about(document, expected)])


def about(document: Mapping[str, Any], expected: Expected) -> list[Check]:
    """Return the check whether `document` is about whom it is said to be, if that is asked."""
    stated = expected.recipient
    return [] if stated is None else [recipient_check(document, stated)]


def with_checks(report: VerificationReport, more: Sequence[Check]) -> VerificationReport:
    """Return the report with `more` checks, and what follows of them."""
    checks = [*report.checks, *more]
    outcome = outcome_of(checks)
    if outcome is report.outcome:
        reasons = [] if outcome is Outcome.VALID else reasons_of(checks)
        return replace(report, checks=checks, reasons=reasons)
    sentence = sentence_for(
        checks, issuer=report.issuer, subject=report.subject, recognised_as=None
    )
    return replace(
        report, checks=checks, outcome=outcome, reasons=reasons_of(checks), sentence=sentence
    )


def _unshown(member: str) -> Check:
    text = f"it is a credential by itself, which nobody signed for this {member}"
    return Check.failed(member, f"{member}_mismatch", text)
