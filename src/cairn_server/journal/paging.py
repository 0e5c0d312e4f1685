"""Pages of rows by cursor: the tenth page costs what the first one costs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

T = TypeVar("T")
M = TypeVar("M", bound=Model)

EVERY_LIMIT = 500


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some items, newest first, and the cursor of the next page; None on the last."""

    items: list[T]
    next_cursor: UUID | None


def page_of(
    rows: QuerySet[M], show: Callable[[M], T], *, after: UUID | None, limit: int
) -> Page[T]:
    """Return the page of `rows` that follows the id `after`. One query, however deep."""
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = list(rows.order_by("-pk")[: limit + 1])
    more = len(found) > limit
    return Page([show(row) for row in found[:limit]], found[limit - 1].pk if more else None)


def every(page_after: Callable[[UUID | None], Page[T]]) -> Iterator[T]:
    """Yield the items of all pages, asking for one page at a time."""
    cursor: UUID | None = None
    while True:
        page = page_after(cursor)
        yield from page.items
        if page.next_cursor is None:
            return
        cursor = page.next_cursor
