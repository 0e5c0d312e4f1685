"""Reads for those who judge: which work waits, and one piece of it without its name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from cairn.psychometrics.rubric import Criterion
from cairn_server.accounts.models import Person, Role, RoleName
from cairn_server.assessment import queries
from cairn_server.assessment.codes import short_code
from cairn_server.assessment.models import (
    Artifact,
    Conflict,
    EvaluationDraft,
    Submission,
    SubmissionState,
)
from cairn_server.assessment.parts import Part, open_criteria, parts_of
from cairn_server.assessment.text_changes import Piece, changes
from cairn_server.files.kinds import ending_of
from cairn_server.files.models import StoredFile
from cairn_server.journal.models import Event

CLAIM_LASTS = timedelta(hours=2)
MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A piece of work that waits, without the name of whose it is."""

    id: UUID
    code: str
    title: str
    achievement: str
    organisation: str
    number: int
    submitted_at: datetime
    promised_at: datetime
    is_late: bool
    is_mine: bool

    @property
    def place(self) -> tuple[datetime, UUID]:
        """Where it stands in the queue, after it has left it as well."""
        return self.promised_at, self.id


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file as an evaluator gets it: the rendition if there is one, under a name of ours."""

    artifact_id: UUID
    name: str
    digest: str
    media_type: str
    size: int
    plays_in_place: bool

    @property
    def group(self) -> str:
        """How it is shown: `pdf`, `image`, `video`, `audio`, `text`, else `other`."""
        if self.media_type == "application/pdf":
            return "pdf"
        main = self.media_type.partition("/")[0]
        return main if main in ("image", "video", "audio", "text") else "other"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One part as handed in; `is_changed` is None in a first try."""

    part: Part
    text: str
    file: ShownFile | None
    is_changed: bool | None
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class CriterionForm:
    """A criterion to be judged: what the draft says, what was said before, whether it is open."""

    criterion: Criterion
    rating: str
    comment: str
    is_open: bool
    before: queries.CriterionFeedback | None

    @property
    def is_silent(self) -> bool:
        """Whether it is rated below what is needed without a word on what is missing."""
        return (
            bool(self.rating)
            and not self.criterion.is_met_at(self.rating)
            and not self.comment.strip()
        )

    @property
    def is_incomplete(self) -> bool:
        """Whether nothing can be decided before something is said here."""
        return self.is_open and (not self.rating or self.is_silent)


@dataclass(frozen=True, slots=True)
class Work:
    """A piece of work as an evaluator sees it."""

    submission: Submission
    code: str
    is_late: bool
    evidence: tuple[Evidence, ...]
    criteria: tuple[CriterionForm, ...]
    comment: str
    sequence: int
    saved_at: datetime | None
    name: str

    @property
    def open_criteria(self) -> tuple[CriterionForm, ...]:
        return tuple(one for one in self.criteria if one.is_open)

    @property
    def open_count(self) -> int:
        """How many criteria are not rated yet."""
        return sum(not one.rating for one in self.open_criteria)

    @property
    def unmet_count(self) -> int:
        """How many criteria are rated below what is needed so far."""
        return sum(
            bool(one.rating) and not one.criterion.is_met_at(one.rating)
            for one in self.open_criteria
        )


def evaluates_for(evaluator: Person, at: datetime) -> frozenset[UUID]:
    """Return the organisations for which somebody may judge at a moment. One query."""
    roles = Role.objects.filter(
        Q(membership__until=None) | Q(membership__until__gt=at),
        membership__person=evaluator,
        membership__since__lte=at,
        name=RoleName.EVALUATOR,
    )
    return frozenset(roles.values_list("membership__organisation_id", flat=True))


def judgeable(evaluator: Person, at: datetime) -> QuerySet[Submission]:
    """Return the works that somebody may ever open: not their own, no conflict, their place."""
    conflict = Conflict.objects.filter(evaluator=evaluator, person=OuterRef("person"))
    return (
        Submission.objects.filter(task__organisation__in=evaluates_for(evaluator, at))
        .exclude(person=evaluator)
        .exclude(nominated_by=evaluator)
        .filter(~Exists(conflict))
    )


def queue(
    evaluator: Person,
    at: datetime,
    *,
    after: tuple[datetime, UUID] | None = None,
    offset: int = 0,
    limit: int = MOST_ROWS,
) -> list[QueueRow]:
    """
    Return some of what waits for this evaluator, by promised date. Two queries, however long.

    Args:
        after: the `place` of the row before; it need not wait any more.
        offset: how many rows to pass over, for pages with numbers.
    """
    drafts = EvaluationDraft.objects.filter(submission=OuterRef("pk"), evaluator=evaluator)
    rows = (
        _waiting(evaluator, at)
        .annotate(is_mine=Exists(drafts))
        .select_related("version", "achievement_version", "task__organisation")
        .order_by("promised_at", "pk")
    )
    if after is not None:
        day, id = after
        rows = rows.filter(Q(promised_at__gt=day) | Q(promised_at=day, pk__gt=id))
    return [_queue_row(one, at) for one in rows[offset : offset + limit]]


def waiting_count(evaluator: Person, at: datetime) -> int:
    """Return how many works wait for this evaluator. Two queries."""
    return _waiting(evaluator, at).count()


def _waiting(evaluator: Person, at: datetime) -> QuerySet[Submission]:
    """Return what is handed in, may be opened, and is not with somebody else just now."""
    drafts = EvaluationDraft.objects.filter(submission=OuterRef("pk"))
    others = drafts.exclude(evaluator=evaluator).filter(saved_at__gt=at - CLAIM_LASTS)
    return judgeable(evaluator, at).filter(~Exists(others), state=SubmissionState.SUBMITTED)


def is_claimed_by_another(submission_id: UUID, evaluator: Person, at: datetime) -> bool:
    """Return whether somebody else is at this work. One query."""
    drafts = EvaluationDraft.objects.filter(submission=submission_id, saved_at__gt=at - CLAIM_LASTS)
    return drafts.exclude(evaluator=evaluator).exists()


def is_unblinded(submission_id: UUID, evaluator: Person) -> bool:
    """Return whether this evaluator has looked at the name. One query."""
    looked = Event.objects.filter(
        kind="submission.unblinded", about_id=submission_id, actor_id=evaluator.pk
    )
    return looked.exists()


def work(submission: Submission, evaluator: Person, at: datetime) -> Work:
    """Return a piece of work with the evaluator's draft. A fixed number of queries."""
    draft = EvaluationDraft.objects.filter(submission=submission, evaluator=evaluator).first()
    previous = submission.previous
    before = queries.feedback(previous) if previous else None
    name = str(submission.person) if is_unblinded(submission.pk, evaluator) else ""
    return Work(
        submission=submission,
        code=short_code(submission.pk),
        is_late=submission.promised_at is not None and submission.promised_at < at,
        evidence=_evidence(submission, previous),
        criteria=_criteria(submission, draft, before),
        comment=draft.comment if draft else "",
        sequence=draft.sequence if draft else 0,
        saved_at=draft.saved_at if draft and draft.sequence else None,
        name=name,
    )


def shown_file(artifact: Artifact, position: int) -> ShownFile | None:
    """Return how the file of the part at `position` (1 is the first) is shown to an evaluator."""
    if artifact.file is None:
        return None
    stored: StoredFile = artifact.file
    media_type = stored.rendition_type or stored.media_type
    return ShownFile(
        artifact_id=artifact.pk,
        name=f"artifact-{position}.{ending_of(media_type)}",
        digest=stored.rendition_digest or stored.digest,
        media_type=media_type,
        size=stored.size,
        plays_in_place=stored.plays_in_place,
    )


def position_of(artifact: Artifact, submission: Submission) -> int:
    """Return the place of an artifact's part among the parts of the task, 1 for the first."""
    ids = [part.id for part in parts_of(submission.version.parts)]
    return ids.index(artifact.part) + 1


def _queue_row(submission: Submission, at: datetime) -> QueueRow:
    assert submission.submitted_at is not None
    assert submission.promised_at is not None
    return QueueRow(
        id=submission.pk,
        code=short_code(submission.pk),
        title=submission.version.title,
        achievement=submission.achievement_version.title,
        organisation=submission.task.organisation.name,
        number=submission.number,
        submitted_at=submission.submitted_at,
        promised_at=submission.promised_at,
        is_late=submission.promised_at < at,
        is_mine=submission.is_mine,  # type: ignore[attr-defined]  # annotated by `queue`
    )


def _evidence(submission: Submission, previous: Submission | None) -> tuple[Evidence, ...]:
    now = {one.part: one for one in submission.artifacts.select_related("file")}
    before = (
        {one.part: one for one in previous.artifacts.select_related("file")} if previous else None
    )
    shown = []
    for position, part in enumerate(parts_of(submission.version.parts), start=1):
        artifact = now.get(part.id)
        was = before.get(part.id) if before is not None else None
        text, old_text = (one.text if one else "" for one in (artifact, was))
        is_changed = None if before is None else _digest(artifact) != _digest(was)
        shown.append(
            Evidence(
                part=part,
                text=text,
                file=shown_file(artifact, position) if artifact else None,
                is_changed=is_changed,
                pieces=changes(old_text, text) if is_changed and old_text else (),
            )
        )
    return tuple(shown)


def _digest(artifact: Artifact | None) -> tuple[str, str]:
    if artifact is None:
        return "", ""
    return artifact.text, artifact.file.digest if artifact.file else ""


def _criteria(
    submission: Submission, draft: EvaluationDraft | None, before: queries.Feedback | None
) -> tuple[CriterionForm, ...]:
    rubric = queries.rubric_of(submission)
    said = {one.criterion.id: one for one in before.criteria} if before else {}
    ratings = {id: one.level.id for id, one in said.items()} if before else None
    open_ids = {one.id for one in open_criteria(rubric, ratings)}
    return tuple(
        CriterionForm(
            criterion=one,
            rating=draft.ratings.get(one.id, "") if draft else "",
            comment=draft.comments.get(one.id, "") if draft else "",
            is_open=one.id in open_ids,
            before=said.get(one.id),
        )
        for one in rubric.criteria
    )
