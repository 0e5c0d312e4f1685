"""
O*NET, the occupational information network of the US Department of Labor, from its files.

Read are the tables of a release, as text or as Excel files, as many of them as are there:
occupations, the content model, the ratings of skills, knowledge, abilities, work styles and work
activities, technology skills, and the titles that people report.

Source:
    https://www.onetcenter.org/dictionary/29.2/text/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import quote

from cairn.errors import MalformedInput
from cairn.frameworks.files import MAX_FILE_BYTES, find_files
from cairn.frameworks.model import (
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
from cairn.reading.xlsx import read_xlsx

LICENCE = "Creative Commons Attribution 4.0 International (CC BY 4.0)"
ESSENTIAL_FROM = 3.0  # "important" on the scale of importance, 1 to 5
OCCUPATION_URI = "https://www.onetonline.org/link/summary/{}"
ELEMENT_URI = "https://www.onetonline.org/find/descriptor/result/{}"
TECHNOLOGY_URI = "https://www.onetonline.org/search/tech/example?e={}"

RATINGS = {
    "Skills": CompetencyKind.SKILL,
    "Knowledge": CompetencyKind.KNOWLEDGE,
    "Abilities": CompetencyKind.ABILITY,
    "Work Styles": CompetencyKind.WORK_STYLE,
    "Work Activities": CompetencyKind.WORK_ACTIVITY,
}
_ROOTS = {
    "1.A.": CompetencyKind.ABILITY,
    "1.C.": CompetencyKind.WORK_STYLE,
    "2.A.": CompetencyKind.SKILL,
    "2.B.": CompetencyKind.SKILL,
    "2.C.": CompetencyKind.KNOWLEDGE,
    "4.A.": CompetencyKind.WORK_ACTIVITY,
}
_TITLES = {"Sample of Reported Titles": "Reported Job Title", "Alternate Titles": "Alternate Title"}
_CODE = "O*NET-SOC Code"
_VERSION = re.compile(r"O\*NET\D{0,3}([0-9]+\.[0-9]+)")
_VERSION_OF_FOLDER = re.compile(r"(?<![0-9])([0-9]{2})[._]([0-9])(?![0-9])")


def read_onet(path: Path, *, version: str = "") -> FrameworkContent:
    """
    Read a release of O*NET.

    What a competency weighs for an occupation is its importance (1 to 5) and level (0 to 7);
    from an importance of 3 it is essential. Ratings that O*NET recommends to suppress are left
    out, and levels of what is not relevant. Occupations without any rating are brought in and
    named among the problems. Technologies are essential where employers ask for them.

    Args:
        version: of O*NET; empty takes it from its "Read Me.txt" or from the name of the folder.

    Raises:
        MalformedInput: no table of O*NET is there, or one is not as O*NET publishes it.
        InputTooLarge: beyond what any release has.
    """
    return _Reading(path).content(version)


@dataclass(slots=True)
class _Rating:
    importance: float | None = None
    level: float | None = None


@dataclass(slots=True)
class _Reading:
    """One release on its way into the model."""

    path: Path
    competencies: dict[str, Competency] = field(default_factory=dict)  # by element or example
    occupations: dict[str, Occupation] = field(default_factory=dict)  # by code
    relations: list[Relation] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rated: set[str] = field(default_factory=set)

    def content(self, version: str) -> FrameworkContent:
        tables = _Tables(self.path)
        is_listed = tables.has("Occupation Data")
        self._read_occupations(tables)
        self._read_elements(tables)
        kinds = {kind for name, kind in RATINGS.items() if tables.has(name)}
        for name, kind in RATINGS.items():
            self._read_ratings(tables, name, kind)
        self._read_technologies(tables)
        if tables.has("Technology Skills"):
            kinds.add(CompetencyKind.TECHNOLOGY)
        if not self.competencies and not self.occupations:
            raise MalformedInput(
                f"{self.path.name} holds no table of O*NET; unpack a release there"
            )
        if is_listed and any(tables.has(name) for name in RATINGS):
            self._report_unrated()
        listed = set(_ROOTS.values()) if tables.has("Content Model Reference") else set()
        return FrameworkContent(
            framework=_framework(version or _version_in(self.path)),
            competencies=tuple(self.competencies.values()),
            occupations=tuple(self.occupations.values()),
            relations=tuple(self.relations),
            problems=tuple(self.problems),
            listed_kinds=frozenset(listed | kinds),
            related_kinds=frozenset(kinds),
            lists_occupations=is_listed,
        )

    def _read_occupations(self, tables: _Tables) -> None:
        titles: dict[str, dict[str, None]] = {}
        for table, column in _TITLES.items():
            for row in tables.rows(table, _CODE, column):
                titles.setdefault(row.cells[_CODE], {})[row.cells[column].strip()] = None
        for row in tables.rows("Occupation Data", _CODE, "Title", "Description"):
            self._add_occupation(row, row.cells["Description"])
        for code, one in self.occupations.items():
            others = tuple(name for name in titles.get(code, ()) if name not in ("", one.name))
            self.occupations[code] = replace(one, alternative_names=others)

    def _add_occupation(self, row: CsvRow, description: str) -> None:
        code = row.cells[_CODE]
        self.occupations[code] = Occupation(
            uri=OCCUPATION_URI.format(code),
            code=code,
            name=row.cells.get("Title", "").strip() or code,
            description=description.strip(),
        )

    def _read_elements(self, tables: _Tables) -> None:
        rows = list(
            tables.rows("Content Model Reference", "Element ID", "Element Name", "Description")
        )
        parents = {row.cells["Element ID"].rpartition(".")[0] for row in rows}
        for row in rows:
            id = row.cells["Element ID"]
            kind = _ROOTS.get(id[:4])
            if kind is not None and id not in parents:  # a parent is a heading, nobody rates it
                name, description = row.cells["Element Name"], row.cells["Description"]
                self.competencies[id] = _element(id, name, kind, description)

    def _read_ratings(self, tables: _Tables, name: str, kind: CompetencyKind) -> None:
        ratings: dict[tuple[str, str], _Rating] = {}
        for row in tables.rows(name, _CODE, "Element ID", "Scale ID", "Data Value"):
            code, id = row.cells[_CODE], row.cells["Element ID"]
            if code not in self.occupations and not self._learns(row, tables):
                detail = f"{code} is not among the occupations"
                self.problems.append(
                    Problem(f"{name} line {row.line}", "dangling_relation", detail)
                )
                continue
            if id not in self.competencies:
                self.competencies[id] = _element(id, row.cells.get("Element Name", id), kind, "")
            self.rated.add(code)
            self._rate(ratings.setdefault((code, id), _Rating()), row, name)
        for (code, id), rating in ratings.items():
            if rating.importance is None and rating.level is None:
                continue
            is_essential = (rating.importance or 0) >= ESSENTIAL_FROM
            self._relate(code, id, is_essential, rating.importance, rating.level)

    def _learns(self, row: CsvRow, tables: _Tables) -> bool:
        """Take an occupation from its ratings where the list of occupations did not come."""
        if tables.has("Occupation Data"):
            return False
        self._add_occupation(row, "")
        return True

    def _rate(self, rating: _Rating, row: CsvRow, name: str) -> None:
        scale = row.cells["Scale ID"]
        if row.cells.get("Recommend Suppress") == "Y" or row.cells.get("Not Relevant") == "Y":
            return
        try:
            value = float(row.cells["Data Value"])
        except ValueError:
            detail = f"{row.cells['Data Value'][:40]!r} is not a number"
            self.problems.append(Problem(f"{name} line {row.line}", "not_a_number", detail))
            return
        if scale == "IM":
            rating.importance = value
        elif scale == "LV":
            rating.level = value

    def _read_technologies(self, tables: _Tables) -> None:
        asked: dict[tuple[str, str], bool] = {}
        for row in tables.rows("Technology Skills", _CODE, "Example", "Commodity Title"):
            code, example = row.cells[_CODE], row.cells["Example"].strip()
            if code not in self.occupations:
                where, detail = f"Technology Skills line {row.line}", f"{code} is not an occupation"
                self.problems.append(Problem(where, "dangling_relation", detail))
                continue
            if example not in self.competencies:
                self.competencies[example] = _technology(example, row)
            is_asked = row.cells.get("In Demand") == "Y"
            asked[code, example] = asked.get((code, example), False) or is_asked
        for (code, example), is_essential in asked.items():
            self._relate(code, example, is_essential, None, None)

    def _relate(
        self, code: str, id: str, is_essential: bool, importance: float | None, level: float | None
    ) -> None:
        occupation, competency = self.occupations[code].uri, self.competencies[id].uri
        self.relations.append(Relation(occupation, competency, is_essential, importance, level))

    def _report_unrated(self) -> None:
        for code, one in self.occupations.items():
            if code not in self.rated:
                detail = f"{one.name} has no ratings in this release"
                self.problems.append(Problem(code, "occupation_without_ratings", detail))


class _Tables:
    """The tables of a release by O*NET's names for them."""

    def __init__(self, path: Path) -> None:
        self._files = find_files(path)

    def has(self, table: str) -> bool:
        return any(f"{table}{ending}".lower() in self._files for ending in (".txt", ".xlsx"))

    def rows(self, table: str, *columns: str) -> Iterator[CsvRow]:
        """Yield the rows of a table; none where it did not come."""
        for row in self._all_rows(table):
            missing = [name for name in columns if name not in row.cells]
            if missing:
                raise MalformedInput(f"{table}: there is no column {', '.join(missing)}")
            yield row

    def _all_rows(self, table: str) -> Iterator[CsvRow]:
        if load := self._files.get(f"{table}.txt".lower()):
            yield from read_csv(load(), max_bytes=MAX_FILE_BYTES, is_quoted=False)
        elif load := self._files.get(f"{table}.xlsx".lower()):
            yield from read_xlsx(load())


def _element(id: str, name: str, kind: CompetencyKind, description: str) -> Competency:
    return Competency(
        uri=ELEMENT_URI.format(id),
        code=id,
        name=name.strip(),
        kind=kind,
        description=description.strip(),
    )


def _technology(example: str, row: CsvRow) -> Competency:
    return Competency(
        uri=TECHNOLOGY_URI.format(quote(example, safe="")),
        code=row.cells.get("Commodity Code", ""),
        name=example,
        kind=CompetencyKind.TECHNOLOGY,
        description=row.cells["Commodity Title"].strip(),
        half_life_years=TECHNICAL_HALF_LIFE_YEARS,
    )


def _framework(version: str) -> Framework:
    return Framework(
        title="O*NET",
        version=version,
        attribution=(
            f"This page includes information from the O*NET {version} Database by the "
            "U.S. Department of Labor, Employment and Training Administration (USDOL/ETA). "
            "Used under the CC BY 4.0 license. O*NET® is a trademark of USDOL/ETA."
        ).replace("O*NET  ", "O*NET "),
        licence=LICENCE,
    )


def _version_in(path: Path) -> str:
    files = path.rglob("*") if path.is_dir() else ()
    for file in sorted(one for one in files if one.name.lower() == "read me.txt"):
        if found := _VERSION.search(file.read_text(errors="replace")):
            return found[1]
    found = _VERSION_OF_FOLDER.search(path.name)
    return f"{found[1]}.{found[2]}" if found else ""
