"""
A framework of one's own: one CSV file, a row a competency.

Columns, in any order; only `code` and `name` are needed: code, name, kind, description,
alternative_names (with `|` between them), broader (codes, with `|` between them),
half_life_years, uri.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import quote, urlsplit

from cairn.errors import MalformedInput
from cairn.frameworks.model import (
    DEFAULT_HALF_LIFE_YEARS,
    TECHNICAL_HALF_LIFE_YEARS,
    Competency,
    CompetencyKind,
    Framework,
    FrameworkContent,
    Problem,
)
from cairn.reading.csv import CsvRow, read_csv

COLUMNS = (
    "code",
    "name",
    "kind",
    "description",
    "alternative_names",
    "broader",
    "half_life_years",
    "uri",
)
NEEDED = ("code", "name")
SEPARATOR = "|"
LONGEST_HALF_LIFE_YEARS = 100.0
MAX_BYTES = 16 << 20
MAX_ROWS = 50_000
MAX_CELL = 20_000


def read_own(
    data: bytes | str,
    *,
    framework: Framework,
    base: str,
    known: Mapping[str, str] | None = None,
) -> FrameworkContent:
    """
    Read the competencies of `framework` from a CSV file.

    Rows that cannot be used are named among the problems; the others are used.

    Args:
        base: what the address of a competency without a `uri` begins with; its code follows.
        known: addresses that codes have already; they keep them where the row names none.

    Raises:
        MalformedInput: the file is not CSV, has no rows (which would retire everything), or lacks
            a column that is needed or has an unknown one.
        InputTooLarge: beyond 50,000 rows or 16 MiB.
    """
    rows = list(read_csv(data, max_bytes=MAX_BYTES, max_rows=MAX_ROWS, max_cell=MAX_CELL))
    if not rows:
        raise MalformedInput("The file names columns alone; add a row for each skill")
    problems: list[Problem] = []
    found: dict[str, tuple[CsvRow, Competency]] = {}
    uris: set[str] = set()
    for row in rows:
        _check_columns(row)
        try:
            one = _competency(row, base, known or {})
            if one.code in found or one.uri in uris:
                raise _Refused("repeated", "The code or the address stands twice; it is used once")
        except _Refused as refusal:
            problems.append(Problem(f"line {row.line}", refusal.code, refusal.detail))
            continue
        found[one.code] = row, one
        uris.add(one.uri)
    return FrameworkContent(
        framework=framework,
        competencies=tuple(_with_broader(found, problems)),
        problems=tuple(problems),
    )


class _Refused(Exception):
    """A row that cannot be used, and why."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


def _check_columns(row: CsvRow) -> None:
    missing = [name for name in NEEDED if name not in row.cells]
    if missing:
        raise MalformedInput(f"There is no column {', '.join(missing)}; the first line names them")
    unknown = [name for name in row.cells if name not in COLUMNS]
    if unknown:
        raise MalformedInput(
            f"The column {unknown[0][:40]!r} is not known; there are: {', '.join(COLUMNS)}"
        )


def _competency(row: CsvRow, base: str, known: Mapping[str, str]) -> Competency:
    cells = {name: value.strip() for name, value in row.cells.items()}
    code, name = cells["code"], cells["name"]
    if not code or not name:
        raise _Refused("name_missing", "Give the row a code and a name")
    kind = _kind(cells.get("kind", ""))
    uri = cells.get("uri", "")
    if uri and not _is_address(uri):
        raise _Refused("not_an_address", f"{uri[:80]!r} is no https address; leave it out")
    return Competency(
        uri=uri or known.get(code) or base + quote(code, safe=""),
        code=code,
        name=name,
        kind=kind,
        description=cells.get("description", ""),
        alternative_names=_listed(cells.get("alternative_names", "")),
        half_life_years=_half_life(cells.get("half_life_years", ""), kind),
    )


def _is_address(uri: str) -> bool:
    try:
        split = urlsplit(uri)
    except ValueError:  # half a bracket
        return False
    return split.scheme in ("http", "https") and bool(split.hostname)


def _kind(text: str) -> CompetencyKind:
    if not text:
        return CompetencyKind.SKILL
    try:
        return CompetencyKind(text.casefold().replace(" ", "-").replace("_", "-"))
    except ValueError:
        kinds = ", ".join(one.value for one in CompetencyKind)
        raise _Refused("unknown_kind", f"{text[:40]!r} is none of {kinds}") from None


def _half_life(text: str, kind: CompetencyKind) -> float:
    if not text:
        is_technical = kind is CompetencyKind.TECHNOLOGY
        return TECHNICAL_HALF_LIFE_YEARS if is_technical else DEFAULT_HALF_LIFE_YEARS
    try:
        years = float(text.replace(",", "."))
    except ValueError:
        years = 0.0
    if not 0 < years <= LONGEST_HALF_LIFE_YEARS:
        raise _Refused("not_years", f"{text[:40]!r} is no number of years from 0 to 100, like 2.5")
    return years


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.strip() for one in text.split(SEPARATOR) if one.strip()))


def _with_broader(
    found: Mapping[str, tuple[CsvRow, Competency]], problems: list[Problem]
) -> Iterator[Competency]:
    """Yield the competencies with the addresses of what their rows name as broader."""
    for row, one in found.values():
        codes = _listed(row.cells.get("broader", ""))
        for code in codes:
            if code not in found or code == one.code:
                detail = f"{code[:80]} is not another code of this file; it was left out"
                problems.append(Problem(f"line {row.line}", "broader_unknown", detail))
        known = [code for code in codes if code in found and code != one.code]
        yield replace(one, broader=tuple(sorted(found[code][1].uri for code in known)))
