"""
Judging a piece of work criterion by criterion.

A rubric is met when every criterion is rated at its `met_at` level or above; no criterion can be
made up for by another. Points add up for feedback only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cairn.errors import EvaluationIncomplete, MalformedInput


@dataclass(frozen=True, slots=True)
class Level:
    id: str
    title: str
    description: str
    points: float


@dataclass(frozen=True, slots=True)
class Criterion:
    """
    One thing that is looked for.

    Args:
        met_at: id of the lowest level at which the criterion is met.
        parts: ids of the parts of the task that it is judged on; empty means all.
        levels: lowest first; at least two.
    """

    id: str
    title: str
    description: str
    met_at: str
    parts: tuple[str, ...]
    levels: tuple[Level, ...]

    def rank(self, level_id: str) -> int:
        """Return the place of a level, 0 for the lowest. Raises KeyError if there is none."""
        for rank, level in enumerate(self.levels):
            if level.id == level_id:
                return rank
        raise KeyError(level_id)

    def is_met_at(self, level_id: str) -> bool:
        return self.rank(level_id) >= self.rank(self.met_at)


@dataclass(frozen=True, slots=True)
class Rubric:
    title: str
    criteria: tuple[Criterion, ...]

    def to_json(self) -> dict[str, Any]:
        """Return what `from_json` reads as the same rubric: the form of a content pack."""
        return {"title": self.title, "criteria": [_criterion_json(one) for one in self.criteria]}

    @classmethod
    def from_json(cls, json: object) -> Rubric:
        """
        Return the rubric that `json` states.

        Raises:
            MalformedInput: naming the place, if a member is missing, unknown or of a wrong type,
                an id is used twice, or `met_at` names no level.
        """
        members = _members(json, "rubric", {"title", "criteria"})
        title = _text(members, "title", "rubric")
        criteria = tuple(
            _criterion(one, f"rubric.criteria[{number}]")
            for number, one in enumerate(_list(members, "criteria", "rubric"))
        )
        _unique([one.id for one in criteria], "rubric.criteria")
        return cls(title, criteria)


@dataclass(frozen=True, slots=True)
class Judgement:
    """
    What the ratings of all criteria come to.

    Args:
        met: every criterion is met.
        met_criteria: ids of the criteria that are met, in the order of the rubric.
        unmet: ids of the others.
        points: sum of the points of the levels given; no unit.
        maximum: sum of the highest points of each criterion.
    """

    met: bool
    met_criteria: tuple[str, ...]
    unmet: tuple[str, ...]
    points: float
    maximum: float


def judge(rubric: Rubric, ratings: Mapping[str, str]) -> Judgement:
    """
    Return what `ratings` (criterion id -> level id) come to.

    Raises:
        EvaluationIncomplete: if a criterion is not rated, or a rating names an unknown criterion
            or level; the text names each of them.
    """
    _refuse_incomplete(rubric, ratings)
    met = tuple(one.id for one in rubric.criteria if one.is_met_at(ratings[one.id]))
    given = (one.levels[one.rank(ratings[one.id])].points for one in rubric.criteria)
    return Judgement(
        met=len(met) == len(rubric.criteria),
        met_criteria=met,
        unmet=tuple(one.id for one in rubric.criteria if one.id not in met),
        points=sum(given),
        maximum=sum(max(level.points for level in one.levels) for one in rubric.criteria),
    )


def carry_over(
    rubric: Rubric, previous: Mapping[str, str], new: Mapping[str, str]
) -> dict[str, str]:
    """
    Return the ratings of a resubmission: a criterion once met stays met.

    Args:
        previous: ratings of the submission before, with what was carried over into it.
        new: ratings of the resubmission; criteria already met need not be rated again.

    Returns:
        For each criterion the new rating, except where that would take back one that was met.
    """
    kept = dict(new)
    for criterion in rubric.criteria:
        before, now = previous.get(criterion.id), new.get(criterion.id)
        if before is None or not _met(criterion, before):
            continue
        if now is None or not _met(criterion, now):
            kept[criterion.id] = before
    return kept


def _met(criterion: Criterion, level_id: str) -> bool:
    return any(one.id == level_id for one in criterion.levels) and criterion.is_met_at(level_id)


def _refuse_incomplete(rubric: Rubric, ratings: Mapping[str, str]) -> None:
    levels = {one.id: {level.id for level in one.levels} for one in rubric.criteria}
    missing = [f"“{one.title}” is not rated" for one in rubric.criteria if one.id not in ratings]
    unknown = [f"there is no criterion {id}" for id in ratings if id not in levels]
    wrong = [
        f"“{one.title}” has no level {ratings[one.id]}"
        for one in rubric.criteria
        if one.id in ratings and ratings[one.id] not in levels[one.id]
    ]
    if missing or unknown or wrong:
        raise EvaluationIncomplete("; ".join([*missing, *unknown, *wrong]))


def _criterion_json(criterion: Criterion) -> dict[str, Any]:
    return {
        "id": criterion.id,
        "title": criterion.title,
        "description": criterion.description,
        "met_at": criterion.met_at,
        "parts": list(criterion.parts),
        "levels": [
            {"id": x.id, "title": x.title, "description": x.description, "points": x.points}
            for x in criterion.levels
        ],
    }


def _criterion(json: object, where: str) -> Criterion:
    allowed = {"id", "title", "description", "met_at", "parts", "levels"}
    members = _members(json, where, allowed)
    levels = tuple(
        _level(one, f"{where}.levels[{number}]")
        for number, one in enumerate(_list(members, "levels", where))
    )
    _unique([one.id for one in levels], f"{where}.levels")
    criterion = Criterion(
        id=_text(members, "id", where),
        title=_text(members, "title", where),
        description=_text(members, "description", where, default=""),
        met_at=_text(members, "met_at", where),
        parts=_ids(members, "parts", where),
        levels=levels,
    )
    if all(one.id != criterion.met_at for one in levels):
        raise MalformedInput(f"{where}.met_at: there is no level {criterion.met_at}")
    return criterion


def _level(json: object, where: str) -> Level:
    members = _members(json, where, {"id", "title", "description", "points"})
    points = members.get("points")
    if isinstance(points, bool) or not isinstance(points, int | float) or not 0 <= points < 1e6:
        raise MalformedInput(f"{where}.points: must be a number, 0 or more")
    return Level(
        id=_text(members, "id", where),
        title=_text(members, "title", where),
        description=_text(members, "description", where, default=""),
        points=points,
    )


def _members(json: object, where: str, allowed: set[str]) -> Mapping[str, object]:
    if not isinstance(json, Mapping):
        raise MalformedInput(f"{where}: must be a mapping")
    if unknown := sorted(str(name) for name in json if name not in allowed):
        raise MalformedInput(f"{where}: there is no member {', '.join(unknown)}")
    return json


def _list(members: Mapping[str, object], name: str, where: str) -> list[object]:
    value = members.get(name)
    if not isinstance(value, list) or not value:
        raise MalformedInput(f"{where}.{name}: must be a list with at least one entry")
    return value


def _text(
    members: Mapping[str, object], name: str, where: str, *, default: str | None = None
) -> str:
    value = members.get(name, default)
    if not isinstance(value, str) or (default is None and not value.strip()):
        raise MalformedInput(f"{where}.{name}: must be a text")
    return value


def _ids(members: Mapping[str, object], name: str, where: str) -> tuple[str, ...]:
    value = members.get(name, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise MalformedInput(f"{where}.{name}: must be a list of ids")
    return tuple(value)


def _unique(ids: list[str], where: str) -> None:
    if twice := sorted({one for one in ids if ids.count(one) > 1}):
        raise MalformedInput(f"{where}: the id {', '.join(twice)} is used twice")
