"""A skill as everybody may see it: what it means, what proves it, which work needs it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import QuerySet

from cairn_server.accounts.models import Person
from cairn_server.catalog.models import AchievementKind, Alignment
from cairn_server.catalog.queries import newest_published
from cairn_server.credentials.standing import standing_values
from cairn_server.frameworks import queries as frameworks
from cairn_server.frameworks.models import Competency
from cairn_server.journal.paging import Page, page_of

MOST_OCCUPATIONS = 30
MOST_ACHIEVEMENTS = 50


@dataclass(frozen=True, slots=True)
class ProofRow:
    """
    A published achievement that is about the skill.

    Args:
        level: how far it goes, 1 to 5.
        standing: what stands behind its issuer, a value of Standing; empty if it has none yet.
    """

    achievement_id: UUID
    title: str
    organisation: str
    is_micro_credential: bool
    learning_seconds: int
    level: int
    standing: str = ""


@dataclass(frozen=True, slots=True)
class SkillPage:
    skill: Competency
    broader: tuple[Competency, ...]
    proofs: tuple[ProofRow, ...]
    essential_for: tuple[frameworks.OccupationRow, ...]
    optional_for: tuple[frameworks.OccupationRow, ...]


def visible_skill(
    person: Person | None, skill_id: UUID, *, within: UUID | None = None
) -> Competency | None:
    """
    Return a skill with its framework, retired or not; None if `person` may see none.

    The skill of an organisation's own framework is for its members, unless a published
    achievement of the organisation names it: what is published can be read in full.

    Args:
        within: the one organisation whose own frameworks count; None for all of the person's.
    """
    skill = Competency.objects.select_related("framework").filter(pk=skill_id).first()
    if skill is None:
        return None
    whose = skill.framework.organisation_id
    if whose is None:
        return skill
    seen = frameworks.visible_frameworks(person, within).filter(pk=skill.framework_id)
    told = _aligned(skill).filter(version__achievement__organisation=whose)
    return skill if seen.exists() or told.exists() else None


def skill_page(person: Person | None, skill_id: UUID) -> SkillPage | None:
    """Return the page of a skill; None if there is none that `person` may see."""
    skill = visible_skill(person, skill_id)
    if skill is None:
        return None
    proofs = _proofs(skill)
    needing = frameworks.occupations_needing(skill, limit=MOST_OCCUPATIONS)
    return SkillPage(
        skill=skill,
        broader=_broader(skill),
        proofs=proofs,
        essential_for=tuple(row for row, is_essential in needing if is_essential),
        optional_for=tuple(row for row, is_essential in needing if not is_essential),
    )


def _broader(skill: Competency) -> tuple[Competency, ...]:
    if not skill.broader:
        return ()
    same = Competency.objects.filter(framework=skill.framework_id, url__in=skill.broader)
    return tuple(same.filter(retired_at=None).order_by("name_key"))


def proofs_page(skill: Competency, *, after: UUID | None, limit: int) -> Page[ProofRow]:
    """Return a page of the published achievements that are about a skill, newest first."""
    rows = _aligned(skill).select_related("version__achievement__organisation")
    page = page_of(rows, _proof, after=after, limit=limit)
    return Page(_with_standings(page.items), page.next_cursor)


def _proofs(skill: Competency) -> tuple[ProofRow, ...]:
    rows = _aligned(skill).select_related("version__achievement__organisation")
    found = rows.order_by("-level", "version__title")[:MOST_ACHIEVEMENTS]
    return tuple(_with_standings([_proof(one) for one in found]))


def _with_standings(rows: list[ProofRow]) -> list[ProofRow]:
    stands = standing_values([one.achievement_id for one in rows]) if rows else {}
    return [replace(one, standing=stands.get(one.achievement_id, "")) for one in rows]


def _aligned(skill: Competency) -> QuerySet[Alignment]:
    return Alignment.objects.filter(competency=skill, version__in=newest_published())


def _proof(one: Alignment) -> ProofRow:
    version = one.version
    return ProofRow(
        achievement_id=version.achievement_id,
        title=version.title,
        organisation=version.achievement.organisation.name,
        is_micro_credential=version.kind == AchievementKind.MICRO_CREDENTIAL,
        learning_seconds=version.learning_seconds,
        level=one.level,
    )
