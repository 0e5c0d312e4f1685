from cairn_server.journal.models import ScheduledRun
from cairn_server.journal.scheduling import run_due
from cairn_server.site.schedule import DUTIES
from tests.moments import DAY, MONDAY


def test_every_duty_can_be_done_on_an_empty_installation_and_done_again(db):
    done = run_due(DUTIES, at=MONDAY)
    again = run_due(DUTIES, at=MONDAY + 40 * DAY)

    assert done == again == list(DUTIES)
    assert not ScheduledRun.objects.exclude(error="").exists()
