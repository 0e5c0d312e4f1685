"""The checks of a report in words for people: what was asked, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cairn.vc.report import CheckOutcome, Outcome, VerificationReport

QUESTIONS: dict[str, Promise] = {
    "readable": gettext_lazy("It can be read"),
    "contexts": gettext_lazy("Its words are those of a known standard"),
    "model": gettext_lazy("It has the form of a credential"),
    "data_loss": gettext_lazy("Everything it says is covered by the signature"),
    "proof": gettext_lazy("The signature fits: nothing was changed"),
    "proof_purpose": gettext_lazy("It was signed in order to assert this"),
    "proof_controller": gettext_lazy("The key belongs to who signed"),
    "key_validity": gettext_lazy("The key was valid then"),
    "issuer_is_controller": gettext_lazy("Who signed is the issuer"),
    "hosted": gettext_lazy("Its issuer still publishes it"),
    "issuer_host": gettext_lazy("It is published where its issuer publishes its badges"),
    "validity_period": gettext_lazy("It is within its period of validity"),
    "status": gettext_lazy("It is neither revoked nor suspended"),
    "evidence": gettext_lazy("Evidence files match their digests"),
    "issuer_recognised": gettext_lazy("The issuer is recognised here"),
    "holder_is_controller": gettext_lazy("Who signed is who shows it"),
    "challenge": gettext_lazy("It was signed for what was asked"),
    "domain": gettext_lazy("It was signed for whoever asked"),
    "credentials": gettext_lazy("Each credential that it shows is genuine and current"),
    "schema": gettext_lazy("The schemas that it names were applied"),
    "recipient": gettext_lazy("It is about whom you asked for"),
    "endorses": gettext_lazy("It endorses that in which it stands"),
    "enclosed": gettext_lazy("Everything inside it was looked at"),
    "beside": gettext_lazy("Nothing else lies in the picture beside it"),
    "refresh": gettext_lazy("It is the newest version that its issuer gives out"),
}
GENUINE_BUT: dict[str, Promise] = {
    "revoked": gettext_lazy("Genuine, but revoked"),
    "suspended": gettext_lazy("Genuine, but suspended"),
    "expired": gettext_lazy("Genuine, but no longer valid"),
    "not_yet_valid": gettext_lazy("Genuine, but not valid yet"),
    "recipient_mismatch": gettext_lazy("Genuine, but somebody else’s"),
    "challenge_mismatch": gettext_lazy("Genuine, but not shown to you"),
    "domain_mismatch": gettext_lazy("Genuine, but not shown to you"),
}
MARKS = {
    CheckOutcome.PASSED: ("✓", gettext_lazy("passed")),
    CheckOutcome.FAILED: ("✕", gettext_lazy("failed")),
    CheckOutcome.UNDETERMINED: ("?", gettext_lazy("could not be decided")),
    CheckOutcome.NOT_CHECKED: ("·", gettext_lazy("not checked")),
    CheckOutcome.NOT_APPLICABLE: ("·", gettext_lazy("does not apply")),
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

    @property
    def passed(self) -> bool:
        return self.outcome == CheckOutcome.PASSED


def headline_of(report: VerificationReport) -> str:
    """Return the verdict in a few words; `report.sentence` says why."""
    if report.outcome is Outcome.VALID:
        return _("Genuine and current")
    if report.outcome is Outcome.UNDETERMINED:
        return _("Cannot be decided")
    if report.proof_valid is False:
        return _("Not genuine")
    if report.proof_valid is None:
        return _("Not acceptable")
    return str(GENUINE_BUT.get(report.reasons[0], _("Genuine, but not acceptable")))


def is_presentation(report: VerificationReport) -> bool:
    """Return whether the report is on what shows credentials, each of which counts."""
    return any(check.name == "credentials" for check in report.checks)


def is_perhaps_copied(report: VerificationReport) -> bool:
    """Return whether it is a good presentation of which nobody asked for whom it was made."""
    is_unasked = any(
        check.name == "challenge" and check.outcome is CheckOutcome.NOT_CHECKED
        for check in report.checks
    )
    return is_unasked and report.outcome is Outcome.VALID


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
