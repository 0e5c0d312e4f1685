"""What partners have awarded of what an organisation defines, as far as that is its business."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef

from cairn_server.accounts.models import Organisation
from cairn_server.credentials.models import Award, AwardEvent, AwardEventKind
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
    return page_of(rows, _row, after=after, limit=limit)


def _row(award: Award) -> JointRow:
    return JointRow(
        id=award.pk,
        title=award.achievement_version.title,
        by=award.organisation.name,
        awarded_at=award.awarded_at,
        is_revoked=bool(getattr(award, "is_revoked", False)),
    )
