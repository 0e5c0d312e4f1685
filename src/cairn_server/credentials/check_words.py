"""The checks of a report in words for people: what was asked, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cairn.vc.report import CheckOutcome, VerificationReport

QUESTIONS: dict[str, Promise] = {
    "readable": _("It can be read"),
    "contexts": _("Its words are those of a known standard"),
    "model": _("It has the form of a credential"),
    "data_loss": _("Everything it says is covered by the signature"),
    "proof": _("The signature fits: nothing was changed"),
    "proof_purpose": _("It was signed in order to assert this"),
    "proof_controller": _("The key belongs to who signed"),
    "key_validity": _("The key was valid then"),
    "issuer_is_controller": _("Who signed is the issuer"),
    "validity_period": _("It is within its period of validity"),
    "status": _("It is not revoked"),
    "evidence": _("Evidence files match their digests"),
    "issuer_recognised": _("The issuer is recognised here"),
}
MARKS = {
    CheckOutcome.PASSED: ("✓", _("passed")),
    CheckOutcome.FAILED: ("✕", _("failed")),
    CheckOutcome.UNDETERMINED: ("?", _("could not be decided")),
    CheckOutcome.NOT_CHECKED: ("·", _("not checked")),
    CheckOutcome.NOT_APPLICABLE: ("·", _("does not apply")),
}


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One check as a line: a sign, what it means, what was asked, what was found."""

    name: str
    outcome: str
    mark: str
    meaning: str
    question: str
    detail: str


def lines_of(report: VerificationReport) -> list[CheckLine]:
    """Return every check of `report`, in its order."""
    return [
        CheckLine(
            name=check.name,
            outcome=check.outcome,
            mark=MARKS[check.outcome][0],
            meaning=str(MARKS[check.outcome][1]),
            question=str(QUESTIONS.get(check.name, check.name)),
            detail=check.detail,
        )
        for check in report.checks
    ]
