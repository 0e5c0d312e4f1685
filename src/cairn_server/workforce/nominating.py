"""Nominating a colleague for a badge for work done: they own it, evaluators judge it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from cairn_server.accounts.models import Membership, Person
from cairn_server.assessment import nominating as handing_in
from cairn_server.catalog.models import AchievementVersion
from cairn_server.errors import NominationRefused
from cairn_server.journal.recording import record
from cairn_server.workforce.models import Nomination
from cairn_server.workforce.recognition_queries import statement_task


@transaction.atomic
def nominate(
    *,
    membership: Membership,
    version: AchievementVersion,
    nominator: Person,
    texts: Mapping[str, str],
    at: datetime,
) -> Nomination:
    """
    Propose a member for a badge of their organisation; what was written goes to the evaluators.

    Neither the nominator nor the nominee judges it. The nominee hears of it and may decline.

    Raises:
        NominationRefused: for oneself, for a badge that takes no nominations, or if their work
            for it is under way already.
        SubmissionClosed, SubmissionIncomplete: as for one's own work.
    """
    organisation = membership.organisation
    task = statement_task(version)
    if task is None or version.achievement.organisation_id != organisation.pk:
        raise NominationRefused(gettext("This achievement takes no nominations"))
    submission = handing_in.hand_in_for(
        person=membership.person,
        nominator=nominator,
        task=task.task,
        achievement_version=version,
        texts=texts,
        at=at,
    )
    nomination = Nomination.objects.create(
        organisation=organisation,
        version=version,
        person=membership.person,
        nominator=nominator,
        submission=submission,
        nominated_at=at,
    )
    record("nomination.made", owner=organisation, actor=nominator, about=nomination, at=at)
    return nomination


@transaction.atomic
def decline(*, nomination: Nomination, at: datetime) -> None:
    """
    Decline a nomination of oneself; what was written is deleted. A repeat changes nothing.

    Raises:
        SubmissionClosed: if it was judged already.
    """
    nomination = Nomination.objects.select_for_update().get(pk=nomination.pk)
    if nomination.declined_at is not None:
        return
    submission = nomination.submission
    if submission is not None:
        handing_in.decline(submission=submission, at=at)
    Nomination.objects.filter(pk=nomination.pk).update(declined_at=at, submission=None)
    record(
        "nomination.declined",
        owner=nomination.person,
        actor=nomination.person,
        about=nomination,
        at=at,
    )
