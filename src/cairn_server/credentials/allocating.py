"""Giving each credential its place in the issuer's status list, never the same place twice."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q

from cairn.vc.status_list import LIST_LENGTH, shuffled_position
from cairn_server.credentials.models import Issuer, StatusList, StatusPurpose

SHUFFLE_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Place:
    """Where the status of one credential stands."""

    status_list: StatusList
    position: int

    @property
    def suspension_id(self) -> str:
        """The id of the list that says at the same position whether it is suspended."""
        return self.status_list.suspension_id or ""


@transaction.atomic
def allocate(issuer: Issuer) -> Place:
    """
    Return the next free place in the open revocation list of `issuer`.

    Belongs into the transaction that uses the place. The counter of the list is raised first,
    which holds its row until that transaction ends, so two allocations never see the same
    number. A full list is closed and a new one opened.
    """
    status_list = open_list(issuer)
    StatusList.objects.filter(pk=status_list.pk).update(counter=F("counter") + 1)
    status_list.refresh_from_db(fields=["counter", "is_open"])
    counter = status_list.counter - 1
    if counter >= status_list.length or not status_list.is_open:
        both = Q(pk=status_list.pk) | Q(revocation=status_list)
        StatusList.objects.filter(both).update(is_open=False)
        return allocate(issuer)
    position = shuffled_position(
        counter, key=bytes(status_list.shuffle_key), length=status_list.length
    )
    return Place(status_list, position)


def open_list(issuer: Issuer) -> StatusList:
    """
    Return the one revocation list of `issuer` that takes new places; open one if none is.

    Beside it stands a list of suspensions, in which its credentials have the same positions.
    """
    status_list = _open(issuer, StatusPurpose.REVOCATION)
    if status_list.suspension_id is None:
        status_list.suspension = _open(issuer, StatusPurpose.SUSPENSION)
        status_list.save(update_fields=["suspension"])
    return status_list


def _open(issuer: Issuer, purpose: StatusPurpose) -> StatusList:
    status_list, _ = StatusList.objects.get_or_create(
        issuer=issuer,
        purpose=purpose,
        is_open=True,
        defaults={
            "length": LIST_LENGTH,
            "shuffle_key": secrets.token_bytes(SHUFFLE_KEY_BYTES),
        },
    )
    return status_list
