"""
Drawing the questions of an attempt from a pool by a blueprint, so many from each area.

The draw is a pure function of its seed: the same seed gives the same questions in the same order
everywhere, and nobody can tell the next draw from this one without it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256

from cairn.errors import PoolTooSmall
from cairn.psychometrics.members import Members, refuse_twice

MOST_QUESTIONS = 200


@dataclass(frozen=True, slots=True)
class Area:
    """
    A row of a blueprint: how many `questions` an attempt draws from those of `criterion`.

    Args:
        exposure_cap: share of the attempts that a question is asked in at most, as far as the pool
            allows; 1 for no bound.
    """

    criterion: str
    title: str
    questions: int
    exposure_cap: float = 1.0

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
            exposure_cap=members.number("exposure_cap", low=0.01, high=1)
            if "exposure_cap" in members
            else 1.0,
        )


@dataclass(frozen=True, slots=True)
class Exposure:
    """How often each question was asked, by its id, in so many attempts of anybody."""

    attempts: int
    times: Mapping[str, int]

    def would_exceed(self, id: str, cap: float) -> bool:
        """Return whether one more attempt with this question puts its share above `cap`."""
        share = Fraction(self.times.get(id, 0) + 1, self.attempts + 1)
        return share > Fraction(cap).limit_denominator(10_000)


NEVER_ASKED = Exposure(0, {})


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
    exposure: Exposure = NEVER_ASKED,
) -> tuple[Drawn, ...]:
    """
    Return the questions of an attempt, no question twice, in the order in which they are asked.

    Within an area those come first that stay below its cap of exposure, of these the ones that
    this person saw least often, of these the ones that anybody was asked least often, then by
    chance. Where too few stay below the cap the others fill the area: the blueprint always holds,
    and no bound below questions asked by questions in the pool can.

    Args:
        pool: the criterion of each question that may be asked, by its id.
        seed: nobody who is asked may know it before.
        seen: how often each question was drawn for this person before, so that a second attempt
            repeats only what it must.
        exposure: how often each was asked of anybody lately, so that none is worn out.

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
        places = {
            id: (
                exposure.would_exceed(id, area.exposure_cap),
                before.get(id, 0),
                exposure.times.get(id, 0),
                _place(seed, "draw", id),
            )
            for id in ids
        }
        ids.sort(key=places.__getitem__)
        drawn += [Drawn(id, area.criterion) for id in ids[: area.questions]]
    return tuple(sorted(drawn, key=lambda one: _place(seed, "order", one.id)))


def _place(seed: str, purpose: str, id: str) -> bytes:
    return sha256(f"{seed}\0{purpose}\0{id}".encode()).digest()
