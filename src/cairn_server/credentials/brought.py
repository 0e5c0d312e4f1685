"""What somebody brings to be verified at once: files, links, a table of links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cairn.errors import CairnError, InputTooLarge, MalformedInput
from cairn.openbadges.reading import find_credential
from cairn.reading.csv import read_csv

MAX_FILES = 50
MAX_LINKS = 1_000
MAX_CSV_BYTES = 4 << 20
LONGEST_LINK = 2_000
LONGEST_NAME = 500
COLUMNS = ("link", "url", "address", "credential")
"""Names of the column that holds the links; without one of them the first column does."""

_LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Brought:
    """
    One credential to verify.

    Args:
        line: where it stands among the others, from 1; in a table, the line of the file.
        given: what its sender calls it.
        content: a link, or the credential itself as text; empty where there is none to read.
        refusal: why there is none.
    """

    line: int
    given: str
    content: str
    refusal: str = ""


def links_in(text: str) -> list[Brought]:
    """Return the links of a text that holds several, one a line, and nothing else; else []."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) < 2 or not all(_LINK.fullmatch(line) for line in lines):
        return []
    return _limited(_link(number, line) for number, line in enumerate(lines, start=1))


def files_of(files: Iterable[tuple[str, bytes]]) -> list[Brought]:
    """Return the credential in each file; raises InputTooLarge if they are too many."""
    found = []
    for number, (name, data) in enumerate(files, start=1):
        if number > MAX_FILES:
            raise InputTooLarge(f"Bring at most {MAX_FILES} files at once; a table takes more")
        found.append(_file(number, name, data))
    return found


def table_of(data: bytes) -> list[Brought]:
    """
    Return the links in a CSV file: of the column named like one of `COLUMNS`, else the first.

    Raises:
        MalformedInput: if it is no table, or holds no link.
        InputTooLarge: if it holds more than a thousand.
    """
    if _LINK.match(data.removeprefix(b"\xef\xbb\xbf").lstrip(b' "\r\n').decode("utf-8", "replace")):
        data = b"link\n" + data.removeprefix(b"\xef\xbb\xbf")
        first = 1
    else:
        first = 0
    found = _limited(
        _link(row.line - first, _cell(row.cells))
        for row in read_csv(data, max_bytes=MAX_CSV_BYTES, max_rows=MAX_LINKS + 1)
        if _cell(row.cells)
    )
    if not found:
        raise MalformedInput("The table holds no link; its first column should")
    return found


def texts_of(texts: Sequence[str]) -> list[Brought]:
    """Return links, and credentials as text, as another program sends them."""
    return _limited(
        _link(number, text.strip())
        if _LINK.match(text.strip())
        else Brought(number, f"credential {number}", text)
        for number, text in enumerate(texts, start=1)
    )


def _file(line: int, name: str, data: bytes) -> Brought:
    name = name[:LONGEST_NAME] or f"file {line}"
    try:
        found = find_credential(data, name=name)
    except CairnError as error:
        return Brought(line, name, "", str(error))
    return Brought(line, name, found.address or found.text)


def _cell(cells: dict[str, str]) -> str:
    named = {name.strip().casefold(): cell for name, cell in cells.items()}
    for column in COLUMNS:
        if column in named:
            return named[column].strip()
    return next(iter(cells.values())).strip()


def _link(line: int, text: str) -> Brought:
    if len(text) <= LONGEST_LINK and _LINK.fullmatch(text):
        return Brought(line, text[:LONGEST_NAME], text)
    return Brought(line, text[:LONGEST_NAME], "", "This is no link: a link begins with https://")


def _limited(found: Iterator[Brought]) -> list[Brought]:
    rows: list[Brought] = []
    for one in found:
        if len(rows) == MAX_LINKS:
            raise InputTooLarge(f"Bring at most {MAX_LINKS:,} at once")
        rows.append(one)
    return rows
