"""Events, who has handled them, and jobs that take longer than a request."""

from __future__ import annotations

from django.db import models

from cairn_server.journal.ids import new_id


class Event(models.Model):
    """One thing that happened; written in the transaction that made it happen, never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=60)
    owner_type = models.CharField(max_length=60)
    owner_id = models.UUIDField()
    actor_id = models.UUIDField(null=True)
    about_type = models.CharField(max_length=60)
    about_id = models.UUIDField()
    data = models.JSONField(default=dict)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["owner_id", "-id"], name="event_owner"),
            models.Index(fields=["about_id", "-id"], name="event_about"),
            models.Index(
                fields=["at"], name="event_unsettled", condition=models.Q(settled_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about_id}"


class Handled(models.Model):
    """That one handler has acted on one event: written in the handler's own transaction."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="handled")
    handler = models.CharField(max_length=160)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "handler"], name="handled_once"),
        ]

    def __str__(self) -> str:
        return f"{self.handler} {self.event_id}"


class HandlerFailure(models.Model):
    """A handler that failed on an event, and when it is tried again; the dead-letter view."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="failures")
    handler = models.CharField(max_length=160)
    tries = models.PositiveIntegerField(default=0)
    error = models.TextField()
    retry_at = models.DateTimeField(null=True)  # None: given up, a person must look

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "handler"], name="one_failure_per_handler"),
        ]

    def __str__(self) -> str:
        return f"{self.handler} {self.event_id}: {self.error}"
