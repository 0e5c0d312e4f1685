"""Reads of what one person can do: by skill, how far, how current, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.timezone import localdate

from cairn.capability.gap import Ability, Shown, ability_on
from cairn.exchange.pack import Tier
from cairn_server.accounts.models import Membership, Person
from cairn_server.credentials.models import Award
from cairn_server.credentials.standing import standing_of, with_standing
from cairn_server.workforce.awarded import standing_awards, text_of, visible_awards
from cairn_server.workforce.evidence import aligned_with
from cairn_server.workforce.recall_queries import (
    ByAchievement,
    held_versions,
    kept_now,
    lets_know,
    noted_days,
)


@dataclass(frozen=True, slots=True)
class Rests:
    """
    What a level rests on: a credential, when it was awarded and by whom.

    Args:
        tier: of which badge the credential is one tier; None if it is none.
        kept_on: the last day by which recall had kept it current; None if it did not.
        standing: what stands behind the issuer, a value of Standing.
    """

    award_id: UUID
    title: str
    tier: Tier | None
    issuer: str
    level: int
    on: date
    weight: float
    credential_id: str  # empty while its page is off
    kept_on: date | None = None
    standing: str = ""


@dataclass(frozen=True, slots=True)
class Skill:
    """A competency of one person, and what shows it."""

    competency_id: UUID
    name: str
    ability: Ability
    rests_on: tuple[Rests, ...]


def skills_of(membership: Membership, *, at: datetime) -> list[Skill]:
    """Return what a member's organisation sees that they can do, by name. At most six queries."""
    organisation, me = membership.organisation, membership.person_id
    kept = noted_days(me) if lets_know(me, organisation, at=at) else {}
    return _skills(visible_awards(organisation, at), me, at, kept)


def own_skills(person: Person, *, at: datetime) -> list[Skill]:
    """
    Return what all standing awards of a person show, by name, for themself. Eight queries.

    What recall keeps current is told as it is at this moment.
    """
    return _skills(standing_awards(at), person.pk, at, _kept_days(person, at))


def own_shown(person: Person, *, at: datetime) -> dict[UUID, list[Shown]]:
    """Return the same as evidence, by competency, for gaps of one's own. Eight queries."""
    return _shown(standing_awards(at), person.pk, _kept_days(person, at))[1]


def _kept_days(person: Person, at: datetime) -> ByAchievement:
    kept = noted_days(person)
    for key, day in kept_now(person, held_versions(person, at=at), at=at).items():
        kept[key] = max(day, kept.get(key, day))
    return kept


def _skills(awards: QuerySet[Award], me: UUID, at: datetime, kept: ByAchievement) -> list[Skill]:
    names, shown = _shown(awards, me, kept)
    day = localdate(at)
    return [
        Skill(key, names[key], ability, _rests_on(those, day))
        for key, those in shown.items()
        if (ability := ability_on(day, those)) is not None
    ]


def _shown(
    awards: QuerySet[Award], me: UUID, kept: ByAchievement
) -> tuple[dict[UUID, str], dict[UUID, list[Shown]]]:
    """Return the names of the competencies that these awards show, and how they show them."""
    parts = "achievement_version", "organisation", "credential"
    of_version: dict[str, list[Award]] = {}
    for award in with_standing(awards).filter(person=me).select_related(*parts):
        of_version.setdefault(text_of(award.achievement_version_id), []).append(award)
    names: dict[UUID, str] = {}
    shown: dict[UUID, list[Shown]] = {}
    for one in aligned_with(of_version):
        names[one.competency_id] = one.name
        shown.setdefault(one.competency_id, []).extend(
            one.shown(_counted_from(award, kept), award) for award in of_version[one.version]
        )
    return names, shown


def _counted_from(award: Award, kept: ByAchievement) -> date:
    """Return the day from which currency is counted: of the award, or of the last recall."""
    awarded = award.awarded_at.date()
    return max(awarded, kept.get(award.achievement_version.achievement_id, awarded))


def _rests_on(shown: list[Shown], day: date) -> tuple[Rests, ...]:
    return tuple(_rests(one, day) for one in sorted(shown, key=lambda one: one.on, reverse=True))


def _rests(shown: Shown, day: date) -> Rests:
    award = shown.source
    if not isinstance(award, Award):
        raise TypeError("a skill rests on awards")
    credential = getattr(award, "credential", None)
    is_open = credential is not None and credential.is_public and credential.signed_at
    return Rests(
        award_id=award.pk,
        title=award.achievement_version.title,
        tier=award.achievement_version.stated_tier,
        issuer=award.organisation.name,
        level=shown.level,
        on=award.awarded_at.date(),
        weight=shown.weight(day),
        credential_id=str(credential.pk) if credential and is_open else "",
        kept_on=shown.on if shown.on > award.awarded_at.date() else None,
        standing=standing_of(award),
    )
