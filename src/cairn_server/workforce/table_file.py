"""A table as a file to take along, sent while it is written."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.http import StreamingHttpResponse

LINES_AT_ONCE = 200  # each piece that is sent costs as much as some lines


def table_file(lines: Iterator[str], *, name: str) -> StreamingHttpResponse:
    """Return an answer that a browser keeps as the CSV file `name`."""
    return StreamingHttpResponse(
        _pieces(lines),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _pieces(lines: Iterator[str]) -> Iterator[str]:
    while piece := "".join(islice(lines, LINES_AT_ONCE)):
        yield piece
