"""
The table of `cairn issue`, CSV or an Excel workbook: its columns by name, its rows that say
something.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from cairn.cli.recipients import READ_COLUMNS
from cairn.cli.sources import naming
from cairn.errors import MalformedInput

if TYPE_CHECKING:
    from cairn.reading import CsvRow

_WORKBOOK = b"PK\x03\x04"
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"


class Table(NamedTuple):
    """
    A table whose columns are known.

    Args:
        source: its file, for what is said of it.
        columns: the names of its header, each with the name by which the column is known.
        unused: those of its header that are not known.
        length: how many rows say something.
    """

    data: bytes
    source: str
    columns: Mapping[str, str]
    unused: Sequence[str]
    length: int

    def rows(self) -> Iterator[CsvRow]:
        """Yield the rows that say something, with their columns as they are known."""
        is_known = all(name == known for name, known in self.columns.items())
        for row in _rows(self.data, self.source):
            yield row if is_known else _renamed(row, self.columns)


def read_table(data: bytes, source: str, more: Mapping[str, str] | None = None) -> Table:
    """
    Return the table in `data`, read to its end once: whatever it is, nobody was issued to yet.

    Args:
        more: names of further columns, each with the name by which its column is known.

    Raises:
        InputTooLarge, MalformedInput: naming `source`, if it is no table, has no column email or
            two for the same, or no line.
    """
    rows = _rows(data, source)
    first = next(rows, None)
    if first is None:
        raise MalformedInput(f"{source} needs a column email and a line below it")
    known = {name: name for name in READ_COLUMNS} | dict(more or {})
    columns = _columns(first.cells, source, known)
    unused = [name for name, its in columns.items() if its not in known.values()]
    return Table(data, source, columns, unused, 1 + sum(1 for _ in rows))


def _rows(data: bytes, source: str) -> Iterator[CsvRow]:
    """Yield the rows in which anything stands; spreadsheets write the others as well."""
    from cairn.reading import read_csv, read_xlsx

    if data.startswith(_OLD_WORKBOOK):
        raise MalformedInput(f"{source} is an old workbook; save it as .xlsx or CSV")
    read = read_xlsx if data.startswith(_WORKBOOK) else read_csv
    with naming(source):
        for row in read(data, goes_on=True):
            if row.fault or any(map(str.strip, row.cells.values())):
                yield row


def _columns(header: Iterable[str], source: str, known: Mapping[str, str]) -> dict[str, str]:
    """Return each name of the header with the name by which its column is known."""
    plain = {_plain(name): column for name, column in known.items()}
    columns = {name: known.get(name) or plain.get(_plain(name), name) for name in header}
    meant: dict[str, str] = {}
    for name, column in columns.items():
        if column in meant:
            both = f"{meant[column]!r} and {name!r}"
            raise MalformedInput(f"{source}: the columns {both} are both {column}; rename one")
        meant[column] = name
    if "email" not in meant:
        found = ", ".join(columns)[:200]
        raise MalformedInput(f"{source} needs a column email; its columns are: {found}")
    return columns


def _plain(name: str) -> str:
    """Return a name as it is compared: E-Mail, e_mail and EMAIL are one."""
    return "".join(filter(str.isalnum, name.casefold()))


def _renamed(row: CsvRow, columns: Mapping[str, str]) -> CsvRow:
    cells = {columns[name]: cell for name, cell in row.cells.items()}
    return type(row)(row.line, cells, row.fault)
