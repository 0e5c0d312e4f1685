"""The rows of a file of awards: what each says, and what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from cairn.errors import MalformedInput, RowRefused
from cairn.reading.csv import CsvRow, read_csv

FURTHEST_EAST = timedelta(hours=14)  # by which the first of all clocks is ahead of UTC
COLUMNS = (
    "email",
    "name",
    "achievement",
    "evidence_url",
    "narrative",
    "judged_by",
    "judged_on",
    "result",
)
NEEDED = ("email", "achievement")
LONGEST = {
    "email": 254,
    "name": 150,
    "achievement": 200,
    "evidence_url": 500,
    "narrative": 2000,
    "judged_by": 150,
    "judged_on": 10,
    "result": 100,
}
MAX_BYTES = 4 << 20
MAX_ROWS = 10_000
BASIS = "stated:"
EARLIEST = date(1900, 1, 1)  # an earlier day is a year typed wrongly, such as 0026


@dataclass(frozen=True, slots=True)
class AwardLine:
    """
    One award in the file.

    Args:
        line: where the row starts in the file, from 1.
        achievement: an id or a key.
        judged_on: None where the cell is empty.
    """

    line: int
    email: str
    name: str
    achievement: str
    evidence_url: str
    narrative: str
    judged_by: str
    judged_on: date | None
    result: str

    def is_judged_after(self, moment: datetime) -> bool:
        """Return whether it was judged on a later day."""
        return self.judged_on is not None and self.judged_on > moment.date()

    def is_ahead_of(self, moment: datetime) -> bool:
        """Return whether it is said to be judged on a day that has not begun anywhere yet."""
        return self.is_judged_after(moment + FURTHEST_EAST)

    def basis(self, achievement_id: UUID) -> str:
        """Return what an award by this row rests on: the same statement, the same award."""
        said = [
            self.email,
            str(achievement_id),
            self.evidence_url,
            self.narrative,
            self.judged_by,
            str(self.judged_on),
            self.result,
        ]
        return BASIS + sha256(json.dumps(said).encode()).hexdigest()[:40]


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that cannot be used: the place in the file, its cells, a stable code, a sentence."""

    line: int
    cells: Mapping[str, str]
    code: str
    detail: str


def read_awards(data: bytes | str) -> tuple[list[AwardLine], list[Problem]]:
    """
    Return the readable rows, and what is wrong with each other one.

    Raises:
        MalformedInput: if the file is no CSV, is empty, lacks a column or has an unknown one.
        InputTooLarge: if it is larger than 4 MiB or has more than 10,000 rows.
    """
    lines: list[AwardLine] = []
    problems: list[Problem] = []
    seen: dict[tuple[str, str], int] = {}
    for row in rows_of(data):
        try:
            line = line_of(row.line, row.cells)
            first = seen.setdefault((line.email, line.achievement), line.line)
            if first != line.line:
                raise RowRefused(f"{line.email} has this achievement in line {first} already")
        except RowRefused as error:
            problems.append(Problem(row.line, row.cells, error.code, str(error)))
        else:
            lines.append(line)
    return lines, problems


def rows_of(data: bytes | str) -> list[CsvRow]:
    """Return the rows as they stand; MalformedInput and InputTooLarge as in `read_awards`."""
    rows = list(read_csv(data, max_bytes=MAX_BYTES, max_rows=MAX_ROWS, max_columns=50))
    if not rows:
        raise MalformedInput("There is nobody in the file: one line for each award is needed")
    names = set(rows[0].cells)
    if lacking := [name for name in NEEDED if name not in names]:
        raise MalformedInput(
            f"The file has no column {lacking[0]}; the first line names the columns"
        )
    if unknown := sorted(names - set(COLUMNS)):
        raise MalformedInput(
            f"The column {unknown[0][:80]} is not known; known are {', '.join(COLUMNS)}"
        )
    return rows


def line_of(number: int, cells: Mapping[str, str]) -> AwardLine:
    """
    Return what one row says.

    Raises:
        RowRefused: if a cell cannot be meant so.
    """
    read = {name: cells.get(name, "").strip() for name in COLUMNS}
    _refuse_odd(read)
    email = read["email"].lower()
    try:
        validate_email(email)
    except ValidationError:
        raise RowRefused(f"“{email}” is not an e-mail address") from None
    return AwardLine(
        line=number,
        email=email,
        name=read["name"],
        achievement=read["achievement"],
        evidence_url=_address(read["evidence_url"]),
        narrative=read["narrative"],
        judged_by=read["judged_by"],
        judged_on=_day(read["judged_on"]),
        result=read["result"],
    )


def _refuse_odd(cells: Mapping[str, str]) -> None:
    for name in NEEDED:
        if not cells[name]:
            raise RowRefused(f"The cell {name} is empty")
    for name, longest in LONGEST.items():
        if len(cells[name]) > longest:
            raise RowRefused(f"{name} is longer than {longest} characters")
        if any(ord(sign) < 32 and sign not in _breaks(name) for sign in cells[name]):
            raise RowRefused(f"{name} holds a line break or another control character")


def _breaks(name: str) -> Iterable[str]:
    return "\r\n\t" if name == "narrative" else ""


def _address(cell: str) -> str:
    if not cell:
        return ""
    try:
        parts = urlsplit(cell)
    except ValueError:
        parts = None
    if parts is None or parts.scheme not in ("https", "http") or not parts.hostname or " " in cell:
        raise RowRefused("evidence_url is not a web address; it begins with https://")
    if cell.startswith(_named_in_credentials()):
        # in a credential that address names the achievement, and no signature tells two of a name
        raise RowRefused("evidence_url is a page about the achievement; say where the work is")
    return cell


def _named_in_credentials() -> tuple[str, ...]:
    return tuple(f"{settings.CAIRN_BASE_URL}/{what}/" for what in ("achievements", "issuers"))


def _day(cell: str) -> date | None:
    if not cell:
        return None
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise RowRefused("judged_on is no day; write it like 2025-03-31") from None
