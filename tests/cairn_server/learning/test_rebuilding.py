"""Memories can be computed again from the reviews at any time."""

from __future__ import annotations

from uuid import UUID

import pytest

from cairn.scheduling.memory import Rating
from cairn_server.learning.models import Memory
from cairn_server.learning.rebuilding import rebuild_memories
from cairn_server.learning.reviewing import record_review
from tests.moments import MONDAY


@pytest.fixture
def spoilt(ada, whiteboards):
    review = {"review_id": UUID(int=1), "rating": Rating.GOOD, "at": MONDAY}
    memory = record_review(person=ada, item=whiteboards, **review)
    Memory.objects.update(stability_days=99)
    return memory


def test_looking_only_counts_what_is_wrong(ada, spoilt):
    assert rebuild_memories(person=ada, save=False) == 1
    assert Memory.objects.get().stability_days == 99


def test_a_second_run_finds_nothing_wrong(ada, spoilt):
    assert rebuild_memories(person=ada) == 1
    assert rebuild_memories(person=ada) == 0
    assert Memory.objects.get().state == spoilt.state


def test_a_missing_memory_is_made_again(ada, spoilt):
    Memory.objects.all().delete()

    assert rebuild_memories(person=ada) == 1
    assert Memory.objects.get().state == spoilt.state


def test_what_is_somebody_elses_stays(bea, spoilt):
    assert rebuild_memories(person=bea) == 0
    assert Memory.objects.get().stability_days == 99
