"""
Looking after events that their now handlers left unhandled, and those that may wait.

A handler that fails again and again is given up, for somebody to look at. One that fails for a
passing reason (an error with `is_passing`) is tried every hour until the reason is gone.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from cairn_server.journal.models import Event, Handled, HandlerFailure, Outbox
from cairn_server.journal.recording import Handler, listeners_of, name_of, run_apart, run_once

BATCH = 100
MOST_TRIES = 8
FIRST_PAUSE = timedelta(seconds=2)
MOST_DOUBLINGS = 16  # far beyond the longest pause
LONGEST_PAUSE = timedelta(hours=1)
HELD = timedelta(minutes=10)  # by one worker, while handlers act that no transaction guards
log = logging.getLogger("cairn.journal")


def settle_due(*, at: datetime) -> int:
    """Let the handlers of each due event act; return how many events were looked at."""
    due = list(Outbox.objects.filter(due_at__lte=at).order_by("due_at")[:BATCH])
    for waiting in due:
        settle(waiting.event_id, at=at)
    return len(due)


def settle(event_id: UUID, *, at: datetime) -> None:
    """Let every handler act that has not; forget the event once all have, else try later."""
    event = Event.objects.get(pk=event_id)
    if listeners_of(event.kind).apart and not _hold(event, at):
        return
    failures = [
        failure
        for handler in listeners_of(event.kind).all
        if (failure := _try(handler, event, at)) is not None
    ]
    waiting = [failure for failure in failures if failure.given_up_at is None]
    if waiting:
        doublings = min(max(f.tries for f in waiting), MOST_DOUBLINGS)
        pause = min(FIRST_PAUSE * 2**doublings, LONGEST_PAUSE)
        Outbox.objects.filter(event=event).update(due_at=at + pause)
    else:
        Outbox.objects.filter(event=event).delete()


def _hold(event: Event, at: datetime) -> bool:
    """Keep other workers from an event for a while; True for exactly one of them."""
    due = Outbox.objects.filter(event=event, due_at__lte=at)
    return due.update(due_at=at + HELD) == 1


def retry_given_up(*, at: datetime) -> int:
    """Put every dead letter back in the outbox, after somebody mended the cause."""
    dead = HandlerFailure.objects.exclude(given_up_at=None)
    with transaction.atomic():
        events = list(dead.values_list("event_id", flat=True))
        Outbox.objects.bulk_create(
            [Outbox(event_id=event, due_at=at) for event in set(events)], ignore_conflicts=True
        )
        dead.update(tries=0, given_up_at=None)
    return len(events)


def retry_after(error: type[Exception], *, at: datetime) -> int:
    """Try again at once whatever failed for `error`, because its cause is gone; return how many."""
    failed = HandlerFailure.objects.filter(error__startswith=f"{error.__name__}:")
    with transaction.atomic():
        events = set(failed.values_list("event_id", flat=True))
        Outbox.objects.filter(event__in=events).update(due_at=at)
        Outbox.objects.bulk_create(
            [Outbox(event_id=event, due_at=at) for event in events], ignore_conflicts=True
        )
        failed.update(tries=0, given_up_at=None)
    return len(events)


def _try(handler: Handler, event: Event, at: datetime) -> HandlerFailure | None:
    """Run one handler; return its failure, or None if it has acted."""
    run = run_apart if handler in listeners_of(event.kind).apart else run_once
    try:
        run(handler, event)
    except Exception as error:
        log.exception("%s failed on %s", name_of(handler), event.kind)
        return _note(handler, event, error, at)
    HandlerFailure.objects.filter(event=event, handler=name_of(handler)).delete()
    return None


@transaction.atomic
def _note(handler: Handler, event: Event, error: Exception, at: datetime) -> HandlerFailure:
    failure, _ = HandlerFailure.objects.select_for_update().get_or_create(
        event=event, handler=name_of(handler)
    )
    failure.tries += 1
    failure.error = f"{type(error).__name__}: {error}"
    if failure.tries >= MOST_TRIES and not getattr(error, "is_passing", False):
        failure.given_up_at = at
    failure.save()
    return failure


def handled_by(event: Event) -> list[str]:
    """Return the names of the handlers that have acted on `event`."""
    return sorted(Handled.objects.filter(event=event).values_list("handler", flat=True))
