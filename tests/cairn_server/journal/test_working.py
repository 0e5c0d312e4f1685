import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cairn_server.journal import working
from cairn_server.journal.models import WorkerLease
from cairn_server.journal.scheduling import Duty
from cairn_server.journal.working import Worker
from tests.moments import DAY

pytestmark = pytest.mark.django_db(transaction=True)  # the worker closes old connections


def test_a_round_with_nothing_to_do_says_so():
    assert Worker({}).tick() is False


def test_a_round_with_nothing_to_do_reads_a_little_and_locks_nothing(
    django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr(working, "close_old_connections", lambda: None)
    worker = Worker({name: Duty(DAY, lambda at: None) for name in ("sweep", "look", "sign")})
    worker.tick()

    with django_assert_num_queries(4) as asked:
        worker.tick()

    assert all(one["sql"].startswith("SELECT") for one in asked.captured_queries)


def test_a_round_does_the_duties_and_runs_a_task():
    done = []
    missing = DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}},
        task_path="cairn_server.no_such_task",
        backend_name="default",
        run_after=timezone.now(),
    )

    worker = Worker({"sweep": Duty(DAY, done.append)})
    while worker.tick():
        pass

    missing.refresh_from_db()
    assert len(done) == 1
    assert len(missing.worker_ids) == 1  # it was tried, failed, and waits for its next try
    assert missing.run_after > timezone.now()


def test_a_worker_holds_a_lease_while_it_works_and_gives_it_back_when_it_is_stopped():
    seen = []

    def look(at):
        while not WorkerLease.objects.exists():
            pass
        seen.extend(WorkerLease.objects.values_list("worker", flat=True))
        worker.stop()

    worker = Worker({"look": Duty(DAY, look)})

    worker.run()

    assert seen == [worker.name]
    assert not WorkerLease.objects.exists()
