"""
Which awards an organisation may see, and who was awarded what, kept until that changes.

An organisation sees the awards that it made itself, and those that a person shares with it by a
grant. A large organisation has tens of thousands of them, and its board is about all: so they are
read once, as plain texts, and kept in memory. Before each use the database is asked how far the
ledger has grown, which is what every change of an award leaves behind; what its new words are
about is read again, and nothing else. No query reads a row of an organisation that is not asked
about.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import chain
from threading import Lock
from uuid import UUID

from django.db import connection
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.timezone import make_aware

from cairn_server.accounts.models import Grant, Organisation
from cairn_server.catalog.models import AchievementVersion
from cairn_server.credentials.held_parts import current_awards
from cairn_server.credentials.models import Award, AwardEvent, AwardEventKind
from cairn_server.credentials.suspension_queries import SWITCHES, suspending
from cairn_server.workforce.holders import (
    ByVersion,
    Known,
    Pair,
    Row,
    as_text,
    known_from,
    mended,
)

AWARD = "credentials.Award"  # subject of a grant
SKILLS = "skills"  # purpose of a grant
CHUNK = 5_000  # rows fetched at once
MOST_MENDED = 500  # awards that are read again one by one; beyond, all are read
MOST_KEPT = 500_000  # awards kept in memory, of all organisations: some 20 MB, 40 if they end
STOPS = (AwardEventKind.REVOKE, *SWITCHES)


@dataclass(frozen=True, slots=True)
class Kept:
    """
    What was read of the awards that an organisation sees, and how far its ledger was then.

    Args:
        granted: the awards that people share with it.
        words: of its own ledger that were read, the last of them `newest`.
        granted_words: of the ledger on what is shared with it.
    """

    known: Known
    granted: frozenset[UUID]
    words: int
    newest: UUID | None
    granted_words: int


def visible_awards(organisation: Organisation, at: datetime) -> QuerySet[Award]:
    """
    Return the awards that `organisation` sees, which stand at `at`.

    Not those that are revoked, suspended, expired, or made later than `at`. Asks at once, in
    one query, what is granted.
    """
    return standing_awards(at).filter(_seen(organisation, _granted(organisation, at)))


def standing_awards(at: datetime) -> QuerySet[Award]:
    """
    Return the awards that stand at `at`, to be narrowed to a person's.

    Not those that are revoked, suspended, expired, or made later than `at`.
    """
    suspended = suspending().filter(award=OuterRef("pk"))
    return current_awards(at).filter(~Exists(suspended), awarded_at__lte=at)


def awards_seen_by(organisation: OuterRef, person: OuterRef, *, at: datetime) -> QuerySet[Award]:
    """
    Return the same awards of a person, to be asked for within a query about many organisations.

    Args:
        organisation: the column of the outer query that holds whose sight is asked about.
        person: the column that holds whose awards.
    """
    shared = _grants(at).filter(
        organisation=OuterRef(organisation), subject_id=OuterRef("pk"), person=OuterRef(person)
    )
    seen = Q(organisation=organisation) | Exists(shared)
    return standing_awards(at).filter(seen, person=person)


def _granted(organisation: Organisation, at: datetime) -> frozenset[UUID]:
    grants = _grants(at).filter(organisation=organisation)
    return frozenset(grants.values_list("subject_id", flat=True))


def _grants(at: datetime) -> QuerySet[Grant]:
    return Grant.objects.filter(subject_type=AWARD, since__lte=at, until__gt=at)


def _seen(organisation: Organisation, granted: Collection[UUID]) -> Q:
    own = Q(organisation=organisation)
    return own | Q(pk__in=granted) if granted else own


def holders(organisation: Organisation, at: datetime, *, day: date | None = None) -> ByVersion:
    """
    Return who was awarded what, of the awards that `organisation` sees and that stand at `at`.

    The ids of versions are as the database writes them. Three queries, and one where something is
    shared with it; at most five more where something has changed since they were last read in
    this process, and four where something will have ended by `day`.

    Args:
        day: a later day, before which some of them end: without these.
    """
    granted, now = _granted(organisation, at), as_text(at)
    before = _KEPT.get(organisation.pk)
    kept = before and _brought_up(before, organisation, granted, now)
    if kept is None:
        kept = _read(organisation, granted, now)
    if kept is not before:
        _KEPT.put(organisation.pk, kept)
    if now < kept.known.since:
        kept = _read(organisation, granted, now)
    return _by(day, kept, organisation, now).by_version


def _by(day: date | None, kept: Kept, organisation: Organisation, now: str) -> Known:
    """Return what will be known when `day` begins for the reader, as far as it can be now."""
    then = as_text(make_aware(datetime.combine(day, time.min))) if day else now
    pairs = kept.known.due(then) if then > now else set()
    if not pairs:
        return kept.known
    if len(pairs) > MOST_MENDED:
        return _read(organisation, kept.granted, then).known
    seen = Award.objects.filter(_seen(organisation, kept.granted))
    return mended(kept.known, pairs, _known_of(pairs, seen, then))


def _read(organisation: Organisation, granted: frozenset[UUID], now: str) -> Kept:
    """Return all that the organisation sees, as it is at `now`; the ledger is looked at first."""
    ledger = _ledger(organisation)
    newest = _newest(ledger)
    words = ledger.filter(pk__lte=newest).count() if newest else 0
    granted_words = _words_on(granted)
    rows = _rows(Award.objects.filter(organisation=organisation))
    stopped = _stopped(ledger)
    ends = _ends(Award.objects.filter(organisation=organisation))
    if granted:  # asked apart: neither would be found by an index if both were asked at once
        shared = Award.objects.filter(pk__in=granted).exclude(organisation=organisation)
        rows = chain(rows, _rows(shared))
        stopped |= _stopped(AwardEvent.objects.filter(award__in=granted))
        ends |= _ends(Award.objects.filter(pk__in=granted))
    known = known_from(rows, stopped, ends, now)
    return Kept(known, granted, words, newest, granted_words)


def _brought_up(
    kept: Kept, organisation: Organisation, granted: frozenset[UUID], now: str
) -> Kept | None:
    """Return `kept` with what has changed since; None if all must be read again."""
    ledger = _ledger(organisation)
    words, newest, granted_words = ledger.count(), _newest(ledger), _words_on(granted)
    changed = set(kept.granted ^ granted)
    if (words, newest) != (kept.words, kept.newest):
        new = _words_after(kept.newest, ledger)
        if not new or len(new) != words - kept.words:  # too many, or not in the order of their ids
            return None
        newest = new[-1][0]
        changed.update(award for _, award in new)
    if granted_words != kept.granted_words:
        changed.update(granted)
    now = max(now, kept.known.since)
    pairs = kept.known.due(now)
    if not changed and not pairs:
        return kept
    if len(changed) + len(pairs) > MOST_MENDED:
        return None
    of_changed = _pairs(Award.objects.filter(pk__in=changed))
    if any(person is None for _, person in of_changed):  # forgotten, so nobody knows of whom
        return None
    pairs.update(of_changed)
    part = _known_of(pairs, Award.objects.filter(_seen(organisation, granted)), now)
    return Kept(mended(kept.known, pairs, part), granted, words, newest, granted_words)


def _ledger(organisation: Organisation) -> QuerySet[AwardEvent]:
    return AwardEvent.objects.filter(organisation_id=organisation.pk)


def _words_on(awards: Collection[UUID]) -> int:
    return AwardEvent.objects.filter(award__in=awards).count() if awards else 0


def _newest(ledger: QuerySet[AwardEvent]) -> UUID | None:
    return ledger.order_by("-pk").values_list("pk", flat=True).first()


def _words_after(newest: UUID | None, ledger: QuerySet[AwardEvent]) -> list[tuple[UUID, UUID]]:
    """Return the id and the award of later words, in order; one more than may be mended."""
    later = ledger.filter(pk__gt=newest) if newest else ledger
    return list(later.order_by("pk").values_list("pk", "award")[: MOST_MENDED + 1])


def _rows(awards: QuerySet[Award]) -> Iterator[Row]:
    """Yield award, version, person and start of those that are somebody's, as texts."""
    rows = awards.filter(person__isnull=False).values_list(
        *map(_text, ("pk", "achievement_version", "person", "awarded_at"))
    )
    return rows.iterator(chunk_size=CHUNK)


def _pairs(awards: QuerySet[Award]) -> set[Pair]:
    return set(awards.values_list(_text("achievement_version"), _text("person")))


def _known_of(pairs: set[Pair], seen: QuerySet[Award], now: str) -> Known:
    """Return what the awards of `pairs` say. Three queries."""
    versions, people = ({UUID(pair[n]) for pair in pairs} for n in (0, 1))
    found = seen.filter(achievement_version__in=versions, person__in=people)
    rows = [row for row in _rows(found) if row[1:3] in pairs]
    awards = [UUID(row[0]) for row in rows]
    stopped = _stopped(AwardEvent.objects.filter(award__in=awards))
    ends = _ends(Award.objects.filter(pk__in=awards))
    return known_from(rows, stopped, ends, now)


def _stopped(events: QuerySet[AwardEvent]) -> set[str]:
    """Return the awards that are revoked, or suspended by the last such word. One query."""
    words = events.filter(kind__in=STOPS).order_by("at", "pk").values_list(_text("award"), "kind")
    revoked, last = set(), {}
    for award, kind in words:
        if kind == AwardEventKind.REVOKE:
            revoked.add(award)
        last[award] = kind
    return revoked | {award for award, kind in last.items() if kind == AwardEventKind.SUSPEND}


def _ends(awards: QuerySet[Award]) -> dict[str, str]:
    """
    Return when those awards expire that do. One query.

    Only what is awarded of versions whose credentials end is looked at, for there are tens of
    thousands of the others.
    """
    versions = AchievementVersion.objects.filter(
        pk__in=awards.values("achievement_version"), valid_months__isnull=False
    )
    ending = awards.filter(achievement_version__in=versions, credential__valid_until__isnull=False)
    return dict(ending.values_list(_text("pk"), _text("credential__valid_until")))


def _text(field: str) -> Cast:
    return Cast(field, CharField())


class _Cache:
    """What was last read of each organisation, the least used forgotten first."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[UUID, Kept] = OrderedDict()

    def get(self, key: UUID) -> Kept | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: UUID, value: Kept) -> None:
        with self._lock:
            self._kept[key] = value
            self._kept.move_to_end(key)
            while len(self._kept) > 1 and self._size() > MOST_KEPT:
                self._kept.popitem(last=False)

    def _size(self) -> int:
        return sum(kept.known.size for kept in self._kept.values())


_KEPT = _Cache()


def text_of(key: UUID) -> str:
    """Return an id as the database writes it as a text."""
    return key.hex if connection.vendor == "sqlite" else str(key)
