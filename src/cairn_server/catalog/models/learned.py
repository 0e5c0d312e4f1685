"""What can be learned: units, their cards, their questions, their pictures."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cairn_server.accounts.models import Organisation
from cairn_server.catalog.models.defining import Defined, Version
from cairn_server.journal.ids import new_id


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
    resources = models.JSONField(default=list)  # [{"title", "url", "note"}, ...]: to read further
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
