"""
Who was awarded what, and since when: made from awards at a moment, and mended where some change.

Ids and moments are texts, as the database writes them: sorted as texts, moments are in order.
An award counts from its start until its end, so what is true at one moment stays true until the
next start or end, which is kept along.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain

Pair = tuple[str, str]  # a version and a person
Row = tuple[str, str, str, str]  # award, version, person, start
Turn = tuple[str, str, str]  # a moment at which an award of a version and a person begins or ends
DAY = len("2026-03-02")


@dataclass(frozen=True, slots=True)
class Holders:
    """
    Who was awarded a version, and on which day, the earliest first.

    Args:
        people: their ids, as the database writes them.
        days: as ISO text, one for each of `people`.
    """

    people: Sequence[str]
    days: Sequence[str]

    def since(self, day: str) -> Sequence[str]:
        """Return who was awarded it on `day` or later."""
        return self.people[bisect_left(self.days, day) :]

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield day and person."""
        return zip(self.days, self.people, strict=True)


ByVersion = dict[str, Holders]
NOBODY = Holders((), ())


@dataclass(frozen=True, slots=True)
class Known:
    """
    Who holds what, from `since` until the first of `turns`.

    Args:
        since: the last start or end that it takes in; empty without any.
        turns: what is still to come, in order.
    """

    by_version: ByVersion
    since: str
    turns: Sequence[Turn]

    @property
    def size(self) -> int:
        """How many awards it is made of, of which some may be told twice."""
        return sum(len(held.people) for held in self.by_version.values()) + len(self.turns)

    def due(self, now: str) -> set[Pair]:
        """Return whose awards began or ended since, at `now`."""
        end = bisect_right(self.turns, now, key=_moment_of)
        return {(version, person) for _, version, person in self.turns[:end]}


def as_text(at: datetime) -> str:
    """Return a moment so that it compares with what the database writes."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def known_from(
    awards: Iterable[Row], stopped: Collection[str], ends: Mapping[str, str], now: str
) -> Known:
    """
    Return who holds what at `now`.

    Args:
        stopped: the awards that are revoked or suspended.
        ends: when an award expires, of those that do.
    """
    same: dict[str, str] = {}  # a text once, however many awards name it
    once = same.setdefault
    found: dict[str, list[str]] = {}
    turns: list[Turn] = []
    since = ""
    for award, version, person, start in awards:
        if award in stopped:
            continue
        end = ends.get(award, "")
        if start > now:
            turns.append((start, once(version, version), once(person, person)))
        elif end and end <= now:
            since = max(since, start, end)
        else:
            found.setdefault(version, []).append(start[:DAY] + person)
            since = start if start > since else since
            if end:
                turns.append((end, once(version, version), once(person, person)))
    by_version = {version: _holders(held, same) for version, held in found.items()}
    return Known(by_version, since, sorted(turns))


def mended(known: Known, pairs: Collection[Pair], part: Known) -> Known:
    """
    Return `known` with all that it says of `pairs` replaced by what `part` says.

    Args:
        part: of all awards of `pairs` and of no others, at `known.since` or later.
    """
    gone: dict[str, set[str]] = {}
    for version, person in pairs:
        gone.setdefault(version, set()).add(person)
    by_version = dict(known.by_version)
    for version, people in gone.items():
        old, new = (one.by_version.get(version, NOBODY) for one in (known, part))
        held = [day + person for day, person in old.pairs() if person not in people]
        held += [day + person for day, person in new.pairs()]
        by_version[version] = _holders(held, {})
        if not held:
            del by_version[version]
    others = (turn for turn in known.turns if turn[1:] not in pairs)
    return Known(by_version, max(known.since, part.since), sorted(chain(others, part.turns)))


def _holders(held: list[str], same: dict[str, str]) -> Holders:
    """Return what is told by texts of day and person; `same` holds each text once."""
    held.sort()
    people, days = [one[DAY:] for one in held], [one[:DAY] for one in held]
    return Holders(*([same.setdefault(text, text) for text in texts] for texts in (people, days)))


def _moment_of(turn: Turn) -> str:
    return turn[0]
