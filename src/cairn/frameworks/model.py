"""
What a competency framework holds, whoever publishes it.

Everything is known by its address (`uri`), which stays the same from one version of a framework
to the next; names, codes and descriptions may change.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

DEFAULT_HALF_LIFE_YEARS = 5.0
TECHNICAL_HALF_LIFE_YEARS = 2.5  # what digital tools demand changes about twice as fast


class CompetencyKind(StrEnum):
    SKILL = "skill"
    KNOWLEDGE = "knowledge"
    ABILITY = "ability"
    WORK_STYLE = "work-style"
    WORK_ACTIVITY = "work-activity"
    TECHNOLOGY = "technology"
    TASK = "task"
    ATTITUDE = "attitude"


@dataclass(frozen=True, slots=True)
class Framework:
    """
    Who publishes a list of competencies, and on which terms.

    Args:
        version: as its publisher numbers it; empty if that is not known.
        attribution: the sentence that stands wherever the data is shown.
        licence: the terms of use in a few words.
    """

    title: str
    version: str = ""
    attribution: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Competency:
    """
    What somebody can do, in the words of the framework.

    Args:
        broader: addresses of wider competencies of the same framework.
        half_life_years: how fast what was shown of it grows old.
    """

    uri: str
    name: str
    kind: CompetencyKind = CompetencyKind.SKILL
    code: str = ""
    alternative_names: tuple[str, ...] = ()
    description: str = ""
    broader: tuple[str, ...] = ()
    half_life_years: float = DEFAULT_HALF_LIFE_YEARS


@dataclass(frozen=True, slots=True)
class Occupation:
    """A kind of work that needs competencies."""

    uri: str
    name: str
    code: str = ""
    alternative_names: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """
    That an occupation, by its address, needs a competency.

    Args:
        importance: from 1 (not important) to 5 (extremely important); None if not rated.
        level: from 0 to 7, on the scale of O*NET; None if not rated.
    """

    occupation: str
    competency: str
    is_essential: bool
    importance: float | None = None
    level: float | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be used: where it stands, a stable code, a sentence."""

    where: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class FrameworkContent:
    """
    Everything that was read of one framework.

    A publisher's files may come without some of their parts, and a part that did not come says
    nothing about what it would have held.

    Args:
        listed_kinds: the kinds of which every competency is here.
        related_kinds: the kinds of which every relation is here.
        lists_occupations: whether every occupation is here.
    """

    framework: Framework
    competencies: tuple[Competency, ...] = ()
    occupations: tuple[Occupation, ...] = ()
    relations: tuple[Relation, ...] = ()
    problems: tuple[Problem, ...] = ()
    listed_kinds: frozenset[CompetencyKind] = frozenset(CompetencyKind)
    related_kinds: frozenset[CompetencyKind] = frozenset(CompetencyKind)
    lists_occupations: bool = True
