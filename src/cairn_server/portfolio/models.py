"""Badges that people bring along from elsewhere, and the page on which they show what they hold."""

from __future__ import annotations

from django.db import models

from cairn_server.accounts.models import Person
from cairn_server.credentials.models import Credential
from cairn_server.journal.ids import new_id, new_public_id


class OutsideBadge(models.Model):
    """
    A credential that somebody else issued, as its holder brought it in.

    `document` is the credential as it was found; `report` is what our verifier last found.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="outside_badges")
    digest = models.CharField(max_length=64)  # SHA-256 of `document`
    document = models.TextField()
    title = models.CharField(max_length=300)
    issuer_name = models.CharField(max_length=300, blank=True)
    issuer_domain = models.CharField(max_length=253, blank=True)
    standing = models.CharField(max_length=60, blank=True)  # of the issuer here; empty: unknown
    awarded_at = models.DateTimeField(null=True)
    is_to_person = models.BooleanField(null=True)  # None: it does not say to whom in our terms
    report = models.JSONField()
    outcome = models.CharField(max_length=20)
    added_at = models.DateTimeField()
    checked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "digest"], name="outside_badge_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Portfolio(models.Model):
    """The page on which a person shows what they choose; off until they switch it on."""

    id = models.CharField(primary_key=True, max_length=32, default=new_public_id, editable=False)
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="portfolio")
    headline = models.CharField(max_length=120, blank=True)
    about = models.TextField(blank=True)
    shows_name = models.BooleanField(default=True)
    is_public = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.id


class PortfolioEntry(models.Model):
    """One credential or outside badge on the page, with a word of its holder."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    portfolio = models.ForeignKey(Portfolio, on_delete=models.CASCADE, related_name="entries")
    credential = models.ForeignKey(
        Credential, on_delete=models.CASCADE, null=True, related_name="+"
    )
    outside = models.ForeignKey(OutsideBadge, on_delete=models.CASCADE, null=True, related_name="+")
    position = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["position"]
        verbose_name_plural = "portfolio entries"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(credential=None) ^ models.Q(outside=None),
                name="entry_shows_one_thing",
            ),
            models.UniqueConstraint(fields=["portfolio", "credential"], name="credential_once"),
            models.UniqueConstraint(fields=["portfolio", "outside"], name="outside_once"),
        ]

    def __str__(self) -> str:
        return f"{self.position} of {self.portfolio_id}"
