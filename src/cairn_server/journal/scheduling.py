"""Duties that come round: each is done by whichever worker moves its next time on first."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from cairn_server.journal.models import ScheduledRun

log = logging.getLogger("cairn.journal")


@dataclass(frozen=True, slots=True)
class Duty:
    """What is done every `period`; `act` takes the time and may run twice without harm."""

    period: timedelta
    act: Callable[[datetime], object]


def run_due(duties: Mapping[str, Duty], *, at: datetime) -> list[str]:
    """
    Do what is due; return the names of the duties done. One that fails is noted and logged.

    Where none is, one query and no write: on SQLite each write is waited for by all others.
    """
    later = ScheduledRun.objects.filter(next_at__gt=at).values_list("name", flat=True)
    due = duties.keys() - set(later)
    done = []
    for name, duty in duties.items():
        if name in due and _claim(name, duty, at):
            _do(name, duty, at)
            done.append(name)
    return done


def _claim(name: str, duty: Duty, at: datetime) -> bool:
    """Move the next time on; True for exactly one caller a period."""
    run, is_new = ScheduledRun.objects.get_or_create(
        name=name, defaults={"next_at": at + duty.period, "last_at": at}
    )
    if is_new:
        return True
    claimed = ScheduledRun.objects.filter(name=name, next_at=run.next_at, next_at__lte=at)
    return claimed.update(next_at=at + duty.period, last_at=at) == 1


def _do(name: str, duty: Duty, at: datetime) -> None:
    error = ""
    try:
        duty.act(at)
    except Exception as failure:
        log.exception("The duty %s failed", name)
        error = f"{type(failure).__name__}: {failure}"
    ScheduledRun.objects.filter(name=name).update(error=error)
