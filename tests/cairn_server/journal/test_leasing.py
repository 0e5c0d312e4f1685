from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cairn_server.journal.leasing import LEASE, MOST_TRIES, give_up, reap, renew

NOW = timezone.now()  # the queue itself reads the clock


def task(status, *workers, error=""):
    return DBTaskResult.objects.create(
        status=status,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="somewhere.something",
        backend_name="default",
        run_after=NOW,
        worker_ids=list(workers),
        started_at=NOW,
        finished_at=NOW if status == "FAILED" else None,
        exception_class_path=error,
        traceback="",
    )


def test_a_task_of_a_living_worker_is_left_alone(db):
    running = task("RUNNING", "w1")
    renew("w1", at=NOW)

    assert reap(at=NOW + LEASE / 2) == 0
    running.refresh_from_db()
    assert running.status == "RUNNING"


@pytest.mark.parametrize("end", [lambda: None, lambda: give_up("w1")], ids=["killed", "stopped"])
def test_a_task_whose_worker_is_gone_goes_back_to_the_queue_after_a_pause(db, end):
    running = task("RUNNING", "w1")
    renew("w1", at=NOW)
    end()

    assert reap(at=NOW + LEASE) == 1
    running.refresh_from_db()
    assert running.status == "READY"
    assert running.run_after == NOW + LEASE + timedelta(seconds=5)


def test_a_task_that_outlived_five_workers_is_given_up(db):
    running = task("RUNNING", *(f"w{n}" for n in range(MOST_TRIES)))

    reap(at=NOW)

    running.refresh_from_db()
    assert running.status == "FAILED"


def test_an_accident_is_tried_again_and_a_refusal_is_not(db):
    accident = task("FAILED", "w1", error="builtins.OSError")
    refusal = task("FAILED", "w1", error="cairn.errors.MalformedInput")

    assert reap(at=NOW) == 1
    accident.refresh_from_db()
    refusal.refresh_from_db()
    assert (accident.status, refusal.status) == ("READY", "FAILED")
