"""Verifying a list by the worker, a turn at a time, so that no list keeps other work waiting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from cairn_server.credentials.brought import Brought
from cairn_server.credentials.verification_models import VerificationList
from cairn_server.credentials.verifying_many import bring, verify_some

TURN_SECONDS = 20.0


@transaction.atomic
def verify_later(brought: Sequence[Brought], *, at: datetime) -> VerificationList:
    """
    Let the worker verify what was brought; return where to look after it.

    Raises:
        TooManyRequests: if too much waits already.
    """
    made = bring(brought, at=at)
    verify_list_task.enqueue(made.pk)
    return made


@task()
def verify_list_task(list_id: str) -> None:
    """Verify for a while; if that was not enough, queue up again behind the others."""
    made = VerificationList.objects.filter(pk=list_id).first()
    if made is None:  # forgotten in the meantime
        return
    if verify_some(made, at=timezone.now(), seconds=TURN_SECONDS):
        verify_list_task.enqueue(list_id)
