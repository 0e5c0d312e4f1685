"""Partnerships, and what partners awarded of what one defines, as far as that is one's business."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q

from cairn_server.accounts.models import Organisation
from cairn_server.credentials.models import Award, AwardEvent, AwardEventKind, Partnership
from cairn_server.credentials.standing import standing_of, with_standing
from cairn_server.journal.paging import Page, page_of


@dataclass(frozen=True, slots=True)
class JointRow:
    """
    An award of a partner, as the organisation that defined the achievement sees it.

    To whom it went is the partner's and the holder's business, and is not here.
    """

    id: UUID
    title: str
    by: str
    awarded_at: datetime
    is_revoked: bool
    standing: str  # of who awarded it: a value of Standing


@dataclass(frozen=True, slots=True)
class PartnershipRow:
    """That `partner` may award what `organisation` defines: all of it, or one achievement."""

    id: UUID
    organisation_id: UUID
    organisation: str
    partner_id: UUID
    partner: str
    achievement_id: UUID | None
    invited_by_id: UUID
    invited_at: datetime
    accepted_at: datetime | None
    until: datetime | None


def partnership_page(
    organisation: Organisation, *, after: UUID | None = None, limit: int = 50
) -> Page[PartnershipRow]:
    """Return a page of the partnerships, either way, that have not ended. One query."""
    sides = Q(organisation=organisation) | Q(partner=organisation)
    rows = Partnership.objects.filter(sides, ended_at=None)
    rows = rows.select_related("organisation", "partner")
    return page_of(rows, partnership_row, after=after, limit=limit)


def partnership_row(one: Partnership) -> PartnershipRow:
    """Return a partnership in words. No query where both organisations are loaded."""
    return PartnershipRow(
        id=one.pk,
        organisation_id=one.organisation_id,
        organisation=one.organisation.name,
        partner_id=one.partner_id,
        partner=one.partner.name,
        achievement_id=one.achievement_id,
        invited_by_id=one.invited_by_id,
        invited_at=one.invited_at,
        accepted_at=one.accepted_at,
        until=one.until,
    )


def joint_awards(
    organisation: Organisation, *, after: UUID | None = None, limit: int = 50
) -> Page[JointRow]:
    """Return what others awarded of what `organisation` defines, newest first. One query."""
    revoked = AwardEvent.objects.filter(award=OuterRef("pk"), kind=AwardEventKind.REVOKE)
    rows = (
        Award.objects.filter(
            achievement_version__achievement__organisation=organisation, credential__isnull=False
        )
        .exclude(organisation=F("achievement_version__achievement__organisation"))
        .select_related("achievement_version", "organisation")
        .annotate(is_revoked=Exists(revoked))
    )
    return page_of(with_standing(rows), _row, after=after, limit=limit)


def _row(award: Award) -> JointRow:
    return JointRow(
        id=award.pk,
        title=award.achievement_version.title,
        by=award.organisation.name,
        awarded_at=award.awarded_at,
        is_revoked=bool(getattr(award, "is_revoked", False)),
        standing=standing_of(award),
    )
