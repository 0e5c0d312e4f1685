from __future__ import annotations

import pytest
from django_tasks_db.models import DBTaskResult

from cairn_server.credentials import verifying_later
from cairn_server.credentials.brought import Brought
from cairn_server.credentials.verification_queries import list_state
from cairn_server.credentials.verifying_later import verify_later, verify_list_task
from tests.moments import MONDAY

ROWS = [Brought(1, "a", "no credential"), Brought(2, "b", "none either")]


@pytest.mark.django_db
def test_the_worker_is_asked_once_and_does_it():
    made = verify_later(ROWS, at=MONDAY)

    assert DBTaskResult.objects.count() == 1
    verify_list_task.func(made.pk)
    assert list_state(made).unreadable == 2
    assert DBTaskResult.objects.count() == 1


@pytest.mark.django_db
def test_a_long_list_queues_up_again_behind_others(monkeypatch):
    monkeypatch.setattr(verifying_later, "TURN_SECONDS", -1.0)
    made = verify_later(ROWS, at=MONDAY)

    verify_list_task.func(made.pk)

    assert list_state(made).done == 1
    assert DBTaskResult.objects.count() == 2


@pytest.mark.django_db
def test_a_list_that_was_erased_is_no_work():
    verify_list_task.func("0" * 32)

    assert DBTaskResult.objects.count() == 0
