"""A table as a file to take along, sent while it is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.http import StreamingHttpResponse

from cairn.reading.csv import csv_lines

LINES_AT_ONCE = 200  # each piece that is sent costs as much as some lines


def table_file(
    head: Sequence[str], rows: Iterable[Iterable[object]], *, name: str
) -> StreamingHttpResponse:
    """Return an answer that a browser keeps as the CSV file `name`."""
    return StreamingHttpResponse(
        _pieces(csv_lines(head, rows)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _pieces(lines: Iterator[str]) -> Iterator[str]:
    while piece := "".join(islice(lines, LINES_AT_ONCE)):
        yield piece
