"""Which definitions somebody may use: an id from outside becomes an object here, or 404."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from cairn_server.accounts.models import Person
from cairn_server.catalog import draft_queries, queries
from cairn_server.catalog.models import (
    Achievement,
    AchievementVersion,
    Draft,
    DraftMedia,
    ItemVersion,
    MediaFile,
    Unit,
    UnitVersion,
)


def published_achievement_or_404(achievement_id: UUID) -> AchievementVersion:
    """Return the newest published version; a draft is answered like a missing one."""
    version = queries.newest_achievement_version(achievement_id)
    if version is None:
        raise Http404
    return version


def open_unit_or_404(unit_id: UUID) -> UnitVersion:
    """Return the newest published version of a unit that a published achievement names."""
    version = (
        queries.open_unit_versions()
        .filter(unit_id=unit_id)
        .select_related("unit", "unit__organisation")
        .order_by("-number")
        .first()
    )
    if version is None:
        raise Http404
    return version


def practice_item_for(learner: Person | None, version_id: UUID) -> ItemVersion:
    """
    Return the version of an item that `learner` may practise; Http404 if there is none such.

    Practice items of a published achievement are open to anyone, guests and those who have not
    answered yet (None) included. A draft, an assessment item and an item that no published
    achievement leads to are answered like a missing one: do not tell that they exist.
    """
    version = queries.open_item_versions().filter(pk=version_id).select_related("item").first()
    if version is None:
        raise Http404
    return version


def media_of_unit_or_404(unit_id: UUID, digest: str) -> MediaFile:
    """Return a picture or video that a published version of an open unit shows."""
    file = None
    if queries.unit_shows_media(unit_id, digest):
        owner = Unit.objects.filter(pk=unit_id).values("organisation")
        file = MediaFile.objects.filter(digest=digest, organisation__in=owner).first()
    if file is None:
        raise Http404
    return file


def draft_or_404(author: Person, draft_id: UUID) -> Draft:
    """Return a draft of an organisation that `author` writes for; another's is like a missing."""
    draft = draft_queries.draft_for(author, draft_id)
    if draft is None:
        raise Http404
    return draft


def written_achievement_or_404(author: Person, achievement_id: UUID) -> Achievement:
    """Return an achievement of an organisation that `author` writes for."""
    achievement = draft_queries.achievement_for(author, achievement_id)
    if achievement is None:
        raise Http404
    return achievement


def draft_media_or_404(draft: Draft, name: str) -> DraftMedia:
    file = draft.media.filter(name=name).first()
    if file is None:
        raise Http404
    return file
