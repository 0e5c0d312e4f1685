"""
What a verifier found: an outcome of three values, every check by name, one plain sentence.

A check that could not run never counts as passed. "The proof is good" and "the issuer is
one we know" are two facts and are never mixed (SAFETY C6, C7).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any

from cairn.errors import (
    BudgetExceeded,
    CairnError,
    FetchError,
    KeyUnresolved,
    ProofUnsupported,
    StatusListInvalid,
    UnknownContext,
)

ISSUER_RECOGNISED = "issuer_recognised"
"""The one check that never changes the outcome: an unknown issuer is not a forger."""

_UNDECIDED = (
    BudgetExceeded,
    FetchError,
    KeyUnresolved,
    ProofUnsupported,
    StatusListInvalid,
    UnknownContext,
)


class Outcome(StrEnum):
    __hash__ = str.__hash__  # that of an enumeration is a function of Python's

    VALID = "valid"
    INVALID = "invalid"
    UNDETERMINED = "undetermined"


class CheckOutcome(StrEnum):
    __hash__ = str.__hash__

    PASSED = "passed"
    FAILED = "failed"
    UNDETERMINED = "undetermined"
    NOT_CHECKED = "not_checked"
    NOT_APPLICABLE = "not_applicable"


_PASSED, _FAILED = CheckOutcome.PASSED, CheckOutcome.FAILED
_UNDETERMINED = CheckOutcome.UNDETERMINED
_VALID = Outcome.VALID


@dataclass(frozen=True, slots=True)
class Check:
    """One question that was asked of a credential; `reason` is a stable code, or None."""

    name: str
    outcome: CheckOutcome
    reason: str | None = None
    detail: str = ""

    @classmethod
    def passed(cls, name: str, detail: str = "") -> Check:
        return cls(name, _PASSED, None, detail) if detail else _passed(name)

    @classmethod
    def failed(cls, name: str, reason: str, detail: str) -> Check:
        return cls(name, CheckOutcome.FAILED, reason, detail)

    @classmethod
    def undetermined(cls, name: str, reason: str, detail: str) -> Check:
        return cls(name, CheckOutcome.UNDETERMINED, reason, detail)

    @classmethod
    def not_checked(cls, name: str, detail: str = "an earlier check did not pass") -> Check:
        return cls(name, CheckOutcome.NOT_CHECKED, None, detail)

    @classmethod
    def not_applicable(cls, name: str, detail: str = "") -> Check:
        return cls(name, CheckOutcome.NOT_APPLICABLE, None, detail)

    @classmethod
    def of_error(cls, name: str, error: CairnError) -> Check:
        """Return the check that ended in `error`: failed, or undetermined if undecided."""
        undecided = isinstance(error, _UNDECIDED)
        outcome = CheckOutcome.UNDETERMINED if undecided else CheckOutcome.FAILED
        return cls(name, outcome, error.code, str(error))


@cache  # names are words of this program, and few
def _passed(name: str) -> Check:
    return Check(name, _PASSED)


@dataclass(frozen=True, slots=True)
class IssuerSummary:
    """Who says that they issued it; `domain` is None where the identifier has none."""

    id: str
    name: str | None
    domain: str | None


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """
    The answer to "is this credential genuine and current?".

    `proof_valid` and `issuer_recognised` are None where it could not be decided, or was
    not asked. Dates and names are what the document says, shown even if it is invalid; `name`
    is what the credential is called, which need not be the name of an achievement.
    """

    outcome: Outcome
    reasons: list[str]
    checks: list[Check]
    sentence: str
    proof_valid: bool | None
    issuer_recognised: bool | None
    issuer: IssuerSummary | None
    achievement: str | None
    subject: str | None
    valid_from: str | None
    valid_until: str | None
    enclosed: list[VerificationReport] = field(default_factory=list)
    name: str | None = None

    @property
    def count_enclosed(self) -> int:
        """How many credentials inside it have a report, at any depth."""
        return sum(1 + one.count_enclosed for one in self.enclosed)

    def to_json(self) -> dict[str, Any]:
        """Return the report as it is printed by `cairn verify --json` and by the API."""
        return asdict(self)

    def check(self, name: str) -> Check:
        """Return the check called `name`; KeyError if it is not in the report."""
        for check in self.checks:
            if check.name == name:
                return check
        raise KeyError(name)


def outcome_of(checks: Iterable[Check]) -> Outcome:
    """Return invalid if a check failed, else undetermined if one could not be decided."""
    found = _VALID
    for check in checks:
        outcome = check.outcome
        if outcome is _FAILED and check.name != ISSUER_RECOGNISED:
            return Outcome.INVALID
        if outcome is _UNDETERMINED and check.name != ISSUER_RECOGNISED:
            found = Outcome.UNDETERMINED
    return found


def reasons_of(checks: Sequence[Check]) -> list[str]:
    """Return the codes of what failed, then of what could not be decided, without repeats."""
    counting = [
        check for check in checks if check.reason is not None and check.name != ISSUER_RECOGNISED
    ]
    codes = [
        check.reason
        for outcome in (_FAILED, _UNDETERMINED)
        for check in counting
        if check.outcome is outcome and check.reason
    ]
    return list(dict.fromkeys(codes))
