"""
What an organisation may know of what its people can do: levels, by the awards that show them.

An organisation sees the awards that it made itself, and those that a person shares with it by a
grant. It sees that something was shown, when and at which level; never answers or evidence.
A competency fades by its own half-life, or by that of the achievement where this is shorter.

A large organisation has tens of thousands of awards, and the board is about all of them: so they
are fetched as plain texts, in one query, and counted in one pass.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import floor
from uuid import UUID

from django.db import connection
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast

from cairn.capability.gap import Shown
from cairn.pathways.currency import DAYS_PER_YEAR
from cairn_server.accounts.models import Grant, Organisation
from cairn_server.catalog.models import Alignment
from cairn_server.credentials.models import Award, AwardEvent, AwardEventKind, Credential

AWARD = "credentials.Award"  # subject of a grant
SKILLS = "skills"  # purpose of a grant
FEW_PEOPLE = 300  # up to so many are asked for by name, beyond that everybody's awards are read
LOSING = (AwardEventKind.REVOKE, AwardEventKind.SUSPEND, AwardEventKind.REINSTATE)

ByCompetency = dict[UUID, list[Shown]]
Awarded = tuple[str, str, str, str]
"""An award, its person, its version, its moment: as texts, as the database writes them."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """That a version of an achievement shows a competency at a level."""

    version: str  # its id as the database writes it
    competency_id: UUID
    name: str
    level: int
    half_life_years: float | None

    def current_from(self, day: date) -> str:
        """Return the first day, as ISO text, whose awards are current on `day`."""
        if self.half_life_years is None:
            return ""
        return (day - timedelta(days=floor(self.half_life_years * DAYS_PER_YEAR))).isoformat()


@dataclass(frozen=True, slots=True)
class Cover:
    """How many people have shown a competency at a level, and how many of them are current."""

    ever: int
    current: int


def visible_awards(organisation: Organisation, at: datetime) -> QuerySet[Award]:
    """
    Return the awards that `organisation` sees, which stand at `at`.

    Not those that are revoked, suspended, expired, or made later than `at`. Asks at once, in
    three queries, what is granted and what no longer stands.
    """
    grants = Grant.objects.filter(
        organisation=organisation, subject_type=AWARD, since__lte=at, until__gt=at
    )
    granted = list(grants.values_list("subject_id", flat=True))
    seen = Q(organisation=organisation)
    if granted:
        seen |= Q(pk__in=granted)
    return standing_awards(at).filter(seen)


def standing_awards(at: datetime) -> QuerySet[Award]:
    """
    Return the awards that stand at `at`: not revoked, suspended, expired, or made later.

    Asks at once, in two queries, what no longer stands.
    """
    expired = Credential.objects.filter(valid_until__lte=at).values_list("award_id", flat=True)
    lost = _lost() | set(expired)
    return Award.objects.filter(awarded_at__lte=at).exclude(pk__in=lost)


def _lost() -> set[UUID]:
    """Return the awards that are revoked, or suspended by the last word of the ledger."""
    events = AwardEvent.objects.filter(kind__in=LOSING).order_by("at", "pk")
    last: dict[UUID, str] = {}
    for award_id, kind in events.values_list("award_id", "kind"):
        if last.get(award_id) != AwardEventKind.REVOKE:
            last[award_id] = kind
    return {award_id for award_id, kind in last.items() if kind != AwardEventKind.REINSTATE}


def fetched(awards: QuerySet[Award], people: Collection[UUID]) -> list[Awarded]:
    """Return the awards of `people`, in no order. One query."""
    text = CharField()
    if len(people) <= FEW_PEOPLE:
        awards = awards.filter(person__in=list(people))
    rows = awards.annotate(
        award_text=Cast("pk", text),
        person_text=Cast("person", text),
        version_text=Cast("achievement_version", text),
        at_text=Cast("awarded_at", text),
    ).values_list("award_text", "person_text", "version_text", "at_text")
    wanted = {_text(key) for key in people}
    return [row for row in rows.order_by() if row[1] in wanted]


def aligned_with(
    rows: Iterable[Awarded], competencies: Collection[UUID] | None = None
) -> list[Aligned]:
    """Return what the versions among `rows` show, by name of the competency. One query."""
    versions = {version for _, _, version, _ in rows}
    found = Alignment.objects.filter(version__in=[UUID(key) for key in versions])
    if competencies is not None:
        found = found.filter(competency__in=list(competencies))
    values = found.values_list(
        "version_id",
        "competency_id",
        "competency__name",
        "level",
        "competency__half_life_years",
        "version__half_life_years",
    )
    return [
        Aligned(_text(row[0]), *row[1:4], half_life_years=_shorter(row[4], row[5]))
        for row in values.order_by("competency__name", "competency", "pk")
    ]


def shown_by(
    people: Collection[UUID], rows: Iterable[Awarded], aligned: Iterable[Aligned]
) -> dict[UUID, ByCompetency]:
    """Return what each of `people` has shown, by competency; `source` is the id of the award."""
    by_version = _by_version(aligned)
    known = {_text(key): key for key in people}
    found: dict[UUID, ByCompetency] = {}
    for award, person, version, at in rows:
        if person not in known or version not in by_version:
            continue
        mine, day = found.setdefault(known[person], {}), date.fromisoformat(at[:10])
        for one in by_version[version]:
            shown = Shown(one.level, day, one.half_life_years, award)
            mine.setdefault(one.competency_id, []).append(shown)
    return found


def covered(
    rows: Iterable[Awarded],
    aligned: Iterable[Aligned],
    *,
    day: date,
    needed: Callable[[UUID], int],
) -> dict[UUID, Cover]:
    """
    Return how many people have shown each competency, and are current on `day`. One pass.

    Args:
        needed: the level from which somebody counts, by competency.
    """
    of_version: dict[str, list[tuple[str, str]]] = {}
    for _, person, version, at in rows:
        of_version.setdefault(version, []).append((person, at))
    ever: dict[UUID, set[str]] = {}
    current: dict[UUID, set[str]] = {}
    for one in aligned:
        key = one.competency_id
        if one.level < needed(key):
            continue
        start, held = one.current_from(day), of_version.get(one.version, ())
        ever.setdefault(key, set()).update([person for person, _ in held])
        fresh = [person for person, at in held if at >= start]
        current.setdefault(key, set()).update(fresh)
    return {key: Cover(len(ever[key]), len(current[key])) for key in ever}


def _by_version(aligned: Iterable[Aligned]) -> dict[str, list[Aligned]]:
    found: dict[str, list[Aligned]] = {}
    for one in aligned:
        found.setdefault(one.version, []).append(one)
    return found


def _shorter(of_competency: float | None, of_version: float | None) -> float | None:
    return min((years for years in (of_competency, of_version) if years), default=None)


def _text(key: UUID) -> str:
    """Return an id as the database writes it as a text."""
    return key.hex if connection.vendor == "sqlite" else str(key)
