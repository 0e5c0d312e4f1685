"""Competency frameworks, the competencies in them and the occupations that need these."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cairn_server.accounts.models import Organisation
from cairn_server.journal.ids import new_id


class FrameworkSource(models.TextChoices):
    NAMED = "named", _("Named by alignments")  # nothing of it was brought in
    ESCO = "esco", _("ESCO")
    ONET = "onet", _("O*NET")
    OWN = "own", _("Own")


class CompetencyFramework(models.Model):
    """
    A list of competencies that somebody maintains, such as ESCO or O*NET.

    One of an organisation is seen by its members; one of nobody is shared by all. What alignments
    name and nobody brought in stands under the host of its address, apart from all others.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    source = models.CharField(
        max_length=10, choices=FrameworkSource.choices, default=FrameworkSource.NAMED
    )
    version = models.CharField(max_length=40, blank=True)
    attribution = models.TextField(blank=True)  # shown wherever its data is shown
    licence = models.CharField(max_length=200, blank=True)
    imported_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(organisation=None) & ~Q(source=FrameworkSource.NAMED),
                name="shared_framework_once",
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(source=FrameworkSource.NAMED),
                name="named_framework_once",
            ),
            models.UniqueConstraint(fields=["organisation", "name"], name="own_framework_once"),
        ]

    def __str__(self) -> str:
        return self.name


class CompetencyKind(models.TextChoices):
    """The kinds of `cairn.frameworks.model.CompetencyKind`, in words."""

    SKILL = "skill", _("Skill")
    KNOWLEDGE = "knowledge", _("Knowledge")
    ABILITY = "ability", _("Ability")
    WORK_STYLE = "work-style", _("Work style")
    WORK_ACTIVITY = "work-activity", _("Work activity")
    TECHNOLOGY = "technology", _("Technology")
    TASK = "task", _("Task")
    ATTITUDE = "attitude", _("Attitude")


class Competency(models.Model):
    """
    What somebody can do, as a framework words it; an alignment points here.

    One that its framework has dropped is retired, never deleted: what pointed there still does.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    framework = models.ForeignKey(
        CompetencyFramework, on_delete=models.PROTECT, related_name="competencies"
    )
    url = models.URLField(max_length=500, unique=True)
    name = models.CharField(max_length=300)
    kind = models.CharField(
        max_length=20, choices=CompetencyKind.choices, default=CompetencyKind.SKILL
    )
    code = models.CharField(max_length=120, blank=True)
    alternative_names = models.JSONField(default=list)
    description = models.TextField(blank=True)
    target_type = models.CharField(max_length=60, default="ceasn:Competency")
    broader = models.JSONField(default=list)  # addresses of wider ones
    half_life_years = models.FloatField(default=5)  # how fast what was shown grows old
    retired_at = models.DateTimeField(null=True)
    name_key = models.CharField(max_length=300, default="")  # as `cairn.frameworks.words` has it
    search_text = models.TextField(default="")

    class Meta:
        verbose_name_plural = "competencies"
        indexes = [models.Index(fields=["name_key", "id"], name="competency_by_name")]

    def __str__(self) -> str:
        return self.name


class Occupation(models.Model):
    """A kind of work, as a framework words it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    framework = models.ForeignKey(
        CompetencyFramework, on_delete=models.PROTECT, related_name="occupations"
    )
    url = models.URLField(max_length=500, unique=True)
    name = models.CharField(max_length=300)
    code = models.CharField(max_length=120, blank=True)
    alternative_names = models.JSONField(default=list)
    description = models.TextField(blank=True)
    retired_at = models.DateTimeField(null=True)
    name_key = models.CharField(max_length=300, default="")
    search_text = models.TextField(default="")

    class Meta:
        indexes = [models.Index(fields=["name_key", "id"], name="occupation_by_name")]

    def __str__(self) -> str:
        return self.name


class OccupationCompetency(models.Model):
    """That an occupation needs a competency; importance 1 to 5, level 0 to 7, where rated."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    occupation = models.ForeignKey(Occupation, on_delete=models.CASCADE, related_name="needs")
    competency = models.ForeignKey(Competency, on_delete=models.CASCADE, related_name="needed_by")
    is_essential = models.BooleanField()
    importance = models.FloatField(null=True)
    level = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["occupation", "competency"], name="need_once"),
        ]

    def __str__(self) -> str:
        return f"{self.occupation_id} {self.competency_id}"
