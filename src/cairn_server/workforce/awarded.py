"""
Which awards an organisation may see, and who was awarded what, kept until that changes.

An organisation sees the awards that it made itself, and those that a person shares with it by a
grant. A large organisation has tens of thousands of them, and its board is about all: so they are
read once, as plain texts, and kept in memory. Before each use the database is asked whether the
ledger has grown, which is what every change of an award leaves behind.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from uuid import UUID

from django.db import connection
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast

from cairn_server.accounts.models import Grant, Organisation
from cairn_server.credentials.models import Award, AwardEvent, AwardEventKind, Credential

AWARD = "credentials.Award"  # subject of a grant
SKILLS = "skills"  # purpose of a grant
CHUNK = 5_000  # rows fetched at once
MOST_KEPT = 500_000  # awards kept in memory, of all organisations: some 20 MB
SWITCHES = (AwardEventKind.SUSPEND, AwardEventKind.REINSTATE)

Stamp = tuple[object, ...]


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


ByVersion = dict[str, Holders]


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of the awards, and the moment of the latest; None without any."""

    by_version: ByVersion
    latest: datetime | None
    size: int


def visible_awards(organisation: Organisation, at: datetime) -> QuerySet[Award]:
    """
    Return the awards that `organisation` sees, which stand at `at`.

    Not those that are revoked, suspended, expired, or made later than `at`. Asks at once, in
    two queries, what is granted and what is suspended.
    """
    seen = _seen(organisation, _granted(organisation, at))
    return _standing(seen, _suspended(), at).filter(awarded_at__lte=at)


def standing_awards(at: datetime) -> QuerySet[Award]:
    """
    Return the awards that stand at `at`: not revoked, suspended, expired, or made later.

    Asks at once, in one query, what is suspended; the rest is part of the query that is returned.
    """
    return _standing(Award.objects.all(), _suspended(), at).filter(awarded_at__lte=at)


def _granted(organisation: Organisation, at: datetime) -> list[UUID]:
    grants = Grant.objects.filter(
        organisation=organisation, subject_type=AWARD, since__lte=at, until__gt=at
    )
    return list(grants.values_list("subject_id", flat=True))


def _seen(organisation: Organisation, granted: list[UUID]) -> QuerySet[Award]:
    own = Q(organisation=organisation)
    return Award.objects.filter(own | Q(pk__in=granted) if granted else own)


def _standing(awards: QuerySet[Award], suspended: set[UUID], at: datetime) -> QuerySet[Award]:
    expired = Credential.objects.filter(valid_until__lte=at)
    revoked = AwardEvent.objects.filter(kind=AwardEventKind.REVOKE)
    return (
        awards.exclude(pk__in=expired.values("award"))
        .exclude(pk__in=revoked.values("award"))
        .exclude(pk__in=suspended)
    )


def _suspended() -> set[UUID]:
    """Return the awards that are suspended by the last such word of the ledger."""
    events = AwardEvent.objects.filter(kind__in=SWITCHES).order_by("at", "pk")
    last = dict(events.values_list("award_id", "kind"))
    return {award_id for award_id, kind in last.items() if kind == AwardEventKind.SUSPEND}


def holders(organisation: Organisation, at: datetime) -> ByVersion:
    """
    Return who was awarded what, of the awards that `organisation` sees and that stand at `at`.

    The ids of versions are as the database writes them. Five queries, and one where something
    has changed since they were last read in this process.
    """
    granted, suspended = _granted(organisation, at), _suspended()
    seen = _seen(organisation, granted)
    stamp = (
        frozenset(granted),
        frozenset(suspended),
        seen.count(),
        AwardEvent.objects.filter(organisation_id=organisation.pk).count(),
        AwardEvent.objects.filter(award__in=granted).count() if granted else 0,
        Credential.objects.filter(valid_until__lte=at).count(),
    )
    kept = _KEPT.get(organisation.pk, stamp)
    if kept is None:
        kept = _read(_standing(seen, suspended, at))
        _KEPT.put(organisation.pk, stamp, kept)
    if kept.latest is not None and at < kept.latest:
        return _read(_standing(seen, suspended, at).filter(awarded_at__lte=at)).by_version
    return kept.by_version


def _read(awards: QuerySet[Award]) -> Read:
    text = CharField()
    rows = (
        awards.filter(person__isnull=False)
        .annotate(
            version_text=Cast("achievement_version", text),
            at_text=Cast("awarded_at", text),
            person_text=Cast("person", text),
        )
        .order_by("achievement_version", "awarded_at")
        .values_list("version_text", "at_text", "person_text")
    )
    same: dict[str, str] = {}  # a text once, however many awards name it
    found: dict[str, tuple[list[str], list[str]]] = {}
    latest, size = "", 0
    for version, at, person in rows.iterator(chunk_size=CHUNK):
        people, days = found.setdefault(version, ([], []))
        people.append(same.setdefault(person, person))
        days.append(same.setdefault(at[:10], at[:10]))
        latest, size = max(latest, at), size + 1
    by_version = {version: Holders(people, days) for version, (people, days) in found.items()}
    return Read(by_version, _moment(latest) if latest else None, size)


def _moment(text: str) -> datetime:
    """Return the moment that the database writes as `text`; one without a zone is in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


class _Kept:
    """What was last read of each organisation, the least used forgotten first."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[UUID, tuple[Stamp, Read]] = OrderedDict()

    def get(self, key: UUID, stamp: Stamp) -> Read | None:
        with self._lock:
            known = self._kept.get(key)
            if known is None or known[0] != stamp:
                return None
            self._kept.move_to_end(key)
            return known[1]

    def put(self, key: UUID, stamp: Stamp, value: Read) -> None:
        with self._lock:
            self._kept[key] = (stamp, value)
            self._kept.move_to_end(key)
            while len(self._kept) > 1 and self._size() > MOST_KEPT:
                self._kept.popitem(last=False)

    def _size(self) -> int:
        return sum(kept.size for _, kept in self._kept.values())


_KEPT = _Kept()


def text_of(key: UUID) -> str:
    """Return an id as the database writes it as a text."""
    return key.hex if connection.vendor == "sqlite" else str(key)
