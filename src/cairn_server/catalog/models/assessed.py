"""How competence is shown: tasks judged on rubrics, quizzes, and what must be attended."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cairn_server.catalog.models.defining import Defined, Version
from cairn_server.catalog.models.learned import ItemVersion
from cairn_server.journal.ids import new_id


class Rubric(Defined):
    """Criteria and levels that evidence is judged on."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="rubric_key_once"),
        ]


class RubricVersion(Version):
    """`content` is `cairn.psychometrics.rubric.Rubric`."""

    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="versions")
    content = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rubric", "number"], name="rubric_version_once"),
        ]

    def __str__(self) -> str:
        return str(self.content.get("title", self.rubric_id))


class Task(Defined):
    """A piece of evidence that a learner is asked for."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="task_key_once"),
        ]


class TaskVersion(Version):
    """What is handed in, how, and on which rubric it is judged."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="versions")
    rubric = models.ForeignKey(RubricVersion, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    instructions = models.TextField()  # Markdown
    seconds = models.PositiveIntegerField()  # expected work
    promised_days = models.PositiveSmallIntegerField(default=3)
    parts = models.JSONField()  # [{"id", "title", "kind": "text"|"file", "required", ...}]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "number"], name="task_version_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Quiz(Defined):
    """A test drawn from a pool of assessment items."""

    class Meta:
        verbose_name_plural = "quizzes"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="quiz_key_once"),
        ]


class QuizVersion(Version):
    """
    The rules of a quiz.

    `blueprint` says how many questions an attempt draws from each area of the pool:
    `[{"criterion": id, "title": text, "questions": n}]`; the areas to improve carry its titles.
    """

    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="versions")
    title = models.CharField(max_length=200)
    instructions = models.TextField(blank=True)  # Markdown
    seconds = models.PositiveIntegerField()  # time allowed for an attempt
    cut_score = models.FloatField()  # share of the points, above 0 and at most 1
    attempts_allowed = models.PositiveSmallIntegerField(null=True)  # None: as often as one likes
    wait_hours = models.PositiveSmallIntegerField(default=0)  # between two attempts
    blueprint = models.JSONField()
    pool = models.ManyToManyField(ItemVersion, through="QuizItem", related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["quiz", "number"], name="quiz_version_once"),
            models.CheckConstraint(
                condition=models.Q(cut_score__gt=0, cut_score__lte=1), name="cut_score_is_share"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class QuizItem(models.Model):
    """An assessment question of a quiz's pool, in the version that is asked."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    quiz_version = models.ForeignKey(
        QuizVersion, on_delete=models.CASCADE, related_name="pool_links"
    )
    item_version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="+")
    criterion = models.CharField(max_length=120)  # the row of the blueprint it is drawn for

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["quiz_version", "item_version"], name="pool_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item_version_id} for {self.criterion}"


class GatheringKind(models.TextChoices):
    WEBINAR = "webinar", _("Webinar")
    LECTURE = "lecture", _("Lecture")
    WORKSHOP = "workshop", _("Workshop")
    CONFERENCE = "conference", _("Conference")


class Gathering(Defined):
    """Something to attend, whenever it is held: a progress requirement, never a performance."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="gathering_key_once"),
        ]


class GatheringVersion(Version):
    """What is attended; when it takes place is a `learning.ScheduledSession`."""

    gathering = models.ForeignKey(Gathering, on_delete=models.PROTECT, related_name="versions")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=GatheringKind.choices)
    summary = models.TextField(blank=True)  # Markdown
    seconds = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gathering", "number"], name="gathering_version_once"),
        ]

    def __str__(self) -> str:
        return self.title
