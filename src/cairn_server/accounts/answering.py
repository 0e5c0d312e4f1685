"""Answering an unsafe call that was sent twice with the answer that it got first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, cast

from django.db import transaction

from cairn_server.accounts.models import KeptAnswer, Person
from cairn_server.errors import IdempotencyKeyReused

KEPT = timedelta(hours=48)
BATCH = 500  # are deleted in one transaction


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
    kept, first = KeptAnswer.objects.select_for_update().get_or_create(
        person=person, key=key, defaults={"request_digest": sha256(request).hexdigest()}
    )
    _refuse_other(kept, request)
    if first:
        kept.answer = act()
        kept.save()
    return cast(dict[str, Any], kept.answer)


def first_answer(*, person: Person, key: str, request: bytes) -> dict[str, Any] | None:
    """
    Return what a call was answered when it came first; None if it never came.

    Asked before anything is looked up: what the call ended or settled is not found any more.

    Raises:
        IdempotencyKeyReused: if `key` came with another request.
    """
    kept = KeptAnswer.objects.filter(person=person, key=key).first()
    if kept is None:
        return None
    _refuse_other(kept, request)
    return cast(dict[str, Any] | None, kept.answer)


def forget_answers(at: datetime) -> int:
    """
    Delete the answers that were kept for `KEPT`; return how many.

    They tell of others too, who may have been erased since.
    """
    old = KeptAnswer.objects.filter(created_at__lte=at - KEPT).order_by("pk")  # by age
    count = 0
    while ids := list(old.values_list("pk", flat=True)[:BATCH]):
        count += KeptAnswer.objects.filter(pk__in=ids).delete()[0]
    return count


def _refuse_other(kept: KeptAnswer, request: bytes) -> None:
    if kept.request_digest != sha256(request).hexdigest():
        raise IdempotencyKeyReused(f"The key {kept.key} was used for another request")
