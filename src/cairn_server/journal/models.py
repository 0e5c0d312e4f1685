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

    class Meta:
        indexes = [
            models.Index(fields=["owner_id", "-id"], name="event_owner"),
            models.Index(fields=["about_id", "-id"], name="event_about"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about_id}"


class Outbox(models.Model):
    """An event that some handler has yet to act on; gone when all have."""

    event = models.OneToOneField(
        Event, on_delete=models.CASCADE, primary_key=True, related_name="outbox"
    )
    due_at = models.DateTimeField(db_index=True)  # when the worker looks after it

    class Meta:
        verbose_name_plural = "outbox"

    def __str__(self) -> str:
        return str(self.event_id)


class Handled(models.Model):
    """That one handler of several has acted on an event: written in its own transaction."""

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
    given_up_at = models.DateTimeField(null=True)  # a person must look

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "handler"], name="one_failure_per_handler"),
        ]

    def __str__(self) -> str:
        return f"{self.handler} {self.event_id}: {self.error}"


class WorkerLease(models.Model):
    """A sign of life of one worker; a task whose worker gives none is taken from it."""

    worker = models.CharField(primary_key=True, max_length=64)
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.worker


class ScheduledRun(models.Model):
    """When a periodic duty is next due; whoever moves `next_at` on does the duty."""

    name = models.CharField(primary_key=True, max_length=80)
    next_at = models.DateTimeField()
    last_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)  # of the last run, if it failed

    def __str__(self) -> str:
        return self.name


class Progress(models.Model):
    """
    How far a background task is, and how it ended, for the page of whoever began it.

    `result` is what an import reports: numbers by name, and `errors`, each with where, a stable
    code and a sentence.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner_id = models.UUIDField()  # the person who began it
    title = models.CharField(max_length=200)
    back = models.CharField(max_length=300)  # path of the page where its result is seen
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    result = models.JSONField(null=True)
    failure = models.TextField(blank=True)  # why it ended without a result
    started_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "progress"
        indexes = [models.Index(fields=["owner_id", "-started_at"], name="progress_owner")]

    def __str__(self) -> str:
        return f"{self.title}: {self.done} of {self.total}"
