"""Choosing whether one appears in the recognition feed of an organisation."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from cairn_server.accounts.models import Membership
from cairn_server.journal.recording import record
from cairn_server.workforce.models import FeedChoice


@transaction.atomic
def choose_feed(*, membership: Membership, stays_out: bool, at: datetime) -> None:
    """Let a member stay out of the feed, past entries too, or be in it again."""
    choice, is_new = FeedChoice.objects.select_for_update().get_or_create(
        membership=membership, defaults={"stays_out": stays_out}
    )
    if not is_new and choice.stays_out == stays_out:
        return
    FeedChoice.objects.filter(pk=choice.pk).update(stays_out=stays_out)
    record("feed.chosen", owner=membership.person, actor=membership.person, about=choice, at=at)
