import signal
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from cairn_server.journal.models import Outbox, ScheduledRun
from cairn_server.journal.recording import record
from cairn_server.journal.working import Worker
from cairn_server.site.schedule import DUTIES

pytestmark = pytest.mark.django_db(transaction=True)  # the worker closes old connections


def test_once_does_what_is_due_and_ends(college):
    event = record(
        "submission.evaluated",
        owner=college,
        actor=None,
        about=college,
        at=timezone.now() - timedelta(minutes=1),
        met=False,
    )
    Outbox.objects.get_or_create(event=event, defaults={"due_at": event.at})

    call_command("work", once=True)

    assert not Outbox.objects.exists()
    assert set(ScheduledRun.objects.values_list("name", flat=True)) == set(DUTIES)


def test_a_signal_stops_the_worker_when_it_has_finished_what_it_does(monkeypatch):
    handlers = {}
    monkeypatch.setattr(signal, "signal", handlers.__setitem__)
    monkeypatch.setattr(Worker, "run", lambda worker: handlers["worker"].append(worker))
    handlers["worker"] = []

    call_command("work")

    (worker,) = handlers["worker"]
    handlers[signal.SIGTERM](signal.SIGTERM, None)
    assert worker.stopped.is_set()
    assert handlers[signal.SIGINT] == handlers[signal.SIGTERM]
