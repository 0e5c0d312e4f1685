"""Bringing in so many people that nobody should wait for it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from cairn.errors import CairnError
from cairn_server.accounts.importing import import_people
from cairn_server.accounts.models import Organisation, Person
from cairn_server.journal.models import Progress
from cairn_server.journal.progressing import (
    begin_progress,
    end_progress,
    fail_progress,
    has_ended,
    report_progress,
)


@transaction.atomic
def import_people_later(
    *, organisation: Organisation, text: str, actor: Person, at: datetime
) -> Progress:
    """Let the worker do what `importing.import_people` does; return where to look after it."""
    work = begin_progress(
        _("People of %(organisation)s by a file") % {"organisation": organisation},
        owner_id=actor.pk,
        back=reverse("accounts:members", args=[organisation.pk]),
        total=None,
        at=at,
    )
    import_people_task.enqueue(str(work.pk), str(organisation.pk), str(actor.pk), text)
    return work


@task()
def import_people_task(work_id: str, organisation_id: str, actor_id: str, text: str) -> None:
    """Bring the people in; run again after a crash, it changes nothing that is done already."""
    work = UUID(work_id)
    if has_ended(work):
        return
    report_progress(work, done=0, total=text.count("\n"), at=timezone.now())
    try:
        report = import_people(
            organisation=Organisation.objects.get(pk=organisation_id),
            data=text,
            actor=Person.objects.get(pk=actor_id),
            at=timezone.now(),
            told=lambda done: report_progress(work, done=done, at=timezone.now()),
        )
    except CairnError as error:
        fail_progress(work, failure=str(error), at=timezone.now())
    else:
        end_progress(work, result=report.to_json(), at=timezone.now())
