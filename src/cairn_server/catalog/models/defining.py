"""What every definition has: an owner, a stable name, versions that never change."""

from __future__ import annotations

from django.db import models

from cairn_server.accounts.models import Organisation
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
