"""
The credentials that a person holds and that count towards a larger one.

This is the one place that says which do: awards of this installation that are neither revoked
nor suspended nor expired. Whoever brings in badges of other issuers adds them here, for the
issuers that an organisation has declared to trust.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from cairn.pathways.requirement import Reference
from cairn.vc.checks_evidence import digest_multibase
from cairn_server.accounts.models import Person
from cairn_server.catalog.models import AchievementKind
from cairn_server.credentials.models import Award, AwardEvent, AwardEventKind
from cairn_server.credentials.renewal_queries import EARLIEST

SWITCHES = (AwardEventKind.SUSPEND, AwardEventKind.REINSTATE)


@dataclass(frozen=True, slots=True)
class HeldPart:
    """
    A smaller credential, as a larger one names it.

    Args:
        kind: an AchievementKind, by its value.
        is_assessed: whether it is itself earned by a performance.
        digest: of the document as it was signed; empty while it waits to be signed.
    """

    achievement_id: UUID
    title: str
    kind: str
    is_assessed: bool
    credential_id: str
    issuer: str
    issuer_did: str
    awarded_at: datetime
    digest: str

    @property
    def reference(self) -> Reference:
        return Reference("credential", str(self.achievement_id))

    @property
    def is_performance(self) -> bool:
        return self.is_assessed


def held_parts(
    person: Person, achievement_ids: Iterable[str], *, at: datetime, after: datetime = EARLIEST
) -> list[HeldPart]:
    """
    Return the current credentials of `person` of these achievements, the first of each.

    Two queries.

    Args:
        after: when they must have been awarded.
    """
    awards = (
        current_awards(at)
        .filter(person=person, achievement_version__achievement__in=list(achievement_ids))
        .filter(awarded_at__gt=after)
        .select_related("achievement_version", "organisation", "credential__status_list__issuer")
        .order_by("awarded_at", "pk")
    )
    suspended = _suspended(awards)
    first: dict[UUID, Award] = {}
    for award in awards:
        if award.pk not in suspended:
            first.setdefault(award.achievement_version.achievement_id, award)
    return [_part(award) for award in first.values()]


def current_awards(at: datetime) -> QuerySet[Award]:
    """Return awards that are not revoked, and whose credential has not expired by `at`."""
    unexpired = Q(credential__valid_until=None) | Q(credential__valid_until__gt=at)
    return Award.objects.filter(unexpired, credential__isnull=False).exclude(
        events__kind=AwardEventKind.REVOKE
    )


def _suspended(awards: Iterable[Award]) -> set[UUID]:
    """Return which of the awards are suspended now: the last word of the ledger holds."""
    switched = AwardEvent.objects.filter(
        award__in=[one.pk for one in awards], kind__in=SWITCHES
    ).order_by("at", "pk")
    last = {event.award_id: event.kind for event in switched}
    return {award_id for award_id, kind in last.items() if kind == AwardEventKind.SUSPEND}


def _part(award: Award) -> HeldPart:
    version, document = award.achievement_version, award.credential.document
    return HeldPart(
        achievement_id=version.achievement_id,
        title=version.title,
        kind=version.kind,
        is_assessed=version.kind == AchievementKind.MICRO_CREDENTIAL,
        credential_id=award.credential.pk,
        issuer=award.organisation.name,
        issuer_did=award.credential.status_list.issuer.did,
        awarded_at=award.awarded_at,
        digest=digest_multibase(document.encode()) if document else "",
    )


def revoked_among(credential_ids: Iterable[str]) -> dict[str, datetime]:
    """Return when those of the credentials were revoked that were. One query."""
    events = AwardEvent.objects.filter(
        kind=AwardEventKind.REVOKE, award__credential__in=list(credential_ids)
    )
    return dict(events.values_list("award__credential", "at"))
