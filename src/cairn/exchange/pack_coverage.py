"""
Which criterion is practised, asked and shown: the table that tells what a pack still lacks.

It is read from the parts of a draft, so that it can be seen long before the pack is complete.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cairn.exchange.pack_draft import Part, ids_of, name_of, questions_of


class Hole(StrEnum):
    """What a criterion lacks."""

    NO_PRACTICE = "no_practice"
    NO_EVIDENCE = "no_evidence"
    NO_TASK = "no_task"


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    unit: str
    id: str
    prompt: str


@dataclass(frozen=True, slots=True)
class EvidencePart:
    task: str
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """
    One criterion of a rubric, and everything that leads to it.

    Args:
        practice: questions that practise it.
        assessment: questions of quizzes that ask for it.
        evidence: the parts of tasks that it is judged on.
    """

    rubric: str
    criterion: str
    title: str
    practice: tuple[AskedQuestion, ...]
    assessment: tuple[AskedQuestion, ...]
    evidence: tuple[EvidencePart, ...]
    holes: tuple[Hole, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The table, and the questions that prepare for no criterion in it."""

    rows: tuple[CoverageRow, ...]
    loose: tuple[AskedQuestion, ...]

    @property
    def holes(self) -> int:
        return sum(len(row.holes) for row in self.rows)


def coverage(parts: Mapping[str, Part]) -> Coverage:
    """Return the table of the parts of a draft, whatever is still missing in them."""
    asked = [
        (question, AskedQuestion(unit, str(question.get("id")), str(question.get("prompt", ""))))
        for unit in ids_of(parts, "questions")
        for question in questions_of(parts[name_of("questions", unit)])
    ]
    rows = tuple(
        _row(rubric, criterion, asked, parts)
        for rubric in ids_of(parts, "rubrics")
        for criterion in _mappings(parts[name_of("rubrics", rubric)].get("criteria"))
    )
    known = {row.criterion for row in rows}
    loose = tuple(told for question, told in asked if question.get("criterion") not in known)
    return Coverage(rows, loose)


def _row(
    rubric: str,
    criterion: Part,
    asked: list[tuple[Part, AskedQuestion]],
    parts: Mapping[str, Part],
) -> CoverageRow:
    id = str(criterion.get("id"))
    mine = [(question, told) for question, told in asked if question.get("criterion") == id]
    assessment = tuple(told for question, told in mine if question.get("use") == "assessment")
    practice = tuple(told for question, told in mine if question.get("use") != "assessment")
    tasks = [
        task
        for task in ids_of(parts, "tasks")
        if parts[name_of("tasks", task)].get("rubric") == rubric
    ]
    evidence = tuple(
        found for task in tasks for found in _evidence(task, criterion, parts[f"tasks/{task}.md"])
    )
    holes = _holes(has_task=bool(tasks), is_practised=bool(practice), is_shown=bool(evidence))
    title = str(criterion.get("title", ""))
    return CoverageRow(rubric, id, title, practice, assessment, evidence, holes)


def _evidence(task: str, criterion: Part, part: Part) -> list[EvidencePart]:
    judged = criterion.get("parts") or []
    return [
        EvidencePart(task, str(one.get("id")), str(one.get("title", "")))
        for one in _mappings(part.get("parts"))
        if not judged or one.get("id") in judged
    ]


def _holes(*, has_task: bool, is_practised: bool, is_shown: bool) -> tuple[Hole, ...]:
    found = []
    if not is_practised:
        found.append(Hole.NO_PRACTICE)
    if not has_task:
        found.append(Hole.NO_TASK)
    elif not is_shown:
        found.append(Hole.NO_EVIDENCE)
    return tuple(found)


def _mappings(value: Any) -> list[Part]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
