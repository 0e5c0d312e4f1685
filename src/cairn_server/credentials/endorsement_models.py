"""The table of endorsements: what one organisation says of another, or of what it defines."""

from __future__ import annotations

from django.db import models

from cairn_server.accounts.models import Organisation
from cairn_server.catalog.models import AchievementVersion
from cairn_server.journal.ids import new_public_id


class Endorsement(models.Model):
    """
    That `organisation` endorses a version of an achievement or an issuer, signed with its key.

    `document` is the EndorsementCredential. Withdrawing it sets the bit at `position` of its
    status list; what was said stays readable. What is endorsed may accept it, so that it goes into
    credentials, or decline it, so that it is not shown there.
    """

    id = models.CharField(primary_key=True, max_length=32, default=new_public_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(
        AchievementVersion, on_delete=models.PROTECT, null=True, related_name="endorsements"
    )
    issuer = models.ForeignKey(
        "credentials.Issuer", on_delete=models.PROTECT, null=True, related_name="endorsements"
    )
    comment = models.TextField()
    status_list = models.ForeignKey(
        "credentials.StatusList", on_delete=models.PROTECT, related_name="endorsements"
    )
    position = models.PositiveIntegerField()
    document = models.TextField()
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "credentials"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(version=None) ^ models.Q(issuer=None),
                name="endorsement_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["organisation", "version"],
                condition=models.Q(withdrawn_at=None, version__isnull=False),
                name="one_endorsement_of_a_version",
            ),
            models.UniqueConstraint(
                fields=["organisation", "issuer"],
                condition=models.Q(withdrawn_at=None, issuer__isnull=False),
                name="one_endorsement_of_an_issuer",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at=None) | models.Q(declined_at=None),
                name="endorsement_answered_one_way",
            ),
            models.UniqueConstraint(
                fields=["status_list", "position"], name="endorsement_position_once"
            ),
        ]

    def __str__(self) -> str:
        return self.id
