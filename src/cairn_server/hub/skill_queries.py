"""A skill as everybody may see it: what it means, what proves it, which work needs it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from cairn_server.accounts.models import Person
from cairn_server.catalog.models import AchievementKind, Alignment
from cairn_server.catalog.queries import newest_published
from cairn_server.frameworks import queries as frameworks
from cairn_server.frameworks.models import Competency

MOST_OCCUPATIONS = 30
MOST_ACHIEVEMENTS = 50


@dataclass(frozen=True, slots=True)
class ProofRow:
    """A published achievement that is about the skill; `level` is how far it goes, 1 to 5."""

    achievement_id: UUID
    title: str
    organisation: str
    is_micro_credential: bool
    learning_seconds: int
    level: int


@dataclass(frozen=True, slots=True)
class SkillPage:
    skill: Competency
    broader: tuple[Competency, ...]
    proofs: tuple[ProofRow, ...]
    essential_for: tuple[frameworks.OccupationRow, ...]
    optional_for: tuple[frameworks.OccupationRow, ...]


def skill_page(person: Person | None, skill_id: UUID) -> SkillPage | None:
    """
    Return the page of a skill; None if there is none that `person` may see.

    The skill of an organisation's own framework is for its members, unless a published
    achievement names it: what is published can be read in full.
    """
    skill = Competency.objects.select_related("framework").filter(pk=skill_id).first()
    if skill is None:
        return None
    proofs = _proofs(skill)
    seen = frameworks.visible_frameworks(person).filter(pk=skill.framework_id)
    if not proofs and not seen.exists():
        return None
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


def _proofs(skill: Competency) -> tuple[ProofRow, ...]:
    rows = (
        Alignment.objects.filter(competency=skill, version__in=newest_published())
        .select_related("version__achievement__organisation")
        .order_by("-level", "version__title")
    )
    return tuple(
        ProofRow(
            achievement_id=one.version.achievement_id,
            title=one.version.title,
            organisation=one.version.achievement.organisation.name,
            is_micro_credential=one.version.kind == AchievementKind.MICRO_CREDENTIAL,
            learning_seconds=one.version.learning_seconds,
            level=one.level,
        )
        for one in rows[:MOST_ACHIEVEMENTS]
    )
