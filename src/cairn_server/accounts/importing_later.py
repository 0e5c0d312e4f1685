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
from cairn_server.journal.queries import progress_of

MOST_AT_ONCE = 500  # rows that are brought in while one waits; more become a task of the worker


def is_for_later(data: bytes) -> bool:
    """Return whether a file has more rows than anybody should wait for."""
    return data.count(b"\n") > MOST_AT_ONCE


@transaction.atomic
def import_people_later(
    *, organisation: Organisation, text: str, actor: Person, at: datetime
) -> Progress:
    """Let the worker do what `importing.import_people` does; return where to look after it."""
    work = begin_progress(
        _("People of %(organisation)s by a file") % {"organisation": organisation},
        owner_id=actor.pk,
        back=_members_of(organisation),
        total=None,
        at=at,
    )
    import_people_task.enqueue(str(work.pk), str(organisation.pk), str(actor.pk), text)
    return work


def import_begun(organisation: Organisation, person: Person, id: UUID) -> Progress | None:
    """Return this import of people into `organisation` if `person` began it. One query."""
    found = progress_of(person.pk, id)
    return found if found and found.back == _members_of(organisation) else None


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


def _members_of(organisation: Organisation) -> str:
    return reverse("accounts:members", args=[organisation.pk])
