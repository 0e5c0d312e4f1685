from datetime import timedelta

from django.db import connection

from cairn_server.journal.models import HandlerFailure, Outbox
from cairn_server.journal.recording import GRACE, record
from cairn_server.journal.settling import (
    HELD,
    MOST_TRIES,
    handled_by,
    retry_after,
    retry_given_up,
    settle,
    settle_due,
)
from tests.moments import DAY, MONDAY


def happen(kind, college):
    return record(kind, owner=college, actor=None, about=college, at=MONDAY)


def test_an_event_whose_process_died_after_the_commit_is_handled_by_the_worker(told, college):
    happen("two", college)  # the test's transaction never commits: no now handler runs

    settle_due(at=MONDAY + GRACE)

    assert told == ["at_once two", "later two"]
    assert not Outbox.objects.exists()


def test_the_worker_leaves_the_now_handlers_their_two_seconds(told, college):
    happen("one", college)

    assert settle_due(at=MONDAY + timedelta(seconds=1)) == 0
    assert told == []


def test_a_second_worker_does_nothing_twice(told, college):
    event = happen("two", college)

    settle_due(at=MONDAY + GRACE)
    settle_due(at=MONDAY + DAY)

    assert told == ["at_once two", "later two"]
    assert len(handled_by(event)) == 2


def test_one_handler_that_fails_does_not_stop_the_other_and_is_tried_again(
    told, college, breaking, mended
):
    happen("two", college)
    breaking("at_once")
    settle_due(at=MONDAY + GRACE)
    assert told == ["later two"]
    mended()

    settle_due(at=MONDAY + DAY)

    assert told == ["later two", "at_once two"]
    assert not Outbox.objects.exists()
    assert not HandlerFailure.objects.exists()


def test_pauses_grow_and_in_the_end_a_person_must_look(told, college, breaking, mended):
    happen("one", college)
    breaking("at_once")
    pauses, at = [], MONDAY + GRACE
    while Outbox.objects.exists():
        settle_due(at=at)
        waiting = Outbox.objects.first()
        if waiting:
            pauses.append((waiting.due_at - at).total_seconds())
            at = waiting.due_at

    dead = HandlerFailure.objects.get()
    assert pauses == [4, 8, 16, 32, 64, 128, 256]
    assert (dead.tries, dead.given_up_at) == (MOST_TRIES, at)
    assert "RuntimeError: at_once cannot just now" in dead.error

    mended()
    retry_given_up(at=at)
    settle_due(at=at)

    assert told == ["at_once one"]
    assert not HandlerFailure.objects.exists()


def test_what_failed_for_a_cause_that_is_gone_is_tried_at_once(told, college, breaking, mended):
    happen("one", college)
    breaking("at_once")
    for _ in range(MOST_TRIES):
        settle_due(at=MONDAY + DAY)
        Outbox.objects.update(due_at=MONDAY + DAY)
    mended()

    assert retry_after(ValueError, at=MONDAY + DAY) == 0
    assert retry_after(RuntimeError, at=MONDAY + DAY) == 1
    settle_due(at=MONDAY + DAY)

    assert told == ["at_once one"]
    assert not Outbox.objects.exists()


def test_what_waits_for_others_acts_once_and_outside_any_transaction(told, college):
    depth = len(connection.atomic_blocks)
    happen("apart", college)

    settle_due(at=MONDAY)
    settle_due(at=MONDAY + DAY)

    assert told == [f"apart {depth} apart"]
    assert not Outbox.objects.exists()


def test_what_another_worker_is_at_is_left_to_it_for_a_while(told, college):
    event = happen("apart", college)
    Outbox.objects.filter(event=event).update(due_at=MONDAY + HELD)  # it died at it

    settle(event.pk, at=MONDAY)
    assert told == []

    settle_due(at=MONDAY + HELD)
    assert len(told) == 1


def test_beside_another_that_fails_a_mail_is_sent_once(told, college, breaking, mended):
    happen("beside", college)
    breaking("later")
    settle_due(at=MONDAY)
    mended()
    settle_due(at=MONDAY + DAY)

    assert [one.split()[0] for one in told] == ["apart", "later"]


def test_a_mail_that_fails_is_tried_again(told, college, breaking, mended):
    happen("apart", college)
    breaking("apart")
    settle_due(at=MONDAY)
    assert (told, HandlerFailure.objects.get().tries) == ([], 1)
    mended()

    settle_due(at=MONDAY + DAY)

    assert len(told) == 1
    assert not HandlerFailure.objects.exists()
