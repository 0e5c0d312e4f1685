"""Answering an unsafe call that was sent twice with the answer that it got first."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any, cast

from django.db import transaction

from cairn_server.accounts.models import KeptAnswer, Person
from cairn_server.errors import IdempotencyKeyReused


@transaction.atomic
def answer_once(
    *, person: Person, key: str | None, request: bytes, act: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """
    Return what `act` answers; for a `key` seen before, what it answered then.

    A refused call keeps nothing, so that it may be sent again.

    Raises:
        IdempotencyKeyReused: if `key` came with another request.
    """
    if key is None:
        return act()
    digest = sha256(request).hexdigest()
    kept, first = KeptAnswer.objects.select_for_update().get_or_create(
        person=person, key=key, defaults={"request_digest": digest}
    )
    if kept.request_digest != digest:
        raise IdempotencyKeyReused(f"The key {key} was used for another request")
    if first:
        kept.answer = act()
        kept.save()
    return cast(dict[str, Any], kept.answer)
