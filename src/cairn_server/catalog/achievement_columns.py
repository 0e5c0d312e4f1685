"""What a pack states of an achievement, as the columns of `AchievementVersion`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from cairn.exchange.pack import Pack, PackAchievement
from cairn.pathways.validity import RENEWAL_DAYS


def achievement_columns(achievement: PackAchievement) -> dict[str, Any]:
    """Return every column but the template and what names other rows."""
    stated, level = achievement.credits, achievement.level
    validity, tier = achievement.validity, achievement.tier
    return {
        "kind": achievement.kind.value,
        "title": achievement.title,
        "summary": achievement.summary,
        "competency": achievement.competency,
        "description": achievement.about,
        "learning_outcomes": list(achievement.learning_outcomes),
        "workload_hours": _float(achievement.workload_hours),
        "credits_value": _float(stated.value if stated else None),
        "credits_system": stated.system if stated else "",
        "level_framework": level.framework if level else "",
        "level_value": level.value if level else "",
        "assessment_type": achievement.assessment_type,
        "participation": achievement.participation,
        "supervision": achievement.supervision,
        "quality_assurance": achievement.quality_assurance,
        "prerequisites": achievement.prerequisites,
        "stackability": achievement.stackability,
        "half_life_years": _float(achievement.half_life_years),
        "valid_months": validity.months if validity else None,
        "renew_from_days": validity.renew_from_days if validity else RENEWAL_DAYS,
        "tier_of": tier.of if tier else "",
        "tier": tier.number if tier else None,
        "tags": list(achievement.tags),
    }


def _float(number: float | None) -> float | None:
    """Return the number as the column holds it: 5 and 5.0 are the same content."""
    return None if number is None else float(number)


def template_of(achievement: PackAchievement, pack: Pack) -> dict[str, Any]:
    """Return the author's parts: method, research, resources, and whom the content is owed to."""
    return {
        "key_method": achievement.key_method,
        "method_components": list(achievement.method_components),
        "research": [asdict(one) for one in achievement.research],
        "resources": [one.to_json() for one in achievement.resources],
        "licence": pack.licence,
        "publisher": pack.publisher,
        "attributions": [asdict(one) for one in pack.attributions],
    }
