"""The cells of the board: thousands on a page, so they are drawn here and not by a template."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from cairn.capability.gap import Strength
from cairn_server.workforce import board
from cairn_server.workforce.board import Board, Column, Row

register = template.Library()
NOTHING = '<td class="n">–</td>'


@register.filter
def shade(weight: float) -> int:
    """Return the shade of a currency, 0 (faded) to 4 (fresh)."""
    return board.shade(weight)


@register.filter
def covered_at(column: Column, query: str) -> str:
    """Return the address, beside the board, of who can cover a column at the level needed."""
    level = f"level={column.needed}" if column.needed else ""
    told = "&".join(filter(None, (query, level)))
    return f"skills/{column.id}/{'?' if told else ''}{told}"


@register.filter
def at_sorted(row: Row, shown: Board) -> Strength | None:
    """Return how far somebody is in what the board is sorted by; None if that is nothing."""
    by = shown.sorted_by
    return row.cells[shown.columns.index(by)] if by is not None else None


@register.simple_tag
def board_cells(row: Row, columns: Sequence[Column]) -> SafeString:
    """Return the cells of a row: each names the level and leads to what it rests on."""
    there = f"../people/{row.membership_id}/"
    current = gettext("%d%% current")
    cells = (
        NOTHING if cell is None else _cell(f"{there}#c-{column.id}", cell, column, current)
        for cell, column in zip(row.cells, columns, strict=True)
    )
    return mark_safe("".join(cells))  # noqa: S308  # numbers, ids and a translation


def _cell(href: str, cell: Strength, column: Column, current: str) -> str:
    weight = cell.weight
    short = " short" if column.needed and cell.level < column.needed else ""
    told = current % round(weight * 100)
    return (
        f'<td class="s{board.shade(weight)}{short}"><a href="{href}">{cell.level}'
        f'<span class="visually-hidden">, {told}</span></a></td>'
    )
