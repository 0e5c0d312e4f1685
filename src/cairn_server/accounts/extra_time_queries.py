"""Reads about extra time: who has how much, seen by those who give it and by oneself alone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page as Sheet
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from cairn_server.accounts.models import ExtraTime, Organisation, Person
from cairn_server.journal.paging import Page, page_of
from cairn_server.journal.sorting import Order, SortColumn, sheet_of

EXTRA_TIME_COLUMNS = (
    SortColumn("name", _("Person"), (Lower("membership__person__name"),)),
    SortColumn("time", _("Extra time"), ("percent", "minutes")),
    SortColumn("since", _("Since"), ("granted_at",)),
)


@dataclass(frozen=True, slots=True)
class ExtraTimeRow:
    """Extra time of a member, as those who give it see it."""

    id: UUID
    membership_id: UUID
    name: str
    percent: int
    minutes: int
    granted_at: datetime


def extra_time_sheet(organisation: Organisation, *, order: Order, number: str | None) -> Sheet[Any]:
    """Return the page of who has extra time today with this number. Two queries."""
    rows = _standing().filter(membership__organisation=organisation)
    rows = rows.select_related("membership__person", "granted_by")
    return sheet_of(rows, lambda one: one, order=order, number=number)


def extra_time_page(
    organisation: Organisation, *, after: UUID | None, limit: int
) -> Page[ExtraTimeRow]:
    """Return a page of who has extra time today, newest first. One query."""
    rows = _standing().filter(membership__organisation=organisation)
    rows = rows.select_related("membership__person")
    return page_of(rows, extra_time_row, after=after, limit=limit)


def extra_time_row(one: ExtraTime) -> ExtraTimeRow:
    """Return extra time with whose it is. No query where the membership is loaded."""
    return ExtraTimeRow(
        id=one.pk,
        membership_id=one.membership_id,
        name=str(one.membership.person),
        percent=one.percent,
        minutes=one.minutes,
        granted_at=one.granted_at,
    )


def extra_times(person: Person | None, organisations: Collection[UUID]) -> dict[UUID, ExtraTime]:
    """Return the extra time of `person` by organisation. One query; none for a guest or nobody."""
    if person is None or person.is_guest or not organisations:
        return {}
    rows = _standing().filter(
        membership__person=person, membership__organisation__in=list(organisations)
    )
    return {row.membership.organisation_id: row for row in rows.select_related("membership")}


def extra_times_of(person: Person) -> list[ExtraTime]:
    """Return every extra time that somebody has today, with who gives it. One query."""
    rows = _standing().filter(membership__person=person)
    return list(rows.select_related("membership__organisation", "granted_by").order_by("pk"))


def _standing() -> Any:
    return ExtraTime.objects.filter(ended_at=None, membership__until=None)
