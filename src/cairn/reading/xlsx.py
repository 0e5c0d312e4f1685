"""
Strict reading of the first sheet of an Excel workbook (.xlsx), row by row.

A workbook is a zip of XML parts: the sheet holds numbers and references into one list of shared
texts. Formulas are not computed; what they gave when the file was saved is read.

Source:
    ECMA-376 Part 1, sections 18.3 (worksheets) and 18.4 (shared strings).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from typing import cast
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from cairn.errors import InputTooLarge, MalformedInput
from cairn.reading.csv import CsvRow, check_header
from cairn.reading.unzipping import unpacked

SHEET = "xl/worksheets/sheet1.xml"
SHARED = "xl/sharedStrings.xml"

_LETTERS = re.compile(r"[A-Z]{1,3}")


def read_xlsx(
    data: bytes,
    *,
    max_bytes: int = 512 << 20,
    max_rows: int = 1_000_000,
    max_columns: int = 200,
    max_cell: int = 131_072,
    goes_on: bool = False,
) -> Iterator[CsvRow]:
    """
    Return the rows below the header of the first sheet; empty rows are passed over.

    Every cell is a text, numbers as they are written in the file; a cell that is not there is
    empty. The header is checked as that of a CSV file.

    Args:
        max_bytes: most that a part of the workbook unpacks to.
        goes_on: give a row with a cell beyond the last column with its `fault`, instead of raising.

    Raises:
        InputTooLarge: beyond one of the limits.
        MalformedInput: not a workbook, damaged, or with a document type declaration.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile:
        raise MalformedInput("This is not an Excel workbook (.xlsx); save it as one") from None
    names = set(archive.namelist())
    if SHEET not in names:
        raise MalformedInput("The workbook has no first sheet")
    texts = _shared_texts(archive, max_bytes, max_cell) if SHARED in names else []
    rows = _rows(archive, texts, max_bytes, max_columns, max_cell)
    first = next(rows, None)
    if first is None:
        raise MalformedInput("The sheet is empty; its first row must name the columns")
    number, cells = first
    width = max(cells) + 1
    header = [cells.get(column, "").strip() for column in range(width)]
    check_header(number, header, max_columns)
    return _below(header, rows, max_rows, goes_on=goes_on)


def _below(
    header: list[str], rows: Iterator[tuple[int, dict[int, str]]], max_rows: int, *, goes_on: bool
) -> Iterator[CsvRow]:
    width = len(header)
    for count, (number, cells) in enumerate(rows, start=1):
        if count > max_rows:
            raise InputTooLarge(f"Row {number}: more than {max_rows:,} rows; split the file")
        fault = "has a cell beyond the last column with a name" if max(cells) >= width else ""
        if fault and not goes_on:
            raise MalformedInput(f"Row {number} {fault}")
        named = {name: cells.get(at, "") for at, name in enumerate(header)}
        yield CsvRow(number, named, fault and f"The row {fault}")


def _shared_texts(archive: zipfile.ZipFile, max_bytes: int, max_cell: int) -> list[str]:
    return [
        _capped(_text_in(one), max_cell, SHARED)
        for one in _elements(archive, SHARED, "si", max_bytes)
    ]


def _text_in(element: Element) -> str:
    """Return the text of an `si` or `is`, whose runs are put together."""
    runs: list[str] = []
    for part in element:
        if _local(part) == "t":
            runs.append(part.text or "")
        elif _local(part) == "r":  # a run with a look of its own; rPh tells only how to speak it
            runs += [one.text or "" for one in part if _local(one) == "t"]
    return "".join(runs)


def _rows(
    archive: zipfile.ZipFile, texts: list[str], max_bytes: int, max_columns: int, max_cell: int
) -> Iterator[tuple[int, dict[int, str]]]:
    number = 0
    for row in _elements(archive, SHEET, "row", max_bytes):
        told = row.get("r", "")
        number = int(told) if told.isdecimal() else number + 1
        cells: dict[int, str] = {}
        column = -1
        for cell in row:
            column = _column_of(cell.get("r", ""), column + 1)
            if column >= max_columns:
                raise InputTooLarge(f"Row {number}: more than {max_columns} columns")
            if value := _value(cell, texts, number):
                cells[column] = _capped(value, max_cell, f"Row {number}")
        if cells:
            yield number, cells


def _value(cell: Element, texts: list[str], number: int) -> str:
    kind = cell.get("t")
    for part in cell:
        name = _local(part)
        if name == "is":
            return _text_in(part)
        if name == "v":
            raw = part.text or ""
            if kind != "s":
                return raw
            if not raw.isdecimal() or int(raw) >= len(texts):
                raise MalformedInput(f"Row {number} refers to a text that is not there")
            return texts[int(raw)]
    return ""


def _elements(
    archive: zipfile.ZipFile, name: str, wanted: str, max_bytes: int
) -> Iterator[Element]:
    """Yield the elements of one name in a part of the workbook, each forgotten afterwards."""
    parser: XMLPullParser[Element] = XMLPullParser(events=("end",))
    ending = "}" + wanted  # every part stands in a namespace
    try:
        for number, chunk in enumerate(unpacked(archive, name, max_bytes=max_bytes)):
            if number == 0:
                _check_start(chunk)
            parser.feed(chunk)
            yield from _ended(parser, ending)
        parser.close()
    except ParseError as error:
        raise MalformedInput(f"{name} cannot be read: {error}; save the workbook again") from None


def _ended(parser: XMLPullParser[Element], ending: str) -> Iterator[Element]:
    for _, element in cast(Iterator[tuple[str, Element]], parser.read_events()):
        if element.tag.endswith(ending):
            yield element
            element.clear()


def _check_start(chunk: bytes) -> None:
    """Refuse what a workbook never has and an attack may: other encodings, declarations."""
    if b"\0" in chunk or b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk:
        raise MalformedInput("The workbook holds a document type declaration; save it again")


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


@lru_cache(maxsize=1_000)
def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def _column_of(reference: str, following: int) -> int:
    """Return the column of a reference like B7, from 0; without one, the `following`."""
    letters = reference.rstrip("0123456789")
    if not letters:
        return following
    if not _LETTERS.fullmatch(letters):
        raise MalformedInput(f"{reference[:20]!r} is no place in a sheet")
    return _column(letters)


def _capped(text: str, most: int, where: str) -> str:
    if len(text) > most:
        raise InputTooLarge(f"{where}: a cell of more than {most:,} characters")
    return text
