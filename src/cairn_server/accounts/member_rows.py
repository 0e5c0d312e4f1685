"""The rows of a file of people: what each says, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from cairn.errors import MalformedInput, RowRefused
from cairn.reading.csv import CsvRow, read_csv
from cairn_server.accounts.models import RoleName
from cairn_server.accounts.naming import is_one_line

COLUMNS = ("email", "name", "external_id", "roles", "team", "manager")
MAX_BYTES = 1024 * 1024
MAX_ROWS = 20_000
LONGEST = {"email": 254, "name": 150, "external_id": 80, "manager": 254}
LONGEST_TEAM = 100
MOST_TEAMS = 20
NONE = "none"


@dataclass(frozen=True, slots=True)
class MemberLine:
    """
    One person in the file.

    Args:
        line: where the row starts in the file, from 1.
        roles: what they shall hold; None leaves what they hold as it is.
        teams: names of the teams they shall work in; None leaves that as it is.
        manager: e-mail address or external id of whom they report to; empty for nobody, None
            leaves that as it is.
    """

    line: int
    email: str
    name: str
    external_id: str
    roles: frozenset[str] | None
    teams: tuple[str, ...] | None = None
    manager: str | None = None

    @property
    def where(self) -> str:
        return f"line {self.line}"


def read_members(data: bytes | str) -> tuple[list[MemberLine], list[dict[str, str]]]:
    """
    Return the readable rows and, for each other one, where, a code and a sentence.

    Raises:
        MalformedInput: if the file is no CSV, is empty, lacks `email` or has an unknown column.
        InputTooLarge: if it is larger than 1 MiB or has more than 20,000 rows.
    """
    lines: list[MemberLine] = []
    errors: list[dict[str, str]] = []
    emails: set[str] = set()
    numbers: set[str] = set()
    for row in _rows(data):
        try:
            line = _line(row)
            _refuse_repeats(line, emails, numbers)
        except RowRefused as error:
            errors.append(problem(f"line {row.line}", error.code, str(error)))
        else:
            lines.append(line)
    return lines, errors


def problem(where: str, code: str, detail: str) -> dict[str, str]:
    """Return one error of a report."""
    return {"where": where, "code": code, "detail": detail}


def _rows(data: bytes | str) -> Iterable[CsvRow]:
    rows = list(read_csv(data, max_bytes=MAX_BYTES, max_rows=MAX_ROWS, max_columns=50))
    if not rows:
        raise MalformedInput("There is nobody in the file: one line for each person is needed")
    names = set(rows[0].cells)
    if "email" not in names:
        raise MalformedInput("The file has no column email; the first line names the columns")
    if unknown := sorted(names - set(COLUMNS)):
        raise MalformedInput(
            f"The column {unknown[0]} is not known; known are {', '.join(COLUMNS)}"
        )
    return rows


def _line(row: CsvRow) -> MemberLine:
    cells = {name: row.cells.get(name, "").strip() for name in COLUMNS}
    for name, longest in LONGEST.items():
        if len(cells[name]) > longest:
            raise RowRefused(f"{name} is longer than {longest} characters")
    email = cells["email"].lower()
    try:
        validate_email(email)
    except ValidationError:
        raise RowRefused(f"“{email}” is not an e-mail address") from None
    if not is_one_line(cells["name"]):
        raise RowRefused("The name holds a line break or another control character")
    return MemberLine(
        line=row.line,
        email=email,
        name=cells["name"],
        external_id=cells["external_id"],
        roles=_roles(cells["roles"]),
        teams=_teams(cells["team"]),
        manager=_manager(cells["manager"]),
    )


def _roles(cell: str) -> frozenset[str] | None:
    words = cell.lower().replace(";", " ").replace(",", " ").replace("|", " ").split()
    if not words:
        return None
    if words == [NONE]:
        return frozenset()
    for word in words:
        if word not in RoleName.values:
            known = ", ".join(RoleName.values)
            raise RowRefused(f"The role {word} is not known; known are {known} and {NONE}")
    return frozenset(words)


def _teams(cell: str) -> tuple[str, ...] | None:
    names = [" ".join(name.split()) for name in cell.replace("|", ";").split(";")]
    by_key = {name.lower(): name for name in names if name}
    if not by_key:
        return None
    if list(by_key) == [NONE]:
        return ()
    if len(by_key) > MOST_TEAMS:
        raise RowRefused(f"More than {MOST_TEAMS} teams for one person")
    for name in by_key.values():
        if len(name) > LONGEST_TEAM or not name.isprintable():
            raise RowRefused(f"The name of a team is at most {LONGEST_TEAM} letters on one line")
    return tuple(by_key.values())


def _manager(cell: str) -> str | None:
    if not cell:
        return None
    if cell.lower() == NONE:
        return ""
    return cell.lower() if "@" in cell else cell


def _refuse_repeats(line: MemberLine, emails: set[str], numbers: set[str]) -> None:
    if line.email in emails:
        raise RowRefused(f"{line.email} stands in the file twice; this row is not used")
    if line.external_id and line.external_id in numbers:
        raise RowRefused(f"The external_id {line.external_id} stands in the file twice")
    emails.add(line.email)
    numbers.add(line.external_id)
