"""
Until when recall has kept current what somebody holds, and who lets an organisation know.

What somebody answered, and how, is their own. An organisation sees a day at most, and that only
of those who let it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db.models import CharField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast

from cairn.capability.kept import LastRecall, kept_at
from cairn.scheduling.memory import Rating
from cairn_server.accounts.models import Grant, Organisation, Person
from cairn_server.catalog.cards import question_items
from cairn_server.catalog.models import AchievementUnit
from cairn_server.catalog.queries import newest_units
from cairn_server.learning.models import Memory, Review
from cairn_server.workforce.awarded import standing_awards
from cairn_server.workforce.models import KeptByRecall

RECALL = "learning.Memory"  # subject of a grant: by which days somebody has kept things current

ByAchievement = dict[UUID, date]


def kept_now(person: Person, versions: Mapping[UUID, UUID], *, at: datetime) -> ByAchievement:
    """
    Return the last day by which recall kept each achievement current, where it did. Three queries.

    Args:
        versions: of what is held, by their ids, with the ids of their achievements.
    """
    units: dict[UUID, list[UUID]] = {}
    links = AchievementUnit.objects.filter(version__in=list(versions))
    for version_id, unit_id in links.values_list("version", "unit"):
        units.setdefault(version_id, []).append(unit_id)
    newest = newest_units({one for of_version in units.values() for one in of_version})
    asked = {unit_id: question_items(unit.cards) for unit_id, unit in newest.items()}
    recalls = _last_recalls(person, {item for items in asked.values() for item in items})
    found: ByAchievement = {}
    for version_id, unit_ids in units.items():
        items = {item for unit_id in unit_ids for item in asked.get(unit_id, ())}
        mine = [recalls[item] for item in items if item in recalls]
        moment = kept_at(mine, items=len(items), until=at)
        if moment is not None:
            key = versions[version_id]
            found[key] = max(found.get(key, date.min), moment.date())
    return found


def held_versions(person: Person, *, at: datetime) -> dict[UUID, UUID]:
    """Return the versions that `person` holds standing awards of, with their achievements."""
    rows = standing_awards(at).filter(person=person)
    return dict(rows.values_list("achievement_version", "achievement_version__achievement"))


def _last_recalls(person: Person, items: Iterable[UUID]) -> dict[UUID, LastRecall]:
    """Return the last recall of each item, as its memory and the review behind it have it."""
    last = Review.objects.filter(
        person=OuterRef("person"),
        version__item=OuterRef("item"),
        reviewed_at=OuterRef("reviewed_at"),
    ).order_by("-pk")
    rows = Memory.objects.filter(person=person, item__in=list(items)).annotate(
        last_rating=Subquery(last.values("rating")[:1])
    )
    return {
        row.item_id: LastRecall(
            state.reviewed_at,
            state.stability_days,
            is_right=(row.last_rating or Rating.AGAIN) > Rating.AGAIN,
        )
        for row in rows
        if (state := row.state) is not None
    }


def noted_days(person: Person | UUID) -> ByAchievement:
    """Return by which days recall is noted to have kept achievements current. One query."""
    return dict(KeptByRecall.objects.filter(person=person).values_list("achievement", "on"))


def lets_know(person: Person | UUID, organisation: Organisation, *, at: datetime) -> bool:
    """Return whether `person` lets an organisation see what recall keeps current. One query."""
    return _grants(organisation, at).filter(person=person).exists()


def shared_days(organisation: Organisation, *, at: datetime) -> dict[str, dict[str, str]]:
    """
    Return by which days recall kept versions current, of those who let the organisation know.

    By version and person, both as the database writes them; the days as ISO text. One query.
    """
    rows = KeptByRecall.objects.filter(
        person__in=_grants(organisation, at).values("person"), on__lte=at.date()
    ).annotate(
        version_text=Cast("achievement__versions", CharField()),
        person_text=Cast("person", CharField()),
    )
    found: dict[str, dict[str, str]] = {}
    pairs = rows.filter(version_text__isnull=False)
    for version, person, day in pairs.values_list("version_text", "person_text", "on"):
        found.setdefault(version, {})[person] = day.isoformat()
    return found


def _grants(organisation: Organisation, at: datetime) -> QuerySet[Grant]:
    return Grant.objects.filter(
        organisation=organisation, subject_type=RECALL, since__lte=at, until__gt=at
    )
