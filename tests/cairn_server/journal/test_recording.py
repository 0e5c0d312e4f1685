import pytest
from django.db import DatabaseError, connection, transaction

from cairn_server.journal.models import Event, Handled, Outbox
from cairn_server.journal.recording import record, run_once
from tests.cairn_server.journal.conftest import at_once
from tests.moments import DAY, MONDAY


def happen(kind, college, **data):
    return record(kind, owner=college, actor=None, about=college, at=MONDAY, **data)


def test_a_now_handler_acts_after_the_commit_and_leaves_nothing_waiting(
    told, college, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        happen("one", college)
        assert told == []

    assert told == ["at_once one"]
    assert not Outbox.objects.exists()


def test_a_now_handler_that_fails_is_left_to_the_worker(
    told, college, breaking, django_capture_on_commit_callbacks
):
    breaking("at_once")
    with django_capture_on_commit_callbacks(execute=True):
        happen("one", college)

    assert told == []
    assert Outbox.objects.count() == 1


def test_what_is_for_later_waits_in_the_outbox(told, college, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        happen("two", college)

    assert told == ["at_once two"]
    assert Outbox.objects.count() == 1


def test_an_event_that_nobody_hears_does_not_wait(told, college):
    happen("none", college)

    assert (Event.objects.count(), Outbox.objects.count()) == (1, 0)


def test_what_moves_nobody_is_kept_and_told_to_nobody(
    told, college, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        happen("seldom", college)
        assert not Outbox.objects.exists()
        happen("seldom", college, wanted=True)

    assert told == ["at_once seldom"]
    assert Event.objects.filter(kind="seldom").count() == 2


def test_a_kind_that_no_table_names_is_refused_and_not_kept(told, college):
    with pytest.raises(KeyError), transaction.atomic():
        happen("never heard of", college)

    assert not Event.objects.exists()


@pytest.mark.parametrize("kind", ["one", "two"])
def test_a_handler_acts_once_however_often_it_is_run(told, college, kind):
    event = happen(kind, college)

    run_once(at_once, event)
    run_once(at_once, event)

    assert told == [f"at_once {kind}"]


def test_a_handler_of_several_leaves_the_event_to_the_others(told, college):
    run_once(at_once, happen("two", college))

    assert Handled.objects.count() == Outbox.objects.count() == 1


@pytest.mark.parametrize("kind", ["one", "two"])
def test_a_handler_that_fails_is_not_noted_as_having_acted(told, college, breaking, kind):
    breaking("at_once")
    event = happen(kind, college)

    with pytest.raises(RuntimeError):
        run_once(at_once, event)

    assert not Handled.objects.exists()
    assert Outbox.objects.get().due_at > MONDAY


@pytest.mark.parametrize(
    "change", ["UPDATE journal_event SET kind = 'x'", "DELETE FROM journal_event"]
)
def test_the_database_refuses_to_change_what_happened(told, college, change):
    happen("none", college)

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)

    assert Event.objects.get().at == MONDAY < MONDAY + DAY
