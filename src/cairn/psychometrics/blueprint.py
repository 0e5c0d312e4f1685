"""
Drawing the questions of an attempt from a pool by a blueprint, so many from each area.

The draw is a pure function of its seed: the same seed gives the same questions in the same order
everywhere, and nobody can tell the next draw from this one without it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from cairn.errors import PoolTooSmall
from cairn.psychometrics.members import Members, refuse_twice

MOST_QUESTIONS = 200


@dataclass(frozen=True, slots=True)
class Area:
    """A row of a blueprint: how many `questions` an attempt draws from those of `criterion`."""

    criterion: str
    title: str
    questions: int

    @classmethod
    def from_json(cls, json: object, where: str) -> Area:
        """
        Return the area that `json` states.

        Raises:
            MalformedInput: naming the place, if a member is missing, unknown or of a wrong type.
        """
        members = Members(json, where, cls.__slots__)
        return cls(
            criterion=members.text("criterion"),
            title=members.text("title"),
            questions=members.whole("questions", low=1, high=MOST_QUESTIONS),
        )


@dataclass(frozen=True, slots=True)
class Drawn:
    """A question of an attempt, by its id, and the criterion it was drawn for."""

    id: str
    criterion: str


def areas_of(json: object) -> tuple[Area, ...]:
    """
    Return the areas of a blueprint, a list with at least one entry.

    Raises:
        MalformedInput: naming the place, if it is none, or a criterion occurs twice.
    """
    members = Members({"blueprint": json}, "quiz", ["blueprint"])
    areas = tuple(Area.from_json(*entry) for entry in members.entries("blueprint", required=True))
    refuse_twice([one.criterion for one in areas], "quiz.blueprint")
    return areas


def draw(
    areas: Sequence[Area],
    pool: Mapping[str, str],
    *,
    seed: str,
    seen: Mapping[str, int] | None = None,
) -> tuple[Drawn, ...]:
    """
    Return the questions of an attempt, no question twice, in the order in which they are asked.

    Args:
        pool: the criterion of each question that may be asked, by its id.
        seed: nobody who is asked may know it before.
        seen: how often each question was drawn for this person before; those drawn least often
            come first, so that a second attempt repeats only what it must.

    Raises:
        PoolTooSmall: if an area asks for more questions than the pool has for its criterion.
    """
    before = seen or {}
    drawn: list[Drawn] = []
    for area in areas:
        ids = [id for id, criterion in pool.items() if criterion == area.criterion]
        if len(ids) < area.questions:
            raise PoolTooSmall(
                f"{area.title} asks for {area.questions} questions; the pool has {len(ids)}"
            )
        ids.sort(key=lambda id: (before.get(id, 0), _place(seed, "draw", id)))
        drawn += [Drawn(id, area.criterion) for id in ids[: area.questions]]
    return tuple(sorted(drawn, key=lambda one: _place(seed, "order", one.id)))


def _place(seed: str, purpose: str, id: str) -> bytes:
    return sha256(f"{seed}\0{purpose}\0{id}".encode()).digest()
