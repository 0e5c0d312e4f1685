"""What can be earned: achievements, what they require, what they are about."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cairn.exchange.pack import Tier
from cairn.pathways.requirement import LONGEST_ADDRESS, Requirement, parse
from cairn.pathways.validity import RENEWAL_DAYS, Validity, renewal_of
from cairn_server.catalog.models.assessed import Gathering, Quiz, Task
from cairn_server.catalog.models.defining import Defined, Version
from cairn_server.catalog.models.learned import Unit
from cairn_server.frameworks.models import Competency, FrameworkSource
from cairn_server.journal.ids import new_id


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

    `requirements` is a tree of `cairn.pathways.criteria` whose references are ids of Unit, Task,
    Quiz, Gathering and Achievement; `template` holds the author's parts (key method,
    components, research, resources).
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
    valid_months = models.PositiveSmallIntegerField(null=True)  # None: its credential does not end
    renew_from_days = models.PositiveSmallIntegerField(default=RENEWAL_DAYS)  # before its end
    renewal_again = models.JSONField(default=list)  # ids of the tree; empty: its performances
    tier_of = models.CharField(max_length=100, blank=True)  # the badge that it is a tier of
    tier = models.PositiveSmallIntegerField(null=True)  # from 1; None where it is none
    tags = models.JSONField(default=list)
    learning_seconds = models.PositiveIntegerField(default=0)  # sum over its units when published
    changes = models.TextField(blank=True)  # what this version changes, for those affected
    units = models.ManyToManyField(Unit, through="AchievementUnit", related_name="+")
    tasks = models.ManyToManyField(Task, through="AchievementTask", related_name="+")
    quizzes = models.ManyToManyField(Quiz, through="AchievementQuiz", related_name="+")
    gatherings = models.ManyToManyField(Gathering, through="AchievementGathering", related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["achievement", "number"], name="achievement_version_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stated_tier(self) -> Tier | None:
        """Which tier it is of which badge; None if it is none."""
        return None if self.tier is None else Tier(self.tier_of, self.tier)

    @property
    def validity(self) -> Validity | None:
        """How long its credential counts; None if it does not end."""
        if self.valid_months is None:
            return None
        return Validity(self.valid_months, self.renew_from_days, tuple(self.renewal_again))

    @property
    def renewal(self) -> Requirement:
        """What has to be done again to renew its credential; reads the tree anew each time."""
        return renewal_of(parse(self.requirements), self.renewal_again)


class RequirementLink(models.Model):
    """Something that the requirements of a version name, in the order of the tree."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    position = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True
        ordering = ["position"]


class AchievementUnit(RequirementLink):
    """A unit that the requirements name, in the order of learning."""

    version = models.ForeignKey(
        AchievementVersion, on_delete=models.CASCADE, related_name="unit_links"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="achievement_links")

    class Meta(RequirementLink.Meta):
        constraints = [
            models.UniqueConstraint(fields=["version", "unit"], name="achievement_unit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.unit_id}"


class AchievementTask(RequirementLink):
    """A task that the requirements name."""

    version = models.ForeignKey(
        AchievementVersion, on_delete=models.CASCADE, related_name="task_links"
    )
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="achievement_links")

    class Meta(RequirementLink.Meta):
        constraints = [
            models.UniqueConstraint(fields=["version", "task"], name="achievement_task_once"),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.task_id}"


class AchievementQuiz(RequirementLink):
    """A quiz that the requirements name."""

    version = models.ForeignKey(
        AchievementVersion, on_delete=models.CASCADE, related_name="quiz_links"
    )
    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="achievement_links")

    class Meta(RequirementLink.Meta):
        constraints = [
            models.UniqueConstraint(fields=["version", "quiz"], name="achievement_quiz_once"),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.quiz_id}"


class AchievementGathering(RequirementLink):
    """Something to attend that the requirements name."""

    version = models.ForeignKey(
        AchievementVersion, on_delete=models.CASCADE, related_name="gathering_links"
    )
    gathering = models.ForeignKey(
        Gathering, on_delete=models.PROTECT, related_name="achievement_links"
    )

    class Meta(RequirementLink.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["version", "gathering"], name="achievement_gathering_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.gathering_id}"


class StackPart(RequirementLink):
    """A smaller achievement whose credential the requirements name."""

    version = models.ForeignKey(
        AchievementVersion, on_delete=models.CASCADE, related_name="part_links"
    )
    part = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="stack_links")

    class Meta(RequirementLink.Meta):
        constraints = [
            models.UniqueConstraint(fields=["version", "part"], name="stack_part_once"),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.part_id}"


class OutsidePart(RequirementLink):
    """A credential of another issuer that the requirements name, by the ids that it states."""

    version = models.ForeignKey(
        AchievementVersion, on_delete=models.CASCADE, related_name="outside_links"
    )
    issuer = models.CharField(max_length=LONGEST_ADDRESS)
    achievement = models.CharField(max_length=LONGEST_ADDRESS, blank=True)  # empty: any of theirs

    class Meta(RequirementLink.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["version", "issuer", "achievement"], name="outside_part_once"
            ),
        ]
        indexes = [models.Index(fields=["issuer"], name="outside_part_issuer")]

    def __str__(self) -> str:
        return f"{self.position} {self.issuer}"


class Alignment(models.Model):
    """
    That an achievement is about a competency of a framework.

    `level` is how far it takes the holder, from 1 (knows of it) to 5 (leads others in it);
    `stated_framework` what its author calls a framework that nobody brought in.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(
        AchievementVersion, on_delete=models.CASCADE, related_name="alignments"
    )
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="alignments")
    level = models.PositiveSmallIntegerField(default=3)
    stated_framework = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "competency"], name="alignment_once"),
            models.CheckConstraint(
                condition=models.Q(level__gte=1, level__lte=5), name="alignment_level_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.competency_id}"

    @property
    def framework_name(self) -> str:
        """What the framework is called: by who brought it in, else by the author, else its host."""
        framework = self.competency.framework
        is_named = framework.source == FrameworkSource.NAMED
        return (self.stated_framework if is_named else "") or framework.name
