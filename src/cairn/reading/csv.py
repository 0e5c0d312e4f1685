"""Strict CSV: every row as wide as the header, every cell known by the header's name."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from cairn.errors import InputTooLarge, MalformedInput
from cairn.reading.text import text_of

# The module of Python has one limit for the whole process; ours is checked cell by cell.
csv.field_size_limit(1 << 30)

_DELIMITERS = ",;\t"
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][-+]?[0-9]+)?")


@dataclass(frozen=True, slots=True)
class CsvRow:
    """
    One row: the number of the line where it starts, from 1, and its cells by column.

    `fault` says why it cannot be believed; only whoever asked to go on behind such a row sees one.
    """

    line: int
    cells: dict[str, str]
    fault: str = ""


def read_csv(
    data: bytes | str,
    *,
    max_bytes: int = 64 << 20,
    max_rows: int = 1_000_000,
    max_columns: int = 200,
    max_cell: int = 131_072,
    is_quoted: bool = True,
    goes_on: bool = False,
) -> Iterator[CsvRow]:
    """
    Return the rows below the header; lines without any character are passed over.

    The separator is the one of comma, semicolon and tab that stands most often in the header.
    The header is checked at once, each row when it is reached. Cells are texts as they stand;
    names of columns lose the blanks around them.

    Args:
        max_cell: longest cell, in characters.
        is_quoted: whether a cell may stand in quotes; if not, a quote is a character like others.
        goes_on: give a row of another width with its `fault`, and with such cells as it has a
            name for, instead of raising.

    Raises:
        InputTooLarge: beyond one of the limits.
        MalformedInput: not UTF-8, no header, an empty or repeated name in it, a row of
            another width, a quote that is not closed, U+0000. The text names the line.
    """
    text = text_of(data, max_bytes=max_bytes, allow_bom=True)
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise MalformedInput(f"Line {line} holds the character U+0000; save the file as UTF-8")
    rows = _rows(text, max_cell=max_cell, is_quoted=is_quoted)
    first = next(rows, None)
    if first is None:
        raise MalformedInput("The file is empty; its first line must name the columns")
    line, header = first
    check_header(line, header, max_columns)
    return _below(header, rows, max_rows, goes_on=goes_on)


def csv_lines(header: Sequence[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """
    Yield the lines of a CSV file, each with its line end; None is an empty cell.

    A text that a spreadsheet would take for a formula gets a leading apostrophe.
    """
    write = csv.writer(_Lines()).writerow
    for cells in chain((header,), rows):
        yield write([_guarded(cell) if isinstance(cell, str) else cell for cell in cells])


class _Lines:
    """A file that gives back each line; the writer of Python returns what its file returns."""

    def write(self, line: str) -> str:
        return line


def check_header(line: int, header: list[str], max_columns: int) -> None:
    """Refuse a header with too many names, an empty one or one that stands twice."""
    if len(header) > max_columns:
        raise InputTooLarge(f"Line {line}: {len(header)} columns; at most {max_columns} are read")
    seen: set[str] = set()
    for number, name in enumerate((name.strip() for name in header), start=1):
        if not name:
            raise MalformedInput(f"Line {line}: column {number} has no name; give it one")
        if name in seen:
            raise MalformedInput(f"Line {line}: two columns are named {name[:80]!r}; rename one")
        seen.add(name)


def _below(
    header: list[str], rows: Iterator[tuple[int, list[str]]], max_rows: int, *, goes_on: bool
) -> Iterator[CsvRow]:
    names = [name.strip() for name in header]
    for number, (line, cells) in enumerate(rows, start=1):
        if number > max_rows:
            raise InputTooLarge(f"Line {line}: more than {max_rows:,} rows; split the file")
        if len(cells) == len(names):
            yield CsvRow(line, dict(zip(names, cells, strict=True)))
            continue
        fault = (
            f"has {len(cells)} cells, the header has {len(names)}; "
            "put a cell that holds the separator or a line break in quotes"
        )
        if not goes_on:
            raise MalformedInput(f"Line {line} {fault}")
        filled = [*cells, *[""] * len(names)]
        is_blank = not any(map(str.strip, cells))
        named = dict(zip(names, filled, strict=False))
        yield CsvRow(line, named, "" if is_blank else f"The line {fault}")


def _rows(text: str, *, max_cell: int, is_quoted: bool) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=_delimiter(text),
        quoting=csv.QUOTE_MINIMAL if is_quoted else csv.QUOTE_NONE,
        strict=True,
    )
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise MalformedInput(f"Line {line} is not CSV: {error}") from None
        if not cells:
            continue
        if max(map(len, cells)) > max_cell:
            raise InputTooLarge(f"Line {line} has a cell of more than {max_cell:,} characters")
        yield line, cells


def _delimiter(text: str) -> str:
    header = next((line for line in io.StringIO(text) if line.strip("\r\n")), "")
    bare = re.sub(r'"[^"]*"', "", header)
    return max(_DELIMITERS, key=bare.count)


def _guarded(cell: str) -> str:
    if not cell.startswith(_STARTS_FORMULA):
        return cell
    return cell if _NUMBER.fullmatch(cell) else "'" + cell
