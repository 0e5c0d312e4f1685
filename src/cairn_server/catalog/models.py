"""Definitions: what can be learned and earned. Published versions never change."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cairn_server.accounts.models import Organisation
from cairn_server.frameworks.models import Competency
from cairn_server.journal.ids import new_id


class Defined(models.Model):
    """Something an organisation defines in versions; `key` is its stable name (pack/id)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.key


class Version(models.Model):
    """One state of a definition; frozen from the moment that `published_at` is set."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.PositiveIntegerField()
    language = models.CharField(max_length=16, default="en")
    digest = models.CharField(max_length=64)  # SHA-256 of the content: equal content, same version
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class Unit(Defined):
    """1 to 10 minutes of learning."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="unit_key_once"),
        ]


class UnitVersion(Version):
    """The cards of a unit, in order."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="versions")
    title = models.CharField(max_length=200)
    seconds = models.PositiveIntegerField()  # expected time; pages show minutes
    outcomes = models.JSONField(default=list)
    cards = models.JSONField()  # [{"kind": "text"|"question"|"media", ...}], see catalog.cards

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "number"], name="unit_version_once"),
        ]

    def __str__(self) -> str:
        return self.title


class UnitOrder(models.Model):
    """That `unit` is better learned after `after`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="comes_after")
    after = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="comes_before")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "after"], name="unit_order_once"),
            models.CheckConstraint(
                condition=~models.Q(unit=models.F("after")), name="not_after_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} after {self.after}"


class ItemUse(models.TextChoices):
    PRACTICE = "practice", _("Practice")
    ASSESSMENT = "assessment", _("Assessment")


class Item(Defined):
    """A question. Practice and assessment never mix."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="items")
    use = models.CharField(max_length=20, choices=ItemUse.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "key"], name="item_key_once"),
        ]


class ItemVersion(Version):
    """The question as it was asked; `content` is `cairn.psychometrics.questions.Question`."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="versions")
    content = models.JSONField()
    criterion = models.CharField(max_length=120, blank=True)  # key of a rubric's criterion
    meaning = models.PositiveIntegerField(default=1)  # raised when a change restarts memory
    seconds = models.PositiveIntegerField(default=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="item_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} v{self.number}"


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


class Achievement(Defined):
    """What can be earned."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="achievement_key_once"),
        ]


class AchievementKind(models.TextChoices):
    MICRO_CREDENTIAL = "micro-credential", _("Micro-credential")
    PARTICIPATION_BADGE = "participation-badge", _("Participation badge")


class AchievementVersion(Version):
    """
    A definition as published. Texts that are empty read "not stated" on pages.

    `requirements` is a tree of `cairn.pathways.criteria` whose references are ids of Unit
    and Task; `template` holds the author's parts (key method, components, research, resources).
    """

    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="versions")
    kind = models.CharField(max_length=30, choices=AchievementKind.choices)
    title = models.CharField(max_length=200)
    summary = models.TextField()
    competency = models.TextField(blank=True)
    description = models.TextField(blank=True)  # Markdown
    template = models.JSONField(default=dict)
    requirements = models.JSONField()
    learning_outcomes = models.JSONField(default=list)
    workload_hours = models.FloatField(null=True)
    credits_value = models.FloatField(null=True)
    credits_system = models.CharField(max_length=40, blank=True)
    level_framework = models.CharField(max_length=60, blank=True)
    level_value = models.CharField(max_length=40, blank=True)
    assessment_type = models.TextField(blank=True)
    participation = models.TextField(blank=True)
    supervision = models.TextField(blank=True)
    quality_assurance = models.TextField(blank=True)
    prerequisites = models.TextField(blank=True)
    stackability = models.TextField(blank=True)
    half_life_years = models.FloatField(null=True, default=5)
    tags = models.JSONField(default=list)
    learning_seconds = models.PositiveIntegerField(default=0)  # sum over its units when published
    changes = models.TextField(blank=True)  # what this version changes, for those affected
    units = models.ManyToManyField(Unit, through="AchievementUnit", related_name="+")
    tasks = models.ManyToManyField(Task, through="AchievementTask", related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["achievement", "number"], name="achievement_version_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AchievementUnit(models.Model):
    """A unit that the requirements name, in the order of learning."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(
        AchievementVersion, on_delete=models.CASCADE, related_name="unit_links"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="achievement_links")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "unit"], name="achievement_unit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.unit_id}"


class AchievementTask(models.Model):
    """A task that the requirements name."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(
        AchievementVersion, on_delete=models.CASCADE, related_name="task_links"
    )
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="achievement_links")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "task"], name="achievement_task_once"),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.task_id}"


class Alignment(models.Model):
    """That an achievement is about a competency of a framework."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(
        AchievementVersion, on_delete=models.CASCADE, related_name="alignments"
    )
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="alignments")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "competency"], name="alignment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.competency_id}"


class MediaFile(models.Model):
    """A picture or video that cards of a pack name; readable by whoever may read the unit."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "digest"], name="media_once"),
        ]

    def __str__(self) -> str:
        return self.digest
