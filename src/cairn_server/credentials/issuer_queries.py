"""Reads for those who issue: what was awarded, with which keys, jointly with whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.core.paginator import Page as Sheet
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field

from cairn_server.accounts.models import Organisation
from cairn_server.catalog.models import Achievement, AchievementVersion
from cairn_server.credentials.models import (
    Award,
    AwardEvent,
    AwardEventKind,
    AwardFile,
    AwardFileRow,
    Credential,
    IssuerKey,
    Partnership,
    RowOutcome,
)
from cairn_server.credentials.suspension_queries import suspending
from cairn_server.journal.paging import Page
from cairn_server.journal.sorting import A_PAGE, Order, SortColumn, sheet_of

EXPORT_LIMIT = 500
AWARD_COLUMNS = (
    "credential",
    "achievement",
    "person",
    "awarded_on",
    "state",
    "revoked_on",
    "reason",
    "joint_with",
)


class AwardFilter(BaseModel):
    """Which awards are wanted, and in which order; every other field narrows."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    person: str = Field(default="", max_length=100)  # in the name
    achievement: UUID | None = None
    state: Literal["", "stands", "waiting", "suspended", "revoked"] = ""
    since: date | None = None  # days in UTC, both included
    until: date | None = None
    sort: Literal["newest", "oldest"] = "newest"

    def condition(self) -> Q:
        wanted = Q()
        if self.person:
            wanted &= Q(person__name__icontains=self.person)
        if self.achievement:
            wanted &= Q(achievement_version__achievement=self.achievement)
        if self.since:
            wanted &= Q(awarded_at__date__gte=self.since)
        if self.until:
            wanted &= Q(awarded_at__date__lte=self.until)
        return wanted & _STATES.get(self.state, Q())


TITLE = Lower("achievement_version__title")
AWARD_SORTS = (
    SortColumn("title", _("Credential"), (TITLE,)),
    SortColumn("person", _("To"), (Lower("person__name"), TITLE)),
    SortColumn("on", _("On"), ("awarded_at",)),
    SortColumn("state", _("Now"), ("revoked_at", "is_suspended", "awarded_at")),
)
_REVOKED = Q(Exists(AwardEvent.objects.filter(award=OuterRef("pk"), kind=AwardEventKind.REVOKE)))
_SUSPENDED = Q(Exists(suspending().filter(award=OuterRef("pk"))))
_STATES = {
    "revoked": _REVOKED,
    "suspended": ~_REVOKED & _SUSPENDED,
    "stands": ~_REVOKED & ~_SUSPENDED & Q(credential__signed_at__isnull=False),
    "waiting": ~_REVOKED & Q(credential__signed_at=None),
}


@dataclass(frozen=True, slots=True)
class AwardRow:
    """
    One award as the organisation that decided it sees it.

    Args:
        person: empty once the person is erased.
        joint_with: who defined the achievement, where that is somebody else.
        reason: the code of a revocation or suspension; empty while it stands.
        is_suspended: whether it is, as the last word of the ledger.
        suspended_until: when that ends by itself; None if somebody has to end it.
        is_key_lost: whether it was signed when somebody else may have had the key.
        held_up_by: the code of why it could not be signed yet; empty if nothing is known against.
    """

    id: UUID
    credential_id: str
    achievement_id: UUID
    title: str
    person: str
    awarded_at: datetime
    is_signed: bool
    revoked_at: datetime | None
    reason: str
    joint_with: str
    is_suspended: bool = False
    suspended_until: datetime | None = None
    held_up_by: str = ""
    is_key_lost: bool = False

    @property
    def state(self) -> str:
        if self.revoked_at is not None:
            return "revoked"
        if self.is_suspended:
            return "suspended"
        return "stands" if self.is_signed else "waiting"

    def cells(self) -> tuple[str, ...]:
        """The row as it is exported; the columns are `AWARD_COLUMNS`."""
        revoked_on = f"{self.revoked_at:%Y-%m-%d}" if self.revoked_at else ""
        awarded_on = f"{self.awarded_at:%Y-%m-%d}"
        return (
            self.credential_id, self.title, self.person, awarded_on, self.state, revoked_on,
            self.reason, self.joint_with,
        )  # fmt: skip


def awards(
    organisation: Organisation, wanted: AwardFilter, *, after: UUID | None = None, limit: int = 50
) -> Page[AwardRow]:
    """Return a page of what `organisation` awarded. One query, however deep."""
    rows = _awards(organisation).filter(wanted.condition())
    newest = wanted.sort == "newest"
    if after is not None:
        rows = rows.filter(pk__lt=after) if newest else rows.filter(pk__gt=after)
    found = list(rows.order_by("-pk" if newest else "pk")[: limit + 1])
    more = len(found) > limit
    return Page([_row(one) for one in found[:limit]], found[limit - 1].pk if more else None)


def award_sheet(
    organisation: Organisation, wanted: AwardFilter, *, order: Order, number: str | None
) -> Sheet[Any]:
    """Return the page of the awards with this number, as `AwardRow`. Two queries."""
    rows = _awards(organisation).filter(wanted.condition())
    return sheet_of(rows, _row, order=order, number=number)


def every_award(
    organisation: Organisation, wanted: AwardFilter, *, order: Order
) -> Iterator[AwardRow]:
    """Yield every award that is wanted, in this order. One query, and one for each 500."""
    keys = _sorted_keys(organisation, wanted, order)
    for start in range(0, len(keys), EXPORT_LIMIT):
        some = keys[start : start + EXPORT_LIMIT]
        found = _awards(organisation).in_bulk(some)
        yield from (_row(found[key]) for key in some if key in found)


def sheet_after(
    organisation: Organisation, wanted: AwardFilter, *, order: Order, award_id: UUID
) -> int:
    """Return the number of the page with what follows an award in this order. One query."""
    keys = _sorted_keys(organisation, wanted, order)
    place = keys.index(award_id) + 1 if award_id in keys else 0
    return min(place, max(len(keys) - 1, 0)) // A_PAGE + 1


def _sorted_keys(organisation: Organisation, wanted: AwardFilter, order: Order) -> list[UUID]:
    rows = _awards(organisation).filter(wanted.condition())
    return list(order.sort(rows).values_list("pk", flat=True))


def award_row(award: Award) -> AwardRow:
    """Return one award as a row. One query."""
    return _row(_awards(award.organisation).get(pk=award.pk))


def _awards(organisation: Organisation) -> QuerySet[Award]:
    revoked = AwardEvent.objects.filter(award=OuterRef("pk"), kind=AwardEventKind.REVOKE)
    suspended = suspending().filter(award=OuterRef("pk"))
    return (
        Award.objects.filter(organisation=organisation, credential__isnull=False)
        .select_related(
            "achievement_version__achievement__organisation", "credential__key", "person"
        )
        .annotate(
            revoked_at=Subquery(revoked.values("at")[:1]),
            reason=Coalesce(
                Subquery(revoked.values("reason_code")[:1]),
                Subquery(suspended.values("reason_code")[:1]),
            ),
            is_suspended=Exists(suspended),
            suspended_until=Subquery(suspended.values("until")[:1]),
        )
    )


def _row(award: Award) -> AwardRow:
    version = award.achievement_version
    creator = version.achievement.organisation
    return AwardRow(
        id=award.pk,
        credential_id=award.credential.pk,
        achievement_id=version.achievement_id,
        title=version.title,
        person=str(award.person) if award.person else "",
        awarded_at=award.awarded_at,
        is_signed=award.credential.signed_at is not None,
        revoked_at=getattr(award, "revoked_at", None),
        reason=getattr(award, "reason", None) or "",
        is_suspended=getattr(award, "is_suspended", False),
        suspended_until=getattr(award, "suspended_until", None),
        held_up_by=award.credential.held_up_by,
        is_key_lost=_is_key_lost(award.credential),
        joint_with="" if creator.pk == award.organisation_id else creator.name,
    )


def _is_key_lost(credential: Credential) -> bool:
    signed_at, since = credential.signed_at, credential.key.compromised_since
    return signed_at is not None and since is not None and signed_at >= since


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key of an organisation, and how many credentials name it."""

    key: IssuerKey
    signed: int


def keys(organisation: Organisation) -> list[KeyRow]:
    """Return every key that `organisation` ever had, newest first. Two queries."""
    found = IssuerKey.objects.filter(issuer__organisation=organisation).select_related("issuer")
    counts = dict(
        Credential.objects.filter(key__issuer__organisation=organisation)
        .values("key")
        .annotate(n=Count("pk"))
        .values_list("key", "n")
    )
    return [KeyRow(key, counts.get(key.pk, 0)) for key in found.order_by("-created_at", "-pk")]


def partnerships(organisation: Organisation) -> list[Partnership]:
    """Return the partnerships, either way, that have not ended, newest first. One query."""
    return list(
        Partnership.objects.filter(Q(organisation=organisation) | Q(partner=organisation))
        .filter(ended_at=None)
        .select_related("organisation", "partner", "invited_by", "achievement")
        .order_by("-pk")
    )


def partners_of(organisation: Organisation, *, at: datetime) -> list[Partnership]:
    """Return who may award with `organisation` at `at`, and with whom it may. One query."""
    return list(
        Partnership.objects.filter(Q(organisation=organisation) | Q(partner=organisation))
        .filter(Q(until=None) | Q(until__gt=at), accepted_at__lte=at, ended_at=None)
        .select_related("organisation", "partner")
        .order_by("pk")
    )


def joint_achievements(partner: Organisation, *, at: datetime) -> Q:
    """Return the condition on `Achievement` of what `partner` may award for others at `at`."""
    standing = Partnership.objects.filter(
        Q(until=None) | Q(until__gt=at),
        partner=partner,
        accepted_at__lte=at,
        ended_at=None,
    )
    named = standing.exclude(achievement=None).values("achievement")
    whole = standing.filter(achievement=None).values("organisation")
    return Q(pk__in=named) | Q(organisation__in=whole)


def may_award(
    organisation: Organisation, *, at: datetime, references: list[str] | None = None
) -> list[AchievementVersion]:
    """
    Return the newest published version of all that `organisation` may award, its own first.

    Two queries.

    Args:
        references: only those with one of these ids or keys; None for all.
    """
    theirs = joint_achievements(organisation, at=at)
    own = Q(achievement__organisation=organisation)
    joint = Q(achievement__in=Achievement.objects.filter(theirs))
    versions = AchievementVersion.objects.filter(own | joint, published_at__isnull=False)
    if references is not None:
        ids = [one for one in references if _is_uuid(one)]
        versions = versions.filter(Q(achievement__key__in=references) | Q(achievement__in=ids))
    newest: dict[UUID, AchievementVersion] = {}
    for version in versions.select_related("achievement__organisation").order_by("-number"):
        newest.setdefault(version.achievement_id, version)
    return sorted(
        newest.values(),
        key=lambda one: (one.achievement.organisation_id != organisation.pk, one.title),
    )


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class AwardFileState:
    """How far the work on a file is."""

    total: int
    awarded: int
    unchanged: int
    refused: int

    @property
    def done(self) -> int:
        return self.awarded + self.unchanged + self.refused


def file_state(file: AwardFile) -> AwardFileState:
    """Return how many rows of `file` came to what. One query."""
    counts = dict(file.rows.values("outcome").annotate(n=Count("pk")).values_list("outcome", "n"))
    return AwardFileState(
        total=sum(counts.values()),
        awarded=counts.get(RowOutcome.AWARDED, 0),
        unchanged=counts.get(RowOutcome.UNCHANGED, 0),
        refused=counts.get(RowOutcome.REFUSED, 0),
    )


def refused_rows(file: AwardFile, *, most: int | None = None) -> list[AwardFileRow]:
    """Return the rows of `file` that were not awarded, in their order. One query."""
    return list(file.rows.filter(outcome=RowOutcome.REFUSED).order_by("line")[:most])


def recent_files(organisation: Organisation, *, most: int = 10) -> list[AwardFile]:
    """Return the newest files of `organisation`. One query."""
    return list(
        AwardFile.objects.filter(organisation=organisation)
        .annotate(row_count=Count("rows"))
        .order_by("-pk")[:most]
    )
