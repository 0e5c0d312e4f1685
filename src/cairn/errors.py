"""
Every error that Cairn raises: a stable `code`, an HTTP `status`, a text for people.

CairnError                      400
├── InputError                  422  what was sent cannot be read
│   ├── MalformedInput
│   ├── InputTooLarge           413
│   ├── UnsupportedFormat       415
│   ├── UnsafeContent
│   ├── PackInvalid
│   └── RowRefused
├── CredentialError             422
│   ├── MalformedCredential
│   │   └── NodeDivided
│   ├── UnknownContext
│   ├── UndefinedTerm
│   ├── BudgetExceeded
│   ├── ProofMismatch
│   ├── ProofUnsupported
│   ├── KeyUnresolved
│   ├── KeyRefused
│   ├── StatusListInvalid
│   │   └── StatusListOutdated
│   └── ImageRefused
├── FetchError                  422
│   ├── FetchGone
│   ├── FetchRefused            403
│   └── FetchesExceeded
├── SchedulingError             409
│   └── ReviewIdReused
├── PathwayError                422
│   ├── NoPerformanceRequirement
│   ├── GoalFull                409
│   └── GoalDayPassed
├── MeasurementError            422
│   ├── TooFewRatings
│   └── PoolTooSmall
└── AssessmentError             409
    └── EvaluationIncomplete    422
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar


class CairnError(Exception):
    """Anything that Cairn refuses; `str(error)` is a sentence for the person who asked."""

    code: ClassVar[str] = "cairn_error"
    status: ClassVar[int] = 400


class InputError(CairnError):
    code = "input_error"
    status = 422


class MalformedInput(InputError):
    code = "malformed_input"


class InputTooLarge(InputError):
    code = "input_too_large"
    status = 413


class UnsupportedFormat(InputError):
    code = "unsupported_format"
    status = 415


class UnsafeContent(InputError):
    code = "unsafe_content"


class PackInvalid(InputError):
    """A content pack with errors; `findings` names them all."""

    code = "pack_invalid"

    def __init__(self, message: str, findings: Sequence[Any] = ()) -> None:
        super().__init__(message)
        self.findings = tuple(findings)


class RowRefused(InputError):
    """One row of a file that cannot be brought in; the others can."""

    code = "row_refused"


class CredentialError(CairnError):
    code = "credential_error"
    status = 422


class MalformedCredential(CredentialError):
    code = "malformed_credential"


class NodeDivided(MalformedCredential):
    """Objects of one id, of which no signature would tell which says what."""

    code = "node_divided"


class UnknownContext(CredentialError):
    code = "unknown_context"


class UndefinedTerm(CredentialError):
    """A member, id or type that canonicalisation would drop, and so no signature would cover."""

    code = "undefined_term"


class BudgetExceeded(CredentialError):
    code = "budget_exceeded"


class ProofMismatch(CredentialError):
    code = "proof_mismatch"


class ProofUnsupported(CredentialError):
    """The proof is of a kind that Cairn does not check; it may be good or bad."""

    code = "proof_unsupported"


class KeyUnresolved(CredentialError):
    """The key could not be fetched; the proof may be good or bad."""

    code = "key_unresolved"


class KeyRefused(CredentialError):
    """The key that a proof names is known to be unusable: malformed, or not listed."""

    code = "key_refused"


class StatusListInvalid(CredentialError):
    """A status list from which nothing can be learned: "not revoked" does not follow."""

    code = "status_list_invalid"


class StatusListOutdated(StatusListInvalid):
    code = "status_list_outdated"


class ImageRefused(CredentialError):
    code = "image_refused"


class FetchError(CairnError):
    """What was pointed to could not be had; the one who asked can give it another way."""

    code = "fetch_failed"
    status = 422


class FetchGone(FetchError):
    """What was there is gone, and whoever had it says so; `content` is what they say of it."""

    code = "fetch_gone"

    def __init__(self, text: str, content: bytes = b"") -> None:
        super().__init__(text)
        self.content = content


class FetchRefused(FetchError):
    """The address may not be asked at all: not https, not a public host, not an allowed port."""

    code = "fetch_refused"
    status = 403


class FetchesExceeded(FetchError):
    """So much would have to be asked about one badge that the rest was not asked."""

    code = "fetches_exceeded"


class SchedulingError(CairnError):
    code = "scheduling_error"
    status = 409


class ReviewIdReused(SchedulingError):
    code = "review_id_reused"


class PathwayError(CairnError):
    code = "pathway_error"
    status = 422


class NoPerformanceRequirement(PathwayError):
    """A micro-credential is the result of assessed competence, never of finishing a course."""

    code = "no_performance_requirement"


class GoalFull(PathwayError):
    code = "goal_full"
    status = 409


class GoalDayPassed(PathwayError):
    code = "goal_day_passed"


class MeasurementError(CairnError):
    code = "measurement_error"
    status = 422


class TooFewRatings(MeasurementError):
    code = "too_few_ratings"


class PoolTooSmall(MeasurementError):
    """A quiz asks for more questions of an area than its pool has."""

    code = "pool_too_small"


class AssessmentError(CairnError):
    code = "assessment_error"
    status = 409


class EvaluationIncomplete(AssessmentError):
    code = "evaluation_incomplete"
    status = 422
