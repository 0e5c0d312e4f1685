"""Giving a member extra time in quizzes, and ending that."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from cairn_server.accounts.models import ExtraTime, Membership, Person
from cairn_server.errors import OwnExtraTime
from cairn_server.journal.recording import record


@transaction.atomic
def give_extra_time(
    *,
    membership: Membership,
    percent: int = 0,
    minutes: int = 0,
    actor: Person,
    at: datetime,
) -> ExtraTime:
    """
    Let a member have so much more time from now on; what they had before ends.

    Args:
        percent: 25, 50 or 100 of the time that everybody has, or 0 with `minutes`, 1 to 240.

    Raises:
        OwnExtraTime: if somebody gives it to themselves.
    """
    if membership.person_id == actor.pk:
        raise OwnExtraTime(gettext("Somebody else has to give you extra time"))
    Membership.objects.select_for_update().get(pk=membership.pk)
    before = ExtraTime.objects.filter(membership=membership, ended_at=None).first()
    if before is not None and (before.percent, before.minutes) == (percent, minutes):
        return before
    ExtraTime.objects.filter(membership=membership, ended_at=None).update(ended_at=at)
    given = ExtraTime.objects.create(
        membership=membership, percent=percent, minutes=minutes, granted_by=actor, granted_at=at
    )
    record(
        "extra_time.given",
        owner=membership.organisation,
        actor=actor,
        about=given,
        at=at,
        percent=percent,
        minutes=minutes,
    )
    return given


@transaction.atomic
def end_extra_time(*, extra_time: ExtraTime, actor: Person, at: datetime) -> None:
    """End it for attempts that begin from now on; one that is under way keeps its deadline."""
    is_ended = ExtraTime.objects.filter(pk=extra_time.pk, ended_at=None).update(ended_at=at)
    if is_ended:
        organisation = extra_time.membership.organisation
        record("extra_time.ended", owner=organisation, actor=actor, about=extra_time, at=at)
