"""Tables that their reader sorts: by which column, which way up, one page at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import F, Func, Model, QuerySet
from django.utils.functional import Promise

M = TypeVar("M", bound=Model)

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class SortColumn:
    """
    A column that a table can be sorted by.

    Args:
        key: how an address names it.
        label: the head of the column.
        terms: names of fields, or expressions, in the order in which they decide.
    """

    key: str
    label: Promise
    terms: tuple[str | Func, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: what is said of its order, and the order that its link asks for."""

    label: Promise
    aria_sort: str  # "ascending" or "descending"; empty if another column is the sorted one
    asks: str


@dataclass(frozen=True, slots=True)
class Order:
    """By which of its columns a table is sorted, and whether from the largest down."""

    columns: Sequence[SortColumn]
    by: SortColumn
    is_down: bool

    @property
    def heads(self) -> list[Head]:
        """Return the heads: a link on the sorted column turns it round."""
        return [self._head(column) for column in self.columns]

    @property
    def asked(self) -> str:
        """Return how an address asks for this order."""
        return f"-{self.by.key}" if self.is_down else self.by.key

    def sort(self, rows: QuerySet[M]) -> QuerySet[M]:
        """Return `rows` in this order; what is empty last, equals always in the same order."""
        terms = [F(one) if isinstance(one, str) else one for one in self.by.terms]
        if self.is_down:
            return rows.order_by(*(one.desc(nulls_last=True) for one in terms), "-pk")
        return rows.order_by(*(one.asc(nulls_last=True) for one in terms), "pk")

    def _head(self, column: SortColumn) -> Head:
        if column != self.by:
            return Head(column.label, "", column.key)
        if self.is_down:
            return Head(column.label, "descending", column.key)
        return Head(column.label, "ascending", f"-{column.key}")


def order_of(asked: str, columns: Sequence[SortColumn], *, default: str) -> Order:
    """
    Return the order that an address asks for; nonsense asks for the default one.

    Args:
        asked: the key of a column, with a minus before it for the largest first.
        default: the same, for the order that nobody asked for.
    """
    by_key = {column.key: column for column in columns}
    told = asked if asked.removeprefix("-") in by_key else default
    return Order(columns, by_key[told.removeprefix("-")], told.startswith("-"))


def sheet_of(
    rows: QuerySet[M], show: Callable[[M], Any], *, order: Order, number: str | None
) -> Page[Any]:
    """Return the page with this number, of rows in this order; nonsense is the first. 2 queries."""
    page = Paginator(order.sort(rows), A_PAGE).get_page(number)
    page.object_list = [show(row) for row in page.object_list]
    return page
