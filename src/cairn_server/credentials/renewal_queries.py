"""Reads about credentials that end: when, from when they may be renewed, whether that is begun."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from cairn_server.accounts.models import Person
from cairn_server.assessment.models import Reassessment
from cairn_server.credentials.models import Award, AwardEvent, AwardEventKind, Credential
from cairn_server.credentials.suspension_queries import suspending

EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
"""Before everything here: what is shown after it is all that was ever shown."""


@dataclass(frozen=True, slots=True)
class Ending:
    """
    A credential that ends, and how far its renewal is.

    Args:
        begun_at: when its holder began to renew it; None while they have not.
    """

    credential_id: str
    award: Award
    ends_at: datetime
    renewable_from: datetime
    begun_at: datetime | None
    at: datetime

    @property
    def has_ended(self) -> bool:
        return self.ends_at <= self.at

    @property
    def is_renewable(self) -> bool:
        """Whether its time to be renewed has come; there is no last day for that."""
        return self.renewable_from <= self.at

    @property
    def is_begun(self) -> bool:
        return self.begun_at is not None


def newest_award(person: Person, achievement_id: UUID) -> Award | None:
    """Return the last award of an achievement to `person` that was not corrected. One query."""
    held = Award.objects.filter(
        person=person, achievement_version__achievement=achievement_id, superseded_by=None
    )
    newest = held.select_related("credential", "achievement_version", "organisation")
    return newest.order_by("-awarded_at", "-pk").first()


def open_to_renewal(
    people: Collection[UUID], *, at: datetime
) -> dict[tuple[UUID | None, UUID], Award]:
    """
    Return what these people hold and can renew at `at`, by person and achievement. One query.

    That is the newest award of an achievement, where its credential ends, its time has come and
    it is neither revoked nor suspended.
    """
    newer = Award.objects.filter(
        person=OuterRef("person"),
        achievement_version__achievement=OuterRef("achievement_version__achievement"),
        superseded_by=None,
        awarded_at__gt=OuterRef("awarded_at"),
    )
    revoked = AwardEvent.objects.filter(award=OuterRef("pk"), kind=AwardEventKind.REVOKE)
    found = (
        Award.objects.filter(person__in=list(people), credential__renewable_from__lte=at)
        .filter(renewed_by=None, superseded_by=None)
        .exclude(
            Exists(newer) | Exists(revoked) | Exists(suspending().filter(award=OuterRef("pk")))
        )
        .select_related("credential", "achievement_version", "organisation")
    )
    return {(one.person_id, one.achievement_version.achievement_id): one for one in found}


def ending_of(award: Award | None, *, at: datetime) -> Ending | None:
    """Return how it stands with the newest award of somebody; None if it does not end. A query."""
    credential: Credential | None = getattr(award, "credential", None)
    if award is None or credential is None or credential.valid_until is None:
        return None
    begun = reassessed(award).values_list("begun_at", flat=True).first()
    opens = credential.renewable_from or credential.valid_until
    return Ending(credential.pk, award, credential.valid_until, opens, begun, at)


def reassessed(award: Award) -> QuerySet[Reassessment]:
    """Return that the holder of `award` is assessed anew since; nothing if they are not."""
    return Reassessment.objects.filter(
        person=award.person_id,
        achievement=award.achievement_version.achievement_id,
        since__gte=award.awarded_at,
    )


def being_renewed(person: Person | UUID) -> QuerySet[Reassessment]:
    """Return what `person` has begun to renew and was not awarded since."""
    later = Award.objects.filter(
        person=OuterRef("person"),
        achievement_version__achievement=OuterRef("achievement"),
        awarded_at__gt=OuterRef("since"),
    )
    return Reassessment.objects.filter(~Exists(later), person=person)
