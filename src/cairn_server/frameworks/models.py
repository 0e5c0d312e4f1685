"""Competency frameworks and the competencies in them."""

from __future__ import annotations

from django.db import models

from cairn_server.journal.ids import new_id


class CompetencyFramework(models.Model):
    """A list of competencies that somebody maintains, such as ESCO or O*NET."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200, unique=True)
    attribution = models.TextField(blank=True)  # shown wherever its data is shown

    def __str__(self) -> str:
        return self.name


class Competency(models.Model):
    """What somebody can do, as a framework words it; an alignment points here."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    framework = models.ForeignKey(
        CompetencyFramework, on_delete=models.PROTECT, related_name="competencies"
    )
    url = models.URLField(max_length=500, unique=True)
    name = models.CharField(max_length=300)
    code = models.CharField(max_length=120, blank=True)
    description = models.TextField(blank=True)
    target_type = models.CharField(max_length=60, default="ceasn:Competency")
    half_life_years = models.FloatField(default=5)  # how fast what was shown grows old

    class Meta:
        verbose_name_plural = "competencies"

    def __str__(self) -> str:
        return self.name
