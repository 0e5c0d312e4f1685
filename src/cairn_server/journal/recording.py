"""Recording what happened, and telling those who act on it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.utils.module_loading import import_string

from cairn_server.journal.models import Event, Handled, Outbox

Handler = Callable[[Event], None]
Question = Callable[[Event], bool]
GRACE = timedelta(seconds=2)  # what is unhandled after this is the worker's
log = logging.getLogger("cairn.journal")


@dataclass(frozen=True, slots=True)
class Listeners:
    """
    Who acts on one kind of event.

    Args:
        only_if: for what happens so often that most of it moves nobody: whether this event does.
            Asked within the transaction of the event, so it must be quick, and rather say yes.
    """

    now: tuple[Handler, ...] = ()  # at once, in the process that committed
    later: tuple[Handler, ...] = ()  # by the worker
    apart: tuple[Handler, ...] = ()  # by the worker, outside any transaction: what sends mail
    only_if: Question | None = None

    @property
    def all(self) -> tuple[Handler, ...]:
        return self.now + self.later + self.apart


def listeners_of(kind: str) -> Listeners:
    """Return who listens to events of `kind`; KeyError for a kind that no table names."""
    table: dict[str, Listeners] = import_string(settings.CAIRN_HANDLERS)
    return table[kind]


def name_of(handler: Handler) -> str:
    """Return the name that a handler is noted under in the database."""
    return f"{handler.__module__.removeprefix('cairn_server.')}.{handler.__qualname__}"


def record(
    kind: str,
    *,
    owner: Model,
    actor: Model | None,
    about: Model,
    at: datetime,
    **data: Any,
) -> Event:
    """
    Add an event to the caller's transaction; its now handlers run once that has committed.

    `actor` is None where a rule or a schedule acted. `data` is JSON without personal data.
    """
    event = Event.objects.create(
        kind=kind,
        owner_type=owner._meta.label,
        owner_id=owner.pk,
        actor_id=actor.pk if actor else None,
        about_type=about._meta.label,
        about_id=_uuid(about.pk),
        data=data,
        at=at,
    )
    listeners = listeners_of(kind)
    if not listeners.all or not (listeners.only_if is None or listeners.only_if(event)):
        return event
    Outbox.objects.create(event=event, due_at=at + GRACE if listeners.now else at)
    for handler in listeners.now:
        _run_after_commit(handler, event)
    return event


def _run_after_commit(handler: Handler, event: Event) -> None:
    # a function with a name, not a partial: Django logs the name of one that fails
    def act() -> None:
        run_once(handler, event)

    # robust: one that fails is logged, the others run, the worker tries it again
    transaction.on_commit(act, robust=True)


@transaction.atomic
def run_once(handler: Handler, event: Event) -> None:
    """
    Let `handler` act on `event` unless it has; its work and the note of it commit together.

    The note is a `Handled` row; where nobody else listens, it is that the event left the outbox.
    """
    if listeners_of(event.kind).all == (handler,):
        is_first = Outbox.objects.filter(event=event).delete()[0] == 1
    else:
        _, is_first = Handled.objects.get_or_create(event=event, handler=name_of(handler))
    if is_first:
        handler(event)


def _uuid(key: Any) -> UUID:
    return key if isinstance(key, UUID) else UUID(hex=str(key))


def run_apart(handler: Handler, event: Event) -> None:
    """
    Let `handler` act on `event` unless it has, outside any transaction.

    It waits for others, for a mail server that does not answer say, and nobody who writes may wait
    with it. Killed between the act and the note of it, it acts again: a mail twice, not never,
    and both under the id that `journal.mailing` gives it.
    """
    name = name_of(handler)
    if Handled.objects.filter(event=event, handler=name).exists():
        return
    handler(event)
    if listeners_of(event.kind).all != (handler,):  # else it is noted by leaving the outbox
        Handled.objects.get_or_create(event=event, handler=name)
