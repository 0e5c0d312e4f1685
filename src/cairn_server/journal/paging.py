"""Pages of rows by cursor: the tenth page costs what the first one costs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Case, Model, Q, QuerySet, When
from pydantic import Field

T = TypeVar("T")
M = TypeVar("M", bound=Model)

EVERY_LIMIT = 500
PageLimit = Annotated[int, Field(ge=1, le=200)]  # how many of a page the API may be asked for


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some items in their order, and the cursor of the next page; None on the last."""

    items: list[T]
    next_cursor: UUID | None


def page_of(
    rows: QuerySet[M],
    show: Callable[[M], T],
    *,
    after: UUID | None,
    limit: int,
    first: Q | None = None,
) -> Page[T]:
    """
    Return the page of `rows` that follows the id `after`. One query, however deep.

    Args:
        first: which rows come before all others; the pages that follow take a query more.
    """
    ranked: QuerySet[Any] = rows
    order = ["-pk"]
    if first is not None:
        ranked = ranked.annotate(comes_first=_is(first))
        order = ["-comes_first", "-pk"]
    if after is not None:
        ranked = ranked.filter(_follows(ranked, after, first))
    found = list(ranked.order_by(*order)[: limit + 1])
    more = len(found) > limit
    return Page([show(row) for row in found[:limit]], found[limit - 1].pk if more else None)


def _is(condition: Q) -> Case:
    return Case(When(condition, then=1), default=0)


def _follows(rows: QuerySet[Any], after: UUID, first: Q | None) -> Q:
    if first is None:
        return Q(pk__lt=after)
    there = rows.model._default_manager.filter(pk=after).annotate(comes_first=_is(first))
    rank = there.values_list("comes_first", flat=True).first() or 0
    return Q(comes_first=rank, pk__lt=after) | Q(comes_first__lt=rank)


def every(page_after: Callable[[UUID | None], Page[T]]) -> Iterator[T]:
    """Yield the items of all pages, asking for one page at a time."""
    cursor: UUID | None = None
    while True:
        page = page_after(cursor)
        yield from page.items
        if page.next_cursor is None:
            return
        cursor = page.next_cursor
