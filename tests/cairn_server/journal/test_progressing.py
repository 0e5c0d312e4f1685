from uuid import UUID

from cairn_server.journal.models import Progress
from cairn_server.journal.progressing import report_progress
from tests.moments import DAY, MONDAY


def test_progress_is_one_row_that_moves_on(db):
    for done in (1, 2):
        report_progress(
            UUID(int=1), owner_id=UUID(int=2), done=done, total=2, at=MONDAY + done * DAY
        )

    progress = Progress.objects.get()
    assert (progress.done, progress.total, progress.updated_at) == (2, 2, MONDAY + 2 * DAY)
