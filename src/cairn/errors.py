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
│   ├── UnknownContext
│   ├── UndefinedTerm
│   ├── BudgetExceeded
│   ├── ProofMismatch
│   ├── ProofUnsupported
│   ├── KeyUnresolved
│   ├── KeyRefused
│   ├── StatusListInvalid
│   │   └── StatusListOutdated
│   ├── ImageRefused
│   └── BadgeRefused
├── FetchError                  422
│   └── FetchRefused            403
├── SchedulingError             409
│   └── ReviewIdReused
├── AttendingError              409
│   ├── SessionClosed
│   ├── PlacesTaken
│   ├── CodeRefused             422
│   └── AttendanceFinal
├── PathwayError                422
│   ├── NoPerformanceRequirement
│   └── GoalFull                409
├── MeasurementError            422
│   ├── TooFewRatings
│   └── PoolTooSmall
├── AssessmentError             409
│   ├── OwnWork                 403
│   ├── ConflictOfInterest      403
│   ├── NotQualified            403
│   ├── SubmissionClosed
│   ├── SubmissionIncomplete    422
│   ├── EvaluationIncomplete    422
│   ├── AlreadyClaimed
│   ├── AccountNeeded           403
│   ├── AttemptRefused
│   ├── AttemptOver
│   ├── StaleAnswer
│   └── StaleDraft
├── AwardError                  409
│   ├── RequirementsMissing
│   ├── IssuingStopped          503
│   ├── AlreadyRevoked
│   ├── KeyRotationRefused
│   ├── KeyMomentRefused        422
│   ├── NotAwardable            422
│   ├── AlreadySuperseded
│   ├── PartnershipRefused
│   ├── BrandingRefused         422
│   ├── StandingRefused         403
│   ├── UnsoundCredential
│   └── KeyUnavailable          503
├── CatalogError                409
│   ├── VersionFrozen
│   └── NotPublishable          422
├── FrameworkError              409
│   └── FrameworkTaken
├── AccountError                409
│   ├── AlreadyMember
│   ├── LastOwner
│   ├── AddressTaken
│   ├── NameTaken
│   └── CircularStructure
├── WorkforceError              409
│   ├── AssignmentRefused       422
│   ├── RemindedAlready
│   └── NominationRefused
├── JobError                    409
├── PrintNotInstalled           503
└── RequestError                400
    ├── IdempotencyKeyReused    409
    ├── ScopeMissing            403
    ├── TooManyRequests         429
    └── QueryRefused            422
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


class BadgeRefused(CredentialError):
    """The badge is genuine for nobody, or was given to somebody else."""

    code = "badge_refused"


class FetchError(CairnError):
    """What was pointed to could not be had; the one who asked can give it another way."""

    code = "fetch_failed"
    status = 422


class FetchRefused(FetchError):
    """The address may not be asked at all: not https, not a public host, not an allowed port."""

    code = "fetch_refused"
    status = 403


class SchedulingError(CairnError):
    code = "scheduling_error"
    status = 409


class ReviewIdReused(SchedulingError):
    code = "review_id_reused"


class AttendingError(CairnError):
    code = "attending_error"
    status = 409


class SessionClosed(AttendingError):
    code = "session_closed"


class PlacesTaken(AttendingError):
    code = "places_taken"


class CodeRefused(AttendingError):
    """The code of no session, or of one that is not held now; which of both is not told."""

    code = "code_refused"
    status = 422


class AttendanceFinal(AttendingError):
    code = "attendance_final"


class PathwayError(CairnError):
    code = "pathway_error"
    status = 422


class NoPerformanceRequirement(PathwayError):
    """A micro-credential is the result of assessed competence, never of finishing a course."""

    code = "no_performance_requirement"


class GoalFull(PathwayError):
    code = "goal_full"
    status = 409


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


class OwnWork(AssessmentError):
    code = "own_work"
    status = 403


class ConflictOfInterest(AssessmentError):
    code = "conflict_of_interest"
    status = 403


class NotQualified(AssessmentError):
    code = "not_qualified"
    status = 403


class SubmissionClosed(AssessmentError):
    code = "submission_closed"


class SubmissionIncomplete(AssessmentError):
    code = "submission_incomplete"
    status = 422


class EvaluationIncomplete(AssessmentError):
    code = "evaluation_incomplete"
    status = 422


class AlreadyClaimed(AssessmentError):
    """Another evaluator is at this piece of work."""

    code = "already_claimed"


class AccountNeeded(AssessmentError):
    """A guest wants what only somebody with an account can have."""

    code = "account_needed"
    status = 403


class AttemptRefused(AssessmentError):
    """No attempt may begin now: none is left, the wait is not over, or the quiz is passed."""

    code = "attempt_refused"


class AttemptOver(AssessmentError):
    """The attempt was handed in, or its time is up: nothing more is saved."""

    code = "attempt_over"


class StaleAnswer(AssessmentError):
    """
    Another tab or device has saved another answer under the same number.

    Args:
        sequence: the number of the answer that counts.
    """

    code = "stale_answer"

    def __init__(self, detail: str, *, sequence: int) -> None:
        super().__init__(detail)
        self.sequence = sequence


class StaleDraft(AssessmentError):
    """
    Another tab or device has saved a newer draft since this one was loaded.

    Args:
        stored: the text that is stored; empty where a draft is more than one text.
        sequence: the number under which it is stored.
    """

    code = "stale_draft"

    def __init__(self, detail: str, *, stored: str = "", sequence: int = 0) -> None:
        super().__init__(detail)
        self.stored = stored
        self.sequence = sequence


class AwardError(CairnError):
    code = "award_error"
    status = 409


class RequirementsMissing(AwardError):
    code = "requirements_missing"


class IssuingStopped(AwardError):
    code = "issuing_stopped"
    status = 503


class AlreadyRevoked(AwardError):
    code = "already_revoked"


class KeyRotationRefused(AwardError):
    """The issuer's identifier is its key (did:key); another key would be another issuer."""

    code = "key_rotation_refused"


class KeyMomentRefused(AwardError):
    """A moment from which a key cannot have been compromised."""

    code = "key_moment_refused"
    status = 422


class NotAwardable(AwardError):
    """What this organisation may not award, or not to this person."""

    code = "not_awardable"
    status = 422


class AlreadySuperseded(AwardError):
    code = "already_superseded"


class PartnershipRefused(AwardError):
    code = "partnership_refused"


class BrandingRefused(AwardError):
    """A colour or a logo that cannot stand on a badge."""

    code = "branding_refused"
    status = 422


class StandingRefused(AwardError):
    """A standing that nobody can give to themself."""

    code = "standing_refused"
    status = 403


class UnsoundCredential(AwardError):
    """What was signed does not verify, and so is not released."""

    code = "unsound_credential"


class KeyUnavailable(AwardError):
    code = "key_unavailable"
    status = 503


class CatalogError(CairnError):
    code = "catalog_error"
    status = 409


class VersionFrozen(CatalogError):
    code = "version_frozen"


class NotPublishable(CatalogError):
    code = "not_publishable"
    status = 422


class FrameworkError(CairnError):
    code = "framework_error"
    status = 409


class FrameworkTaken(FrameworkError):
    """The name is that of a framework which somebody else publishes."""

    code = "framework_taken"


class AccountError(CairnError):
    code = "account_error"
    status = 409


class AlreadyMember(AccountError):
    code = "already_member"


class LastOwner(AccountError):
    code = "last_owner"


class AddressTaken(AccountError):
    code = "address_taken"


class NameTaken(AccountError):
    code = "name_taken"


class CircularStructure(AccountError):
    """Somebody would report to themselves, or a team be part of itself; the text names the way."""

    code = "circular_structure"


class WorkforceError(CairnError):
    code = "workforce_error"
    status = 409


class AssignmentRefused(WorkforceError):
    code = "assignment_refused"
    status = 422


class RemindedAlready(WorkforceError):
    """Whom one would remind was reminded within a day, or has done it."""

    code = "reminded_already"


class NominationRefused(WorkforceError):
    code = "nomination_refused"


class JobError(CairnError):
    code = "job_error"
    status = 409


class PrintNotInstalled(CairnError):
    """Paper needs typst, which the extra `print` brings along."""

    code = "print_not_installed"
    status = 503


class RequestError(CairnError):
    code = "request_error"
    status = 400


class IdempotencyKeyReused(RequestError):
    code = "idempotency_key_reused"
    status = 409


class ScopeMissing(RequestError):
    """The token is good, but was not made for this."""

    code = "scope_missing"
    status = 403


class TooManyRequests(RequestError):
    code = "too_many_requests"
    status = 429


class QueryRefused(RequestError):
    code = "query_refused"
    status = 422
