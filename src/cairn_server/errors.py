"""
What the platform refuses: a stable `code`, an HTTP `status`, a text for people.

What the library refuses stands in `cairn.errors`; all are a CairnError.

CairnError                      400
├── CredentialError             422
│   └── BadgeRefused
├── AttendingError              409
│   ├── SessionClosed
│   ├── PlacesTaken
│   ├── CodeRefused             422
│   └── AttendanceFinal
├── AssessmentError             409
│   ├── OwnWork                 403
│   ├── ConflictOfInterest      403
│   ├── NotQualified            403
│   ├── SubmissionClosed
│   ├── SubmissionIncomplete    422
│   ├── AlreadyClaimed
│   ├── AccountNeeded           403
│   ├── AttemptRefused
│   ├── AttemptOver
│   ├── StaleAnswer
│   └── StaleDraft
├── AwardError                  409
│   ├── IssuingStopped          503
│   ├── AlreadyRevoked
│   ├── AlreadySuspended
│   ├── NotSuspended
│   ├── SuspensionRefused       422
│   ├── KeyRotationRefused
│   ├── KeyMomentRefused        422
│   ├── NotAwardable            422
│   ├── AlreadySuperseded
│   ├── RenewalRefused
│   ├── PartnershipRefused
│   ├── BrandingRefused         422
│   ├── StandingRefused         403
│   ├── RecordRefused           422
│   ├── EndorsementRefused      422
│   ├── JwtRefused
│   ├── UnsoundCredential
│   └── KeyUnavailable          503
├── CatalogError                409
│   ├── VersionFrozen
│   └── NotPublishable          422
├── FrameworkError              409
│   ├── FrameworkTaken
│   └── AlignmentRefused        422
├── AccountError                409
│   ├── AlreadyMember
│   ├── LastOwner
│   ├── AddressTaken
│   ├── NameTaken
│   ├── OwnExtraTime
│   └── CircularStructure
├── WorkforceError              409
│   ├── AssignmentRefused       422
│   ├── RemindedAlready
│   └── NominationRefused
├── PrintNotInstalled           503
└── RequestError                400
    ├── IdempotencyKeyReused    409
    ├── ScopeMissing            403
    └── TooManyRequests         429
"""

from __future__ import annotations

from cairn.errors import AssessmentError, CairnError, CredentialError


class BadgeRefused(CredentialError):
    """The badge is genuine for nobody, or was given to somebody else."""

    code = "badge_refused"


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


class IssuingStopped(AwardError):
    code = "issuing_stopped"
    status = 503
    is_passing = True  # whoever waits for it tries again, and does not give up


class AlreadyRevoked(AwardError):
    code = "already_revoked"


class AlreadySuspended(AwardError):
    code = "already_suspended"


class NotSuspended(AwardError):
    code = "not_suspended"


class SuspensionRefused(AwardError):
    code = "suspension_refused"
    status = 422


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


class RenewalRefused(AwardError):
    code = "renewal_refused"


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


class RecordRefused(AwardError):
    """Credentials of which no record of a learner can be made."""

    code = "record_refused"
    status = 422


class EndorsementRefused(AwardError):
    """What this organisation cannot endorse, or not in this way."""

    code = "endorsement_refused"
    status = 422


class JwtRefused(AwardError):
    """What is not signed once more as a token: it was taken back, or its key was lost."""

    code = "jwt_refused"


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


class AlignmentRefused(FrameworkError):
    """What it points to is no address, or a skill that is not for whoever points there."""

    code = "alignment_refused"
    status = 422


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


class OwnExtraTime(AccountError):
    code = "own_extra_time"


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
