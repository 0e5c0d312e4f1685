"""The table of what people hold from issuers outside, as far as it may count here."""

from __future__ import annotations

from django.db import models

from cairn.pathways.requirement import LONGEST_ADDRESS
from cairn_server.accounts.models import Person


class OutsideHolding(models.Model):
    """
    A credential of another issuer that a person brought along, as our verifier last found it.

    It has the id of the badge that was brought along. `counts` says whether it was genuine,
    current and made out to an address that is proved to be theirs.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="outside_holdings")
    issuer = models.CharField(max_length=LONGEST_ADDRESS)
    issuer_name = models.CharField(max_length=300, blank=True)
    achievement = models.CharField(max_length=LONGEST_ADDRESS, blank=True)
    title = models.CharField(max_length=300)
    address = models.CharField(max_length=1000, blank=True)  # the id that it states of itself
    digest = models.CharField(max_length=100)  # digestMultibase of the document
    held_since = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    checked_at = models.DateTimeField()
    counts = models.BooleanField()

    class Meta:
        app_label = "credentials"
        indexes = [models.Index(fields=["person", "issuer"], name="outside_holding_of")]

    def __str__(self) -> str:
        return f"{self.title} ({self.issuer})"

    def satisfies(self, issuer: str, achievement: str) -> bool:
        """Return whether it is what is asked for; an empty achievement is any of the issuer."""
        return self.issuer == issuer and achievement in ("", self.achievement)
