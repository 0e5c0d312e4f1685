"""What authors work on: content packs that are being written, before anybody learns from them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cairn_server.accounts.models import Organisation, Person
from cairn_server.journal.ids import new_id


class Draft(models.Model):
    """
    A content pack in a row, complete or not; from `published_at` on it never changes.

    `content` maps the names of the pack's files to their parts (`cairn.exchange.pack_draft`);
    `sequences` maps the same names to the number of the last save of each, so that two who work
    on different parts never meet.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)  # id of the pack
    title = models.CharField(max_length=200)
    content = models.JSONField()
    sequences = models.JSONField(default=dict)
    created_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "key"],
                condition=Q(published_at=None),
                name="one_open_draft_of_a_pack",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def revision(self) -> int:
        """A number that grows with every save of anything."""
        return sum(self.sequences.values())


class DraftMedia(models.Model):
    """A picture or video of a draft, by the name that its cards use."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="media")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "name"], name="draft_media_once"),
        ]

    def __str__(self) -> str:
        return self.name
