"""The columns of `cairn issue` for results: one for each result that the achievement describes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from cairn.errors import MalformedInput

if TYPE_CHECKING:
    from cairn.openbadges.parts import Achievement, Result, ResultDescription

PREFIX = "result: "
Results = tuple["Result", ...]


def result_columns(achievement: Achievement) -> dict[str, str]:
    """
    Return the names under which a column of results may stand, each with that of the column.

    That is `result: NAME` or `result: ID` of what the achievement describes.
    """
    described = achievement.result_descriptions
    names = [one.name for one in described]
    known = {PREFIX + one.id: PREFIX + one.id for one in described}
    once = {PREFIX + one.name: PREFIX + one.id for one in described if names.count(one.name) == 1}
    return known | once


def results_reader(achievement: Achievement) -> Callable[[Mapping[str, str]], Results]:
    """
    Return what reads the results of a line from its cells; an empty cell is no result.

    It raises MalformedInput if a cell says nothing that the achievement describes.
    """
    described = {PREFIX + one.id: one for one in achievement.result_descriptions}

    def results_of(cells: Mapping[str, str]) -> Results:
        given = ((one, cells.get(column, "").strip()) for column, one in described.items())
        return tuple(_result(one, cell) for one, cell in given if cell)

    return results_of


def _result(described: ResultDescription, cell: str) -> Result:
    from cairn.openbadges.parts import Result

    if described.levels:
        return Result(result_description=described.id, achieved_level=_level(described, cell))
    if described.result_type == "Status":
        return Result(result_description=described.id, status=_status(described, cell))
    _check_value(described, cell)
    return Result(result_description=described.id, value=cell)


def _level(described: ResultDescription, cell: str) -> str:
    """Return the id of the level that is meant, by its name, its rank or its id."""
    for level in described.levels:
        if cell.casefold() in (level.name.casefold(), level.level, level.id.casefold()):
            return level.id
    raise _wrong(described, cell, [level.name for level in described.levels])


def _status(described: ResultDescription, cell: str) -> str:
    from cairn.openbadges.vocabulary import RESULT_STATUSES

    for status in RESULT_STATUSES:
        if cell.casefold() == status.casefold():
            return status
    raise _wrong(described, cell, sorted(RESULT_STATUSES))


def _check_value(described: ResultDescription, cell: str) -> None:
    if described.allowed_values and cell not in described.allowed_values:
        raise _wrong(described, cell, described.allowed_values)
    value, least, most = map(_number, (cell, described.value_min, described.value_max))
    if least is None and most is None:
        return
    fits_least = least is None or (value is not None and value >= least)
    fits_most = most is None or (value is not None and value <= most)
    if not (fits_least and fits_most):
        bounds = (described.value_min, described.value_max)
        words = [f"{word} {one}" for word, one in zip(("from", "to"), bounds, strict=True) if one]
        raise MalformedInput(f"{described.name!r} is a number {' '.join(words)}, not {cell[:80]!r}")


def _number(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return None


def _wrong(described: ResultDescription, cell: str, known: object) -> MalformedInput:
    words = ", ".join(map(str, known)) if isinstance(known, list | tuple) else str(known)
    return MalformedInput(f"{described.name!r} has no {cell[:80]!r}; it has {words[:300]}")
