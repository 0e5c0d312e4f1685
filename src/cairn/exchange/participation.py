"""The badge for having gone through content that was not made here: participation, no more."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from cairn.exchange.pack import AchievementKind, PackAchievement, PackUnit
from cairn.pathways.requirement import Units

SHOWS_PARTICIPATION = "Shows participation, not assessed competence"


def participation_badge(
    *, pack_id: str, title: str, units: Sequence[PackUnit], about: str
) -> tuple[PackAchievement, ...]:
    """
    Return the badge for having learned all of `units`, in their order; none without units.

    It says of itself what it is: nobody judges anything for it, so it can never be more than a
    participation badge.

    Args:
        pack_id: of the pack that it goes into; it makes the id of the badge one of its own.
        about: Markdown that says whose the content is and under which licence.
    """
    if not units:
        return ()
    done = "the holder has gone through every unit"
    judged = "Nothing is asked."
    if any(unit.questions for unit in units):
        done += " and answered the practice questions"
        judged = "The answers are practice; nobody judges them."
    in_order = sorted(units, key=lambda unit: unit.order)
    badge = PackAchievement(
        id=f"{pack_id}-participation",
        title=title,
        kind=AchievementKind.PARTICIPATION_BADGE,
        requirements=Units(tuple(unit.id for unit in in_order)),
        summary=f"{SHOWS_PARTICIPATION}: {done}.",
        workload_hours=ceil(sum(unit.minutes for unit in units) / 6) / 10,
        assessment_type=f"None. {judged}",
        participation="Online, at one's own pace.",
        supervision="None. Nobody checks who has learned.",
        about=about,
    )
    return (badge,)
