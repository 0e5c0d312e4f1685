"""Whether a requirement can only be met by showing the competency."""

from __future__ import annotations

from collections.abc import Collection

from cairn.errors import NoPerformanceRequirement
from cairn.pathways.requirement import (
    AllOf,
    AnyOf,
    Credential,
    NOf,
    Points,
    Quiz,
    Requirement,
    Task,
)


def require_performance(requirement: Requirement, *, assessed: Collection[str] = ()) -> None:
    """
    Refuse a requirement that could be met without showing the competency.

    Args:
        assessed: ids of the achievements that are themselves earned by a performance; holding
            the credential of one counts as one.

    Raises:
        NoPerformanceRequirement: unless every way to meet it passes through a task, a quiz or
            a credential of `assessed`. How a credential from outside was earned nobody here
            knows: it never counts as one.
    """
    if not _demands_performance(requirement, assessed):
        raise NoPerformanceRequirement(
            "A micro-credential needs a task, a quiz or a smaller micro-credential that cannot "
            "be avoided: add one to `all_of`, or to every branch"
        )


def _demands_performance(requirement: Requirement, assessed: Collection[str]) -> bool:
    match requirement:
        case Task() | Quiz():
            return True
        case Credential(id):
            return id in assessed
        case AllOf(parts):
            return any(_demands_performance(part, assessed) for part in parts)
        case AnyOf(parts):
            return all(_demands_performance(part, assessed) for part in parts)
        case NOf(n, parts):
            return sum(not _demands_performance(part, assessed) for part in parts) < n
        case Points(at_least, entries):
            free = (e.points for e in entries if not _demands_performance(e.requirement, assessed))
            return sum(free) < at_least
        case _:
            return False
