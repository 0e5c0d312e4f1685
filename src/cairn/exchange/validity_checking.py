"""What is wrong with how long an achievement's credential counts, and how it is renewed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cairn.exchange.pack import AchievementKind, Finding, PackAchievement, Severity
from cairn.pathways.requirement import AllOf, AnyOf, NOf, Points, Requirement
from cairn.pathways.requirement import Credential as CredentialLeaf
from cairn.pathways.validity import Validity, drops_performance, renewal_of, unknown_again

DAYS_IN_SHORTEST_MONTH = 28


def check_validity(
    achievement: PackAchievement, known: Mapping[str, PackAchievement], where: str
) -> Iterator[Finding]:
    """
    Yield the findings of an achievement that stands at `where`.

    Args:
        known: the achievements of its pack, by id.
    """
    validity, required = achievement.validity, achievement.requirements
    if validity is None:
        return
    for id in unknown_again(required, validity.again):
        detail = f"validity.again names {id}, which the requirements do not name"
        yield Finding(where, "unknown_reference", detail)
    if validity.renew_from_days > validity.months * DAYS_IN_SHORTEST_MONTH:
        detail = (
            f"validity.renew_from_days is {validity.renew_from_days}: longer than the credential "
            "counts"
        )
        yield Finding(where, "renewal_too_early", detail)
    is_assessed = achievement.kind is AchievementKind.MICRO_CREDENTIAL
    if is_assessed and drops_performance(required, validity.again):
        detail = "validity.again names no task, quiz or credential: a renewal would show nothing"
        yield Finding(where, "renewal_without_performance", detail)
    yield from _check_parts(required, validity, known, where)


def _check_parts(
    required: Requirement, validity: Validity, known: Mapping[str, PackAchievement], where: str
) -> Iterator[Finding]:
    """Say of a stack that it cannot be renewed while its parts never have to be."""
    renewal = renewal_of(required, validity.again)
    lasting = {id for id, one in known.items() if one.validity is None}
    if not _can_be_renewed(renewal, lasting):
        detail = (
            "a renewal needs smaller credentials that are newer than this one, and those do not "
            "end, so that nobody can renew them: give them a validity, or name something else in "
            "validity.again"
        )
        yield Finding(where, "renewal_unreachable", detail, Severity.ERROR)


def _can_be_renewed(renewal: Requirement, lasting: set[str]) -> bool:
    """Return whether all that `renewal` asks can be had anew."""
    match renewal:
        case CredentialLeaf(id):
            return id not in lasting
        case AllOf(parts):
            return all(_can_be_renewed(part, lasting) for part in parts)
        case AnyOf(parts):
            return any(_can_be_renewed(part, lasting) for part in parts)
        case NOf(n, parts):
            return sum(_can_be_renewed(part, lasting) for part in parts) >= n
        case Points(at_least, entries):
            free = (e.points for e in entries if _can_be_renewed(e.requirement, lasting))
            return sum(free) >= at_least
        case _:
            return True
