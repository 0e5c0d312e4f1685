"""Which credentials of the people whom somebody sees end soon, or have ended of late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from cairn_server.accounts.models import Grant, Membership
from cairn_server.assessment.models import Reassessment
from cairn_server.catalog.models import AchievementVersion
from cairn_server.credentials.models import Award, AwardEvent, AwardEventKind
from cairn_server.workforce.access import Sight
from cairn_server.workforce.awarded import AWARD

ENDED_WITHIN = timedelta(days=90)  # shown so long after its end
MOST = 200


@dataclass(frozen=True, slots=True)
class EndingRow:
    """
    A credential of a member that ends, or has ended and counts no longer.

    Args:
        is_renewing: whether its holder has begun to renew it.
    """

    membership_id: UUID
    name: str
    achievement_id: UUID
    title: str
    ends_at: datetime
    has_ended: bool
    is_renewing: bool


def ending_of_people(
    sight: Sight, *, at: datetime, member: Membership | None = None, most: int = MOST
) -> list[EndingRow]:
    """
    Return what can be renewed or has ended of late, of those who are seen, the soonest first.

    What is renewed, corrected or revoked is left out. Four queries, however many there are; two
    where nothing that is seen ends.

    Args:
        member: whose alone are asked for; None for everybody who is seen.
    """
    grants = Grant.objects.filter(
        organisation=sight.organisation, subject_type=AWARD, since__lte=at, until__gt=at
    )
    versions = _versions_that_end(sight)
    granted = list(grants.values_list("subject_id", flat=True))
    if not versions and not granted:
        return []
    seen = Q(organisation=sight.organisation, achievement_version__in=versions)
    seen |= Q(pk__in=granted)
    memberships = sight.memberships()
    if member is not None:
        memberships = memberships.filter(pk=member.pk)
    members = dict(memberships.values_list("person_id", "pk"))
    revoked = AwardEvent.objects.filter(award=OuterRef("pk"), kind=AwardEventKind.REVOKE)
    anew = Reassessment.objects.filter(
        person=OuterRef("person"),
        achievement=OuterRef("achievement_version__achievement"),
        since__gte=OuterRef("awarded_at"),
    )
    awards = (
        Award.objects.filter(seen, person__in=memberships.values("person"))
        .filter(credential__renewable_from__lte=at)
        .filter(credential__valid_until__gt=at - ENDED_WITHIN)
        .filter(renewed_by=None, superseded_by=None)
        .exclude(Exists(revoked))
        .annotate(is_renewing=Exists(anew))
        .select_related("person", "achievement_version", "credential")
        .order_by("credential__valid_until", "pk")
    )
    return [
        _row(one, members[one.person_id], at) for one in awards[:most] if one.person_id in members
    ]


def _versions_that_end(sight: Sight) -> list[UUID]:
    """Return the versions whose credentials end, of those that the organisation has awarded."""
    awarded = Award.objects.filter(
        organisation=sight.organisation, achievement_version=OuterRef("pk")
    )
    found = AchievementVersion.objects.filter(Exists(awarded), valid_months__isnull=False)
    return list(found.values_list("pk", flat=True))


def _row(award: Award, membership_id: UUID, at: datetime) -> EndingRow:
    ends_at = award.credential.valid_until
    assert ends_at is not None  # asked for
    return EndingRow(
        membership_id=membership_id,
        name=str(award.person),
        achievement_id=award.achievement_version.achievement_id,
        title=award.achievement_version.title,
        ends_at=ends_at,
        has_ended=ends_at <= at,
        is_renewing=bool(getattr(award, "is_renewing", False)),
    )
