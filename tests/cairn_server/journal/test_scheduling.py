from datetime import timedelta

from cairn_server.journal.models import ScheduledRun
from cairn_server.journal.scheduling import Duty, run_due
from tests.moments import DAY, MONDAY


def test_a_duty_is_done_at_first_sight_and_then_once_a_period(db):
    done = []
    duties = {"sweep": Duty(DAY, done.append)}

    for hours in (0, 1, 23, 24, 25, 48):
        run_due(duties, at=MONDAY + timedelta(hours=hours))

    assert done == [MONDAY, MONDAY + DAY, MONDAY + 2 * DAY]


def test_a_duty_that_fails_is_noted_and_the_others_are_done(db):
    def fail(at):
        raise OSError("disk full")

    done = []

    run_due({"fail": Duty(DAY, fail), "sweep": Duty(DAY, done.append)}, at=MONDAY)

    assert done == [MONDAY]
    assert ScheduledRun.objects.get(name="fail").error == "OSError: disk full"
