"""
Publishing status lists: which of an issuer's credentials are revoked, or suspended.

The bits are made anew from the ledger each time, never read back from what was published.
"""

from __future__ import annotations

import json
import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from cairn.errors import CairnError
from cairn.vc import status_list as bitstring
from cairn.vc.data_integrity import secure
from cairn_server.credentials.addresses import status_url
from cairn_server.credentials.endorsement_models import Endorsement
from cairn_server.credentials.keeping_keys import listing_key, signer
from cairn_server.credentials.models import (
    AwardEventKind,
    Credential,
    StatusList,
    StatusPurpose,
)
from cairn_server.credentials.shapes import CONTEXTS, SHAPES
from cairn_server.credentials.suspension_queries import next_end, suspended_positions

log = logging.getLogger("cairn.credentials")
VALIDITY = timedelta(hours=24)
RHYTHM = timedelta(hours=6)  # published at least so often, whether or not anything changed
TTL_MINUTES = 5


@transaction.atomic
def publish_list(status_list: StatusList, *, at: datetime) -> StatusList:
    """
    Sign the list as the ledger has it at this moment, and put it where verifiers find it.

    The row is locked first: two revocations at once are published one after the other, and the
    second sees the first.
    """
    # the list alone: awarding locks the issuer before the list, so the issuer must not come after
    lists = StatusList.objects.select_for_update(of=("self",)).select_related("issuer")
    locked = lists.get(pk=status_list.pk)
    at = at.replace(microsecond=0)
    key = listing_key(locked.issuer)
    until = _good_until(locked, at)
    unsigned = bitstring.status_list_credential(
        url=status_url(locked.pk),
        issuer=locked.issuer.did,
        purpose=locked.purpose,
        encoded=bitstring.encode_bits(
            bitstring.bits_with(_positions(locked, at), length=locked.length)
        ),
        valid_from=at,
        valid_until=until,
        ttl_minutes=TTL_MINUTES,
    )
    signed = secure(
        unsigned,
        sign=signer().signing(key.ref),
        verification_method=key.method_id,
        created=at,
        load=CONTEXTS,
        shapes=SHAPES,
    )
    locked.document = json.dumps(signed, separators=(",", ":"))
    locked.published_at, locked.valid_until = at, until
    locked.save(update_fields=["document", "published_at", "valid_until"])
    return locked


def _positions(status_list: StatusList, at: datetime) -> list[int]:
    if status_list.purpose == StatusPurpose.SUSPENSION:
        return suspended_positions(status_list, at)
    return revoked_positions(status_list)


def _good_until(status_list: StatusList, at: datetime) -> datetime:
    """Return how long the list says the truth: at most until a suspension in it ends."""
    ends = [at + VALIDITY]
    if status_list.purpose == StatusPurpose.SUSPENSION:
        ends += filter(None, [next_end(status_list, at)])
    return min(ends)


def revoked_positions(status_list: StatusList) -> list[int]:
    """Return the places of every credential that was revoked or withdrawn. Two queries."""
    revoked = Credential.objects.filter(
        status_list=status_list, award__events__kind=AwardEventKind.REVOKE
    )
    withdrawn = Endorsement.objects.filter(status_list=status_list, withdrawn_at__isnull=False)
    positions = revoked.values_list("position", flat=True)
    return sorted([*positions, *withdrawn.values_list("position", flat=True)])


def current_list(status_list: StatusList, *, at: datetime) -> StatusList:
    """Return the list as published; publish it first if that is due."""
    return publish_list(status_list, at=at) if is_due(status_list, at=at) else status_list


def publish_due_lists(at: datetime) -> int:
    """
    Publish every list whose turn it is, each in a transaction of its own; return how many.

    One that cannot be published, as where a key is missing, is logged and holds up no other.
    """
    published = 0
    for status_list in StatusList.objects.filter(Q(published_at=None) | due_at(at)):
        try:
            publish_list(status_list, at=at)
            published += 1
        except CairnError:
            log.exception("The status list %s could not be published", status_list.pk)
    return published


def due_at(at: datetime) -> Q:
    """Return the condition that `is_due` asks of one list, for the database to ask of all."""
    too_old, ended = Q(published_at__lte=at - RHYTHM), Q(valid_until__lte=at)
    return too_old | ended | Q(published_at__gt=at)


def is_due(status_list: StatusList, *, at: datetime) -> bool:
    """Return whether the list was never published, or its rhythm says that it is time again."""
    published, until = status_list.published_at, status_list.valid_until
    if published is None or not published <= at < published + RHYTHM:
        return True
    return until is not None and until <= at
