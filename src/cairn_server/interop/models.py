"""Status lists of what the VC-API signs; they have nothing to do with the ledger of awards."""

from __future__ import annotations

from django.db import models

from cairn_server.journal.ids import new_public_id


class EndpointList(models.Model):
    """
    A status list of one signer of the VC-API.

    `counter` only grows; a position is the keyed permutation of it, so positions look random
    and none is used twice.
    """

    id = models.CharField(primary_key=True, max_length=32, default=new_public_id, editable=False)
    key_ref = models.CharField(max_length=80)  # the key that signs the list and what it is about
    purpose = models.CharField(max_length=20)
    shuffle_key = models.BinaryField()
    counter = models.PositiveIntegerField(default=0)
    is_open = models.BooleanField(default=True)  # takes new positions

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key_ref", "purpose"],
                condition=models.Q(is_open=True),
                name="one_open_endpoint_list",
            ),
        ]

    def __str__(self) -> str:
        return self.id


class EndpointEntry(models.Model):
    """The place of one credential in a list; a position that is set says that it holds."""

    endpoint_list = models.ForeignKey(
        EndpointList, on_delete=models.CASCADE, related_name="entries"
    )
    position = models.PositiveIntegerField()
    credential_id = models.CharField(max_length=500, blank=True)
    is_set = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["endpoint_list", "position"], name="one_entry_a_position"
            ),
        ]
        indexes = [models.Index(fields=["credential_id"], name="endpoint_credential")]

    def __str__(self) -> str:
        return f"{self.endpoint_list_id}#{self.position}"
