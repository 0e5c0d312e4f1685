"""The parts that a task asks for, as they stand in its version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cairn.psychometrics.rubric import Criterion, Rubric

DEFAULT_MEGABYTES = 100
MAX_MEGABYTES = 500


@dataclass(frozen=True, slots=True)
class Part:
    """
    One thing that is handed in: a text or a file.

    Args:
        min_words, max_words: for a text; None where there is no limit.
        accept: for a file, the groups that are wanted (`pdf`, `image`, `video` …).
        max_megabytes: for a file, the most it may have.
    """

    id: str
    title: str
    kind: str
    required: bool = True
    min_words: int | None = None
    max_words: int | None = None
    accept: tuple[str, ...] = ()
    max_megabytes: int = DEFAULT_MEGABYTES
    help: str = ""

    @property
    def is_text(self) -> bool:
        return self.kind == "text"

    @property
    def max_bytes(self) -> int:
        return self.max_megabytes << 20


def parts_of(content: Iterable[Mapping[str, Any]]) -> tuple[Part, ...]:
    """Return the parts that the JSON of a task version states, in its order."""
    return tuple(
        Part(
            id=one["id"],
            title=one.get("title") or one["id"],
            kind=one["kind"],
            required=one.get("required", True),
            min_words=one.get("min_words"),
            max_words=one.get("max_words"),
            accept=tuple(one.get("accept") or ()),
            max_megabytes=min(int(one.get("max_megabytes") or DEFAULT_MEGABYTES), MAX_MEGABYTES),
            help=one.get("help") or "",
        )
        for one in content
    )


def open_parts(
    parts: Iterable[Part], rubric: Rubric, previous_ratings: Mapping[str, str] | None
) -> frozenset[str]:
    """
    Return the ids of the parts that may be changed in a try.

    In a first try (`previous_ratings` is None) all are open; afterwards those that a criterion
    still unmet is judged on. A criterion that names no part is judged on all.
    """
    ids = frozenset(part.id for part in parts)
    if previous_ratings is None:
        return ids
    named: set[str] = set()
    for criterion in open_criteria(rubric, previous_ratings):
        named.update(criterion.parts or ids)
    return ids & named


def open_criteria(
    rubric: Rubric, previous_ratings: Mapping[str, str] | None
) -> tuple[Criterion, ...]:
    """Return the criteria that are still to be judged: all in a first try, then those unmet."""
    before = previous_ratings or {}
    return tuple(
        one for one in rubric.criteria if one.id not in before or not one.is_met_at(before[one.id])
    )
