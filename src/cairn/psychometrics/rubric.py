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
from cairn.psychometrics.members import Members, refuse_twice


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
        members = Members(json, "rubric", ["title", "criteria"])
        title = members.text("title")
        entries = members.entries("criteria", required=True)
        criteria = tuple(_criterion(*entry) for entry in entries)
        refuse_twice([one.id for one in criteria], "rubric.criteria")
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
    allowed = ["id", "title", "description", "met_at", "parts", "levels"]
    members = Members(json, where, allowed)
    levels = tuple(_level(*entry) for entry in members.entries("levels", required=True))
    refuse_twice([one.id for one in levels], f"{where}.levels")
    criterion = Criterion(
        id=members.text("id"),
        title=members.text("title"),
        description=members.text("description", ""),
        met_at=members.text("met_at"),
        parts=members.texts("parts"),
        levels=levels,
    )
    if all(one.id != criterion.met_at for one in levels):
        raise MalformedInput(f"{where}.met_at: there is no level {criterion.met_at}")
    return criterion


def _level(json: object, where: str) -> Level:
    members = Members(json, where, ["id", "title", "description", "points"])
    return Level(
        id=members.text("id"),
        title=members.text("title"),
        description=members.text("description", ""),
        points=members.number("points", low=0, high=1e6),
    )
