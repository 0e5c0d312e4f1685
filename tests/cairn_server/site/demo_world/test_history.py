"""The agenda of the demo, and the disk that is not waited for."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connections

from cairn_server.journal.models import Event
from cairn_server.site.demo_world import history
from cairn_server.site.demo_world.history import World
from cairn_server.site.handlers import HANDLERS

NOON = datetime.fromisoformat("2026-11-22T12:00:00+00:00")


@pytest.mark.django_db
@pytest.mark.skipif("sqlite" not in settings.DATABASES["default"]["ENGINE"], reason="SQLite's own")
def test_the_disk_is_waited_for_again_afterwards(monkeypatch):
    outside = connections.create_connection("default")  # of any transaction
    with outside.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=FULL")
    monkeypatch.setattr(history, "connection", outside)
    waits = []

    def note() -> None:
        with outside.cursor() as cursor:
            cursor.execute("PRAGMA synchronous")
            waits.append(cursor.fetchone()[0])

    note()
    with history.without_waiting_for_the_disk():
        note()
    note()
    outside.close()

    assert waits == [2, 0, 2]  # FULL, OFF, FULL


def test_the_story_is_told_backwards_from_now():
    assert World(NOON).days_ago(1.5) == datetime.fromisoformat("2026-11-21T00:00:00+00:00")


def test_what_is_planned_happens_in_the_order_of_time_however_late_it_was_planned():
    world, told = World(NOON), []

    def first(at):
        told.append(("first", at))
        world.plan(2, lambda at: told.append(("between", at)))

    world.plan(1, lambda at: told.append(("last", at)))
    world.plan(3, first)
    world.live()

    assert [name for name, _ in told] == ["first", "between", "last"]
    assert [at for _, at in told] == [world.days_ago(days) for days in (3, 2, 1)]


@pytest.mark.parametrize("near", [True, False])
def test_within_an_act_it_is_asked_once_whether_a_learner_is_near_to_anything(monkeypatch, near):
    looked, asked = [], []

    def look(person_id, unit_id):
        looked.append(person_id)
        return SimpleNamespace(asking=["something"] if near else [])

    monkeypatch.setattr(history, "near_by_recall", look)
    usual = replace(HANDLERS["review.recorded"], only_if=lambda event: bool(asked.append(event)))
    monkeypatch.setitem(HANDLERS, "review.recorded", usual)
    world, event = World(NOON), Event(owner_id=uuid4(), data={"unit": str(uuid4())})

    def recall_twice(at):
        only_if = HANDLERS["review.recorded"].only_if
        assert [only_if(event), only_if(event)] == [False, False]

    world.plan(2, recall_twice)
    world.plan(1, recall_twice)
    with history.asking_once(world):
        world.live()

    assert len(looked) == 2  # once in each act
    assert len(asked) == (4 if near else 0)  # at each recall, for what is recalled changes
    assert HANDLERS["review.recorded"] is usual
