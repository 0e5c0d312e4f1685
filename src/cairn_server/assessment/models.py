"""Evidence handed in, and what evaluators decided about it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cairn_server.accounts.models import Person
from cairn_server.catalog.models import (
    Achievement,
    AchievementVersion,
    ItemVersion,
    Quiz,
    QuizVersion,
    Task,
    TaskVersion,
)
from cairn_server.files.models import StoredFile
from cairn_server.journal.ids import new_id


class SubmissionState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("With the evaluators")
    NOT_YET = "not_yet", _("Not yet")
    MET = "met", _("Met")


class Submission(models.Model):
    """
    One try at a task, owned by the learner.

    A second try points at the one before; criteria met there stay met, and only the parts
    that an unmet criterion is judged on are open again.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="submissions")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="submissions")
    version = models.ForeignKey(TaskVersion, on_delete=models.PROTECT, related_name="submissions")
    achievement_version = models.ForeignKey(
        AchievementVersion, on_delete=models.PROTECT, related_name="submissions"
    )
    previous = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="following"
    )
    number = models.PositiveSmallIntegerField(default=1)  # first try, second try …
    state = models.CharField(
        max_length=20, choices=SubmissionState.choices, default=SubmissionState.DRAFT
    )
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    promised_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    nominated_by = models.ForeignKey(  # who wrote it for the learner, for work they saw done
        Person, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "task", "number"], name="one_try_per_number"),
            models.UniqueConstraint(
                fields=["person", "task"],
                condition=models.Q(state__in=["draft", "submitted"]),
                name="one_open_try",
            ),
        ]
        indexes = [models.Index(fields=["state", "promised_at"], name="submission_queue")]

    def __str__(self) -> str:
        return f"{self.task_id} try {self.number}"


class Artifact(models.Model):
    """What was handed in for one part of a task: a text or a file."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="artifacts")
    part = models.CharField(max_length=120)  # id of the part in the task
    text = models.TextField(blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    sequence = models.PositiveIntegerField(default=0)  # of the last autosave
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "part"], name="one_artifact_per_part"),
        ]

    def __str__(self) -> str:
        return f"{self.part} of {self.submission_id}"


class Evaluation(models.Model):
    """One evaluator's decision on a submission; append-only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="evaluations")
    evaluator = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="evaluations")
    ratings = models.JSONField()  # criterion id -> level id
    comments = models.JSONField(default=dict)  # criterion id -> text
    comment = models.TextField(blank=True)
    met = models.BooleanField()
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "evaluator"], name="one_evaluation_per_evaluator"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} by {self.evaluator_id}"


class EvaluationDraft(models.Model):
    """An evaluator's work in progress; also the claim that keeps others from doing it twice."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="drafts")
    evaluator = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    ratings = models.JSONField(default=dict)
    comments = models.JSONField(default=dict)
    comment = models.TextField(blank=True)
    sequence = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "evaluator"], name="one_draft"),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} by {self.evaluator_id}"


class Conflict(models.Model):
    """That an evaluator will not judge a learner's work, and why."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    evaluator = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=300)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evaluator", "person"], name="conflict_once"),
        ]

    def __str__(self) -> str:
        return f"{self.evaluator_id} with {self.person_id}"


class Attempt(models.Model):
    """
    One try at a quiz, owned by the learner.

    `drawn` is what was drawn, in the order shown: `[{"item": id of an ItemVersion, "criterion":
    area, "options": order of what can be chosen}]`. The deadline is the server's.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="attempts")
    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="attempts")
    version = models.ForeignKey(QuizVersion, on_delete=models.PROTECT, related_name="attempts")
    achievement_version = models.ForeignKey(
        AchievementVersion, on_delete=models.PROTECT, related_name="attempts"
    )
    number = models.PositiveSmallIntegerField()
    drawn = models.JSONField()
    started_at = models.DateTimeField()
    deadline_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # handed in, or run out of time
    score = models.FloatField(null=True)  # share of the points, 0 to 1, once ended
    areas = models.JSONField(default=dict)  # criterion -> share of its points, once ended
    passed = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "quiz", "number"], name="one_attempt_per_number"
            ),
            models.UniqueConstraint(
                fields=["person", "quiz"],
                condition=models.Q(ended_at=None),
                name="one_open_attempt",
            ),
        ]
        indexes = [
            models.Index(
                fields=["deadline_at"],
                name="attempt_running",
                condition=models.Q(ended_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quiz_id} attempt {self.number}"


class Response(models.Model):
    """An answer as it was saved; append-only, the greatest sequence of an item counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="responses")
    item_version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="+")
    sequence = models.PositiveIntegerField()
    answer = models.JSONField(null=True)  # None: taken back
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "item_version", "sequence"], name="response_sequence_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_version_id} {self.sequence}"


class Reassessment(models.Model):
    """That a person is assessed anew for an achievement: only what comes after `since` counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="reassessments")
    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    begun_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "achievement"], name="one_reassessment"),
        ]

    def __str__(self) -> str:
        return f"{self.achievement_id} since {self.since:%Y-%m-%d}"
