"""Awarding what a file lists, by the worker: so many that nobody should wait for it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from cairn_server.accounts.models import Organisation, Person
from cairn_server.credentials.awarding_many import accept_file, award_some
from cairn_server.credentials.issuer_queries import file_state, refused_rows
from cairn_server.credentials.models import AwardFile
from cairn_server.journal.progressing import begin_progress, end_progress, report_progress

MOST_ERRORS = 200  # kept with the result; the page of the file has them all


@transaction.atomic
def award_later(
    *, organisation: Organisation, data: bytes, actor: Person, at: datetime
) -> AwardFile:
    """
    Let the worker award what the file lists; return where to look after it.

    The same file sent twice while it is being worked on is worked on once.

    Raises:
        MalformedInput, InputTooLarge: if it cannot be used at all.
    """
    file, is_new = accept_file(organisation=organisation, data=data, actor=actor, at=at)
    if not is_new:
        return file
    work = begin_progress(
        _("Awards of %(organisation)s by a file") % {"organisation": organisation},
        owner_id=actor.pk,
        back=reverse("credentials:award-file", args=[organisation.pk, file.pk]),
        total=file.rows.count(),
        at=at,
    )
    file.work_id = work.pk
    file.save(update_fields=["work_id"])
    award_file_task.enqueue(str(file.pk))
    return file


@task()
def award_file_task(file_id: str) -> None:
    """Award row after row; run again after a crash, it goes on where it stopped."""
    file = AwardFile.objects.get(pk=file_id)
    while award_some(file, at=timezone.now()):
        if file.work_id is not None:
            report_progress(file.work_id, done=file_state(file).done, at=timezone.now())
    if file.work_id is not None:
        end_progress(file.work_id, result=report_of(file), at=timezone.now())


def report_of(file: AwardFile) -> dict[str, object]:
    """Return what came of a file, as imports report it."""
    state = file_state(file)
    return {
        "created": state.awarded,
        "updated": 0,
        "unchanged": state.unchanged,
        "errors": [
            {"where": f"line {row.line}", "code": row.code, "detail": row.detail}
            for row in refused_rows(file, most=MOST_ERRORS)
        ],
    }
