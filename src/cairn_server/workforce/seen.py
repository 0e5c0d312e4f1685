"""What each organisation of a person sees of them, told to the person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cairn_server.accounts.models import Grant, Membership, Person
from cairn_server.credentials.held_parts import current_awards
from cairn_server.credentials.models import Award
from cairn_server.credentials.standing import standing_of, with_standing
from cairn_server.workforce.awarded import AWARD
from cairn_server.workforce.queries import Place, place_of
from cairn_server.workforce.recall_queries import lets_know
from cairn_server.workforce.recognition_queries import stays_out
from cairn_server.workforce.skill_queries import Skill, skills_of


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An award that another organisation made, and until when this one may see it."""

    award_id: UUID
    title: str
    issuer: str
    standing: str  # of the issuer: a value of Standing
    shared_until: datetime | None


@dataclass(frozen=True, slots=True)
class Seen:
    """What one organisation sees of a person."""

    organisation_id: UUID
    organisation: str
    place: Place
    skills: tuple[Skill, ...]
    elsewhere: tuple[Elsewhere, ...]
    stays_out: bool
    knows_recall: bool


def seen_of(person: Person, *, at: datetime) -> list[Seen]:
    """Return what each organisation that `person` belongs to sees, by name."""
    rows = Membership.objects.filter(person=person, until=None).select_related("organisation")
    awards = list(
        with_standing(current_awards(at))
        .filter(person=person)
        .select_related("achievement_version", "organisation")
        .order_by("-pk")
    )
    grants = Grant.objects.filter(
        person=person, subject_type=AWARD, since__lte=at, until__gt=at
    ).values_list("organisation_id", "subject_id", "until")
    shared = {(organisation, award): until for organisation, award, until in grants}
    return [_seen(one, awards, shared, at) for one in rows.order_by("organisation__name", "pk")]


def _seen(
    membership: Membership,
    awards: Sequence[Award],
    shared: dict[tuple[UUID, UUID], datetime],
    at: datetime,
) -> Seen:
    here = membership.organisation_id
    return Seen(
        organisation_id=here,
        organisation=membership.organisation.name,
        place=place_of(membership),
        skills=tuple(skills_of(membership, at=at)),
        elsewhere=tuple(
            Elsewhere(
                one.pk,
                one.achievement_version.title,
                one.organisation.name,
                standing_of(one),
                shared.get((here, one.pk)),
            )
            for one in awards
            if one.organisation_id != here
        ),
        stays_out=stays_out(membership),
        knows_recall=lets_know(membership.person_id, membership.organisation, at=at),
    )
