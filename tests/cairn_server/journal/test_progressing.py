from uuid import UUID

import pytest

from cairn_server.journal.models import Progress
from cairn_server.journal.progressing import (
    begin_progress,
    end_progress,
    fail_progress,
    has_ended,
    report_progress,
)
from tests.moments import DAY, MONDAY

pytestmark = pytest.mark.django_db


def begun(total=None):
    return begin_progress(
        "Bring in people", owner_id=UUID(int=2), back="/more/", total=total, at=MONDAY
    )


def test_progress_is_one_row_that_moves_on():
    work = begun()
    for done in (1, 2):
        report_progress(work.pk, done=done, total=2, at=MONDAY + done * DAY)

    progress = Progress.objects.get()
    assert (progress.done, progress.total, progress.updated_at) == (2, 2, MONDAY + 2 * DAY)
    assert not has_ended(work.pk)


def test_the_total_stays_where_it_is_not_told_again():
    work = begun(total=9)

    report_progress(work.pk, done=3, at=MONDAY)

    assert Progress.objects.get().total == 9


def test_the_first_end_counts_and_nothing_moves_after_it():
    work = begun(total=2)

    end_progress(work.pk, result={"created": 2, "errors": []}, at=MONDAY + DAY)
    fail_progress(work.pk, failure="too late", at=MONDAY + 2 * DAY)
    report_progress(work.pk, done=1, at=MONDAY + 2 * DAY)

    progress = Progress.objects.get()
    assert has_ended(work.pk)
    assert (progress.result["created"], progress.failure) == (2, "")
    assert (progress.done, progress.ended_at) == (0, MONDAY + DAY)


def test_a_failure_is_kept_in_words():
    work = begun()

    fail_progress(work.pk, failure="The file is gone.", at=MONDAY)

    assert Progress.objects.get().failure == "The file is gone."
