"""
ESCO, the European classification of skills, competences and occupations, from its CSV files.

Read are the files of the classification (`skills_en.csv`, `occupations_en.csv` and, where they
are, `digitalSkillsCollection_en.csv` and `broaderRelationsSkillPillar.csv`) and
`occupationSkillRelations.csv`, in a folder, in zips, or in zips in a folder.

Source:
    https://esco.ec.europa.eu/en/use-esco/download
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from cairn.errors import MalformedInput
from cairn.frameworks.files import MAX_FILE_BYTES, Loader, find_files
from cairn.frameworks.model import (
    DEFAULT_HALF_LIFE_YEARS,
    TECHNICAL_HALF_LIFE_YEARS,
    Competency,
    CompetencyKind,
    Framework,
    FrameworkContent,
    Occupation,
    Problem,
    Relation,
)
from cairn.reading.csv import CsvRow, read_csv

ATTRIBUTION = "This service uses the ESCO classification of the European Commission."
LICENCE = "Free reuse with attribution (Commission Decision 2011/833/EU)"
LONGEST_CELL = 4 << 20  # the list of all skills in one cell has more than 600,000 characters

_VERSION = re.compile(r"(?<![0-9])v?([0-9]+\.[0-9]+(?:\.[0-9]+)?)(?![0-9])")
_KINDS = {"knowledge": CompetencyKind.KNOWLEDGE}
_ESSENTIAL = {"essential": True, "optional": False}
_COLUMNS = {
    "skills": ("conceptUri", "skillType", "preferredLabel", "altLabels", "description"),
    "occupations": ("conceptUri", "preferredLabel", "altLabels", "description"),
    "occupationSkillRelations": ("occupationUri", "relationType", "skillUri"),
    "broaderRelationsSkillPillar": ("conceptUri", "broaderUri"),
    "digitalSkillsCollection": ("conceptUri",),
}


def read_esco(path: Path, *, version: str = "", language: str = "en") -> FrameworkContent:
    """
    Read a download of ESCO.

    Relations with a skill or an occupation that is not in the classification are left out and
    named among the problems: every release has some. Skills of the digital collection get the
    half-life of technical ones.

    Args:
        version: of ESCO; empty takes it from the name of a file or folder that tells it.

    Raises:
        MalformedInput: a file that is needed is missing or not as ESCO publishes it.
        InputTooLarge: beyond what any release has.
    """
    files = find_files(path)
    tables = _Tables(files, language)
    problems: list[Problem] = []
    competencies = tuple(_competencies(tables, problems))
    occupations = tuple(_occupations(tables, problems))
    known = {one.uri: one.uri for one in competencies} | {one.uri: one.uri for one in occupations}
    return FrameworkContent(
        framework=Framework("ESCO", version or _version_in(path), ATTRIBUTION, LICENCE),
        competencies=competencies,
        occupations=occupations,
        relations=tuple(_relations(tables, known, problems)),
        problems=tuple(problems),
        listed_kinds=frozenset({CompetencyKind.SKILL, CompetencyKind.KNOWLEDGE}),
        related_kinds=frozenset({CompetencyKind.SKILL, CompetencyKind.KNOWLEDGE}),
    )


class _Tables:
    """The tables by ESCO's names for them, in one language where they have languages."""

    def __init__(self, files: Mapping[str, Loader], language: str) -> None:
        self._files = files
        self._language = language.lower()

    def rows(self, table: str, *, is_needed: bool = True) -> Iterator[CsvRow]:
        names = (f"{table}_{self._language}.csv".lower(), f"{table}.csv".lower())
        load = next((self._files[name] for name in names if name in self._files), None)
        if load is None and is_needed:
            raise MalformedInput(
                f"{table}.csv is missing; download the classification and relations of ESCO as CSV"
            )
        if load is not None:
            yield from _checked(table, load())


def _checked(table: str, data: bytes) -> Iterator[CsvRow]:
    for row in read_csv(data, max_bytes=MAX_FILE_BYTES, max_cell=LONGEST_CELL):
        missing = [name for name in _COLUMNS[table] if name not in row.cells]
        if missing:
            raise MalformedInput(f"{table}: there is no column {', '.join(missing)}")
        yield row


def _competencies(tables: _Tables, problems: list[Problem]) -> Iterator[Competency]:
    rows = list(_once(tables, "skills", problems))
    known = {row.cells["conceptUri"] for row in rows}
    digital = {
        row.cells["conceptUri"] for row in tables.rows("digitalSkillsCollection", is_needed=False)
    }
    broader: dict[str, list[str]] = {}
    for row in tables.rows("broaderRelationsSkillPillar", is_needed=False):
        if row.cells["broaderUri"] in known:  # the others are headings
            broader.setdefault(row.cells["conceptUri"], []).append(row.cells["broaderUri"])
    for row in rows:
        uri = row.cells["conceptUri"]
        is_technical = uri in digital
        yield Competency(
            uri=uri,
            kind=_KINDS.get(row.cells["skillType"], CompetencyKind.SKILL),
            name=row.cells["preferredLabel"].strip(),
            alternative_names=_alternatives(row),
            description=row.cells["description"].strip(),
            broader=tuple(sorted(broader.get(uri, ()))),
            half_life_years=TECHNICAL_HALF_LIFE_YEARS if is_technical else DEFAULT_HALF_LIFE_YEARS,
        )


def _occupations(tables: _Tables, problems: list[Problem]) -> Iterator[Occupation]:
    for row in _once(tables, "occupations", problems):
        yield Occupation(
            uri=row.cells["conceptUri"],
            code=row.cells.get("code", "") or row.cells.get("iscoGroup", ""),
            name=row.cells["preferredLabel"].strip(),
            alternative_names=_alternatives(row),
            description=row.cells["description"].strip(),
        )


def _once(tables: _Tables, table: str, problems: list[Problem]) -> Iterator[CsvRow]:
    """Yield the rows that have an address, which no row before them has, and a name."""
    seen: set[str] = set()
    for row in tables.rows(table):
        uri = row.cells["conceptUri"]
        where = f"{table} line {row.line}"
        if not uri or not row.cells["preferredLabel"].strip():
            problems.append(Problem(where, "name_missing", "The row lacks its address or its name"))
        elif uri in seen:
            problems.append(Problem(where, "repeated", f"{uri} stands twice; the first is used"))
        else:
            seen.add(uri)
            yield row


def _relations(
    tables: _Tables, known: Mapping[str, str], problems: list[Problem]
) -> Iterator[Relation]:
    seen: set[tuple[str, str]] = set()
    for row in tables.rows("occupationSkillRelations"):
        cells = row.cells
        where = f"occupationSkillRelations line {row.line}"
        # the same text object for each address: a hundred thousand copies would weigh
        occupation, skill = known.get(cells["occupationUri"]), known.get(cells["skillUri"])
        if occupation is None or skill is None:
            unknown = cells["occupationUri"] if occupation is None else cells["skillUri"]
            detail = f"{unknown} is not in the classification"
            problems.append(Problem(where, "dangling_relation", detail))
        elif cells["relationType"] not in _ESSENTIAL:
            detail = f"{cells['relationType'][:40]!r} is neither essential nor optional"
            problems.append(Problem(where, "unknown_relation", detail))
        elif (occupation, skill) in seen:
            problems.append(Problem(where, "repeated", "The relation stands twice"))
        else:
            seen.add((occupation, skill))
            yield Relation(occupation, skill, _ESSENTIAL[cells["relationType"]])


def _alternatives(row: CsvRow) -> tuple[str, ...]:
    found = (one.strip() for one in row.cells["altLabels"].splitlines())
    return tuple(dict.fromkeys(one for one in found if one and one != row.cells["preferredLabel"]))


def _version_in(path: Path) -> str:
    """Return the version that a name tells: of the folder, or of a file in it."""
    names = [path.name, *sorted(file.name for file in path.glob("*"))] if path.is_dir() else []
    for name in names or [path.name, path.parent.name]:
        if found := _VERSION.search(name):
            return found[1]
    return ""
