"""Reads of suspensions: the last such entry of the ledger holds, until the end it may have."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from cairn_server.credentials.models import Award, AwardEvent, AwardEventKind, StatusList

SWITCHES = (AwardEventKind.SUSPEND, AwardEventKind.REINSTATE)


def last_switch(award: Award) -> AwardEvent | None:
    """Return the last suspension or reinstatement of `award`. One query."""
    return award.events.filter(kind__in=SWITCHES).order_by("at", "pk").last()


def suspending() -> QuerySet[AwardEvent]:
    """Return the suspensions that no later entry ended, to be narrowed."""
    later = AwardEvent.objects.filter(award=OuterRef("award"), kind__in=SWITCHES)
    return AwardEvent.objects.filter(
        pk=Subquery(later.order_by("-at", "-pk").values("pk")[:1]), kind=AwardEventKind.SUSPEND
    )


def overdue(at: datetime) -> list[AwardEvent]:
    """Return the suspensions whose end has come by `at`. One query."""
    found = suspending().filter(until__lte=at, award__credential__isnull=False)
    return list(
        found.select_related("award__credential__status_list__suspension").order_by("until")
    )


def suspended_positions(status_list: StatusList, at: datetime) -> list[int]:
    """Return the positions of what is suspended at `at`. One query."""
    found = _in(status_list, at).order_by("award__credential__position")
    return list(found.values_list("award__credential__position", flat=True))


def next_end(status_list: StatusList, at: datetime) -> datetime | None:
    """Return when the next suspension in the list ends by itself. One query."""
    ends = _in(status_list, at).filter(until__isnull=False).order_by(F("until"))
    return ends.values_list("until", flat=True).first()


def _in(status_list: StatusList, at: datetime) -> QuerySet[AwardEvent]:
    is_on = Q(until=None) | Q(until__gt=at)
    return suspending().filter(is_on, award__credential__status_list__suspension=status_list)
