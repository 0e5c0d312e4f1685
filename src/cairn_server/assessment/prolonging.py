"""What extra time means for attempts: those that begin, and those that are under way."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from cairn_server.accounts.extra_time_queries import extra_times
from cairn_server.accounts.models import ExtraTime, Person
from cairn_server.assessment.models import Attempt
from cairn_server.catalog.models import QuizVersion
from cairn_server.journal.models import Event


def seconds_allowed(version: QuizVersion, person: Person | None) -> int:
    """Return how long `person` may take for an attempt. One query; `version` with its quiz."""
    organisation_id = version.quiz.organisation_id
    extra = extra_times(person, [organisation_id]).get(organisation_id)
    return version.seconds + (extra.seconds_beside(version.seconds) if extra else 0)


def prolong_attempts(event: Event) -> None:
    """Move the deadline of an attempt that is under way when its learner is given extra time."""
    extra = ExtraTime.objects.select_related("membership").filter(pk=event.about_id).first()
    if extra is None or extra.ended_at is not None:
        return
    running = Attempt.objects.filter(
        ended_at=None,
        deadline_at__gte=event.at,
        person=extra.membership.person_id,
        quiz__organisation=extra.membership.organisation_id,
    )
    with transaction.atomic():
        for attempt in running.select_for_update(of=("self",)).select_related("version"):
            _prolong(attempt, extra)


def _prolong(attempt: Attempt, extra: ExtraTime) -> None:
    seconds = attempt.version.seconds
    deadline = attempt.started_at + timedelta(seconds=seconds + extra.seconds_beside(seconds))
    if deadline > attempt.deadline_at:  # what was promised is never taken back
        attempt.deadline_at = deadline
        attempt.save(update_fields=["deadline_at"])
