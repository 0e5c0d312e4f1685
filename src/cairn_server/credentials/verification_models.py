"""Lists of credentials that somebody asked to have verified, and what came of each."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cairn_server.journal.ids import new_id, new_public_id


class VerificationList(models.Model):
    """
    Credentials brought together by anybody, to be verified by the worker.

    Nobody owns it: whoever has the session it began in, or its signed link, sees it. It is
    deleted a day after it began, whether or not it was finished.
    """

    id = models.CharField(primary_key=True, max_length=32, default=new_public_id, editable=False)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], name="verification_list_age"),
        ]

    def __str__(self) -> str:
        return self.id


class RowVerdict(models.TextChoices):
    """What came of one row: the outcome of its report, or that it could not be read."""

    WAITING = "waiting", _("Waiting")
    VALID = "valid", _("Genuine and current")
    INVALID = "invalid", _("Not to be relied on")
    UNDETERMINED = "undetermined", _("Could not be decided")
    UNREADABLE = "unreadable", _("Could not be read")


class VerificationRow(models.Model):
    """
    One credential of such a list.

    `given` is what the sender calls it: a link, or the name of a file. `content` is the link or
    the text of the credential, and is emptied once it was verified. `facts` are what the report
    says of the credential, by their names in it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    verification_list = models.ForeignKey(
        VerificationList, on_delete=models.CASCADE, related_name="rows"
    )
    line = models.PositiveIntegerField()
    given = models.CharField(max_length=500)
    content = models.TextField(blank=True)
    verdict = models.CharField(
        max_length=12, choices=RowVerdict.choices, default=RowVerdict.WAITING
    )
    reasons = models.JSONField(default=list)
    sentence = models.TextField(blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["verification_list", "line"], name="verification_line_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["verification_list", "line"],
                name="verification_waiting",
                condition=models.Q(verdict="waiting"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.verdict}"
