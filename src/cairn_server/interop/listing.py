"""Status lists of the VC-API: handing out positions, setting bits, writing the signed list."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from cairn.errors import MalformedCredential
from cairn.vc.data_integrity import secure
from cairn.vc.did import did_key, did_key_method
from cairn.vc.status_list import (
    LIST_LENGTH,
    bits_with,
    encode_bits,
    shuffled_position,
    status_entry,
    status_list_credential,
)
from cairn_server.credentials.keeping_keys import signer
from cairn_server.interop.models import EndpointEntry, EndpointList

REVOCATION = "revocation"
VALIDITY = timedelta(hours=24)
TTL_MINUTES = 5
_KEY_BYTES = 32


def list_url(list_id: str) -> str:
    """Return the public address of a list."""
    return f"{settings.CAIRN_BASE_URL}/vc-api/status/{list_id}"


@transaction.atomic
def list_credential(*, key_ref: str, credential_id: str) -> dict[str, str]:
    """Take a new position for a credential; return the entry that its signer puts into it."""
    found, _ = EndpointList.objects.select_for_update().get_or_create(
        key_ref=key_ref,
        purpose=REVOCATION,
        is_open=True,
        defaults={"shuffle_key": secrets.token_bytes(_KEY_BYTES)},
    )
    position = shuffled_position(found.counter, key=bytes(found.shuffle_key))
    found.counter += 1
    found.is_open = found.counter < LIST_LENGTH
    found.save(update_fields=["counter", "is_open"])
    EndpointEntry.objects.create(
        endpoint_list=found, position=position, credential_id=credential_id
    )
    return status_entry(list_url=list_url(found.pk), index=position, purpose=found.purpose)


@transaction.atomic
def set_status(*, key_ref: str, credential_id: str, is_set: bool) -> None:
    """
    Say whether the credentials with this id, signed by `key_ref`, are revoked.

    Raises:
        MalformedCredential: if that signer has listed none by this id.
    """
    entries = EndpointEntry.objects.filter(
        endpoint_list__key_ref=key_ref, credential_id=credential_id
    )
    if not credential_id or not entries.update(is_set=is_set):
        raise MalformedCredential("No credential with this id was signed here with a status")


def signed_list(found: EndpointList, *, at: datetime) -> dict[str, Any]:
    """Return the list as it stands at this moment, signed."""
    at = at.replace(microsecond=0)
    public = signer().public(found.key_ref)
    positions = found.entries.filter(is_set=True).values_list("position", flat=True)
    unsigned = status_list_credential(
        url=list_url(found.pk),
        issuer=did_key(public),
        purpose=found.purpose,
        encoded=encode_bits(bits_with(positions)),
        valid_from=at,
        valid_until=at + VALIDITY,
        ttl_minutes=TTL_MINUTES,
    )
    return secure(
        unsigned,
        sign=signer().signing(found.key_ref),
        verification_method=did_key_method(public),
        created=at,
    )
