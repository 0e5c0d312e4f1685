"""Files that have been examined, addressed by their content."""

from __future__ import annotations

from django.db import models

from cairn_server.journal.ids import new_id


class StoredFile(models.Model):
    """One file of one owner; equal bytes are kept once on disk, under their SHA-256."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner_type = models.CharField(max_length=60)  # accounts.Person or accounts.Organisation
    owner_id = models.UUIDField()
    digest = models.CharField(max_length=64)  # SHA-256 of the original, hexadecimal
    media_type = models.CharField(max_length=100)  # found in the content, not in the name
    plays_in_place = models.BooleanField(default=True)  # False: a video few browsers can play
    size = models.PositiveBigIntegerField()  # bytes
    name = models.CharField(max_length=255)  # as the owner called it; never shown to an evaluator
    rendition_digest = models.CharField(max_length=64, blank=True)  # without metadata, if made
    rendition_type = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["owner_id", "-id"], name="file_owner"),
            models.Index(fields=["digest"], name="file_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.media_type} {self.digest[:12]}"


class ForgottenFile(models.Model):
    """Bytes that are to go because their owner was forgotten; noted until they are gone."""

    digest = models.CharField(primary_key=True, max_length=64)
    since = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)  # that the disk refused
    error = models.TextField(blank=True)  # why, the last time

    def __str__(self) -> str:
        return f"{self.digest[:12]} since {self.since:%Y-%m-%d}"
